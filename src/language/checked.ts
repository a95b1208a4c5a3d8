/** The front end's result: an experiment in which every value is known and every check has been made. */
import type { ComponentDeclaration } from "./declarations/declaration.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Interval } from "./dims/interval.ts";
import type { Binding } from "./names/scope.ts";
import type { Evaluation } from "./shapes/evaluation.ts";
import type { SourceFile, Span } from "./source/source-file.ts";
import type { Allowance } from "./syntax/ast.ts";
import type { ComponentValue, ExperimentValue, HeadValue, Value } from "./values/value.ts";

/** `--set path=value`, or a param's flag `--fold 2`. */
export interface Argument {
  readonly kind: "set" | "param";
  /** `train.clip` or `fold`. */
  readonly name: string;
  /** The raw characters after `=` or the flag. */
  readonly text: string;
}

export interface CheckOptions {
  readonly args: readonly Argument[];
  /** Which experiment, where the file has several. */
  readonly experiment?: string;
  /** Params without a value are errors (before `train`), not unknowns (`check`). */
  readonly closed: boolean;
  /** Folder that paths given as arguments are relative to; absolute. */
  readonly cwd: string;
  readonly pedantic: boolean;
}

export interface CheckResult {
  /** Errors and warnings, sorted by place; allowances already applied. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those of the file itself that are whole enough to be emitted or shown. */
  readonly experiments: readonly CheckedExperiment[];
  /** The file's own params (imported open ones included), for `--help` and flags. */
  readonly params: readonly Binding[];
  /** All files read. */
  readonly files: readonly SourceFile[];
  /** What those files allow: for findings that come on top of the front end's. */
  readonly allowances: readonly Allowance[];
  /** Top-level names of the file, for `vcl show NAME`. */
  readonly names: readonly Binding[];
  /** What fields hold that nobody set: defaults are evaluated when they are asked for. */
  readonly evaluation: Evaluation;
}

export interface CheckedExperiment {
  readonly name: string;
  readonly docs: readonly string[];
  readonly file: SourceFile;
  readonly value: ExperimentValue;
  readonly phases: readonly CheckedPhase[];
  readonly model: CheckedModel;
  /** Values of `derived` fields and of defaults that hang on other fields, by component: what the emitter prints as literals. */
  readonly derived: ReadonlyMap<ComponentValue, ReadonlyMap<string, Value>>;
}

export interface CheckedPhase {
  readonly name: string;
  readonly role: "train" | "test";
  readonly data: ComponentValue;
  /** One per frame size of the data set's facts, in their order. */
  readonly runs: readonly ShapeRun[];
  /** Clips of one epoch, batches of one epoch, whole videos (test): upper bounds, undefined where unknown. */
  readonly clips: number | undefined;
  readonly steps: number | undefined;
  readonly videos: number | undefined;
}

export interface CheckedModel {
  readonly value: ComponentValue;
  readonly declaration: ComponentDeclaration;
  /** Resolved blocks: head → the block's canonical name such as `stage4.block1`. */
  readonly heads: readonly { readonly head: HeadValue; readonly block: string }[];
}

/** The tensors of one phase for one frame size. */
export interface ShapeRun {
  /** Height and width of the decoded frames. */
  readonly frame: { readonly height: number; readonly width: number };
  /** Clip after each transform, the raw clip first. */
  readonly stages: readonly { readonly label: string; readonly tensor: TensorShape }[];
  /** What reaches the model: C, T, H, W. */
  readonly clip: TensorShape | undefined;
  readonly blocks: readonly { readonly name: string; readonly tensor: TensorShape }[];
  readonly heads: readonly {
    readonly name: string;
    readonly tensor: TensorShape;
    readonly lets: ReadonlyMap<string, Value>;
  }[];
}

export interface TensorShape {
  readonly meaning: string;
  readonly scale?: "u8" | "f32";
  /** Without the batch's N where the rule names it so. `source` is what the program wrote to set this size. */
  readonly dims: readonly { readonly name: string; readonly size: Interval; readonly source?: Span }[];
}
