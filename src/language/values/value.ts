/**
 * What an expression of a `.vcl` file evaluates to. Every value remembers what set it (`origin`) and which params it hangs
 * on (`params`): two-label diagnostics, `vcl show` and the emitter rest on that. Values are immutable; amending makes new ones.
 */
import type { ComponentDeclaration } from "../declarations/declaration.ts";
import type { Interval } from "../dims/interval.ts";
import type { Binding, Scope } from "../names/scope.ts";
import type { Span } from "../source/source-file.ts";
import type { Expr, Ident } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";

export type UnitName = "frames" | "px" | "clips" | "videos" | "epochs" | "steps" | "seconds" | "fps";

/** Where a value comes from. */
export interface Origin {
  /** The expression that set it; for a default, the one in the declaration; for an argument, the argument's text. */
  readonly span: Span;
  /** The field's name at that place. */
  readonly key?: Span;
  readonly how: "set" | "default" | "derived" | "param" | "argument" | "fact";
  /** The expression and the names it sees, for the emitter. */
  readonly expr?: Expr;
  readonly scope?: Scope;
  /** What an amendment replaced. */
  readonly replaced?: Origin;
  /** Where `span` only names a value (`fold`, `train.clip`): the place where that value was set. */
  readonly source?: Origin;
}

interface Common {
  readonly origin: Origin;
  /** Params of the program that this value was computed from, transitively. */
  readonly params: ReadonlySet<Binding>;
}

/** `8`, `8 frames`, `10 clips per video`, `50%` (0.5). `interval` is exact unless it hangs on something open. */
export interface NumberValue extends Common {
  readonly kind: "number";
  readonly interval: Interval;
  /** Written or computed without a fraction part. */
  readonly whole: boolean;
  readonly percent: boolean;
  readonly unit?: UnitName;
  readonly per?: UnitName;
  /** The data set whose `clip` this number is: where a clip type is wanted, it stands for what that data set yields. */
  readonly clipOf?: ComponentValue;
}

/** A component's name with some or all of its fields set. */
export interface ComponentValue extends Common {
  readonly kind: "component";
  readonly declaration: ComponentDeclaration;
  /** Fields that were set, stated derived ones included. An amendment that leaves a field alone keeps the same object here. */
  readonly settings: ReadonlyMap<string, Value>;
  /** A model's heads by name, in order; empty for all else. */
  readonly heads: ReadonlyMap<string, HeadValue>;
  /** The value that this one amends: `ucf` in `ucf { … }`. */
  readonly base?: ComponentValue;
  /**
   * The top-level name under which it was declared, if it was: `train`. Two values are the same declared thing where this is
   * the same object; the values themselves may be copies that differ in `origin`.
   */
  readonly binding?: Binding;
}

export interface HeadValue {
  readonly name: Ident;
  /** A reference to a block: `stage4.last`. */
  readonly at: BlockValue;
  readonly value: ComponentValue | Poison;
  readonly origin: Origin;
}

/** `stage4.last`, `stage2.block1`, `stem`: names only; whether the trunk has it is asked later. */
export interface BlockValue extends Common {
  readonly kind: "block";
  readonly path: readonly Ident[];
}

export interface Poison extends Common {
  /** Already reported; silences whatever depends on it. */
  readonly kind: "poison";
}

/** An experiment: a built-in record. Unset fields with a default are filled in by `fieldOf`. */
export interface ExperimentValue extends Common {
  readonly kind: "experiment";
  readonly settings: ReadonlyMap<string, Value>;
  readonly base?: ExperimentValue;
  readonly binding?: Binding;
}

export type Value =
  | NumberValue
  | ComponentValue
  | BlockValue
  | ExperimentValue
  | Poison
  | (Common & { readonly kind: "text"; readonly value: string })
  /** Resolved against the folder of the file (or the current folder, for arguments) that wrote it. `written` is as written. */
  | (Common & { readonly kind: "path"; readonly value: string; readonly written: string })
  | (Common & { readonly kind: "bool"; readonly value: boolean | "unknown" })
  | (Common & { readonly kind: "none" })
  /** `.train`. */
  | (Common & { readonly kind: "member"; readonly name: string })
  | (Common & { readonly kind: "dims"; readonly values: readonly NumberValue[]; readonly unit?: UnitName })
  | (Common & {
      readonly kind: "range";
      readonly low: NumberValue;
      readonly high: NumberValue;
      readonly inclusive: boolean;
    })
  | (Common & { readonly kind: "list"; readonly items: readonly Value[] })
  /** `a |> b` (transforms) or `a then b` (schedules); parts are components or composed values, flattened by `partsOf`. */
  | (Common & { readonly kind: "composed"; readonly how: "pipe" | "then"; readonly parts: readonly Value[] })
  /** `train.clip` where a clip type is wanted: the tensor that this data set yields. */
  | (Common & { readonly kind: "clip"; readonly data: ComponentValue })
  /** `test.video_accuracy.top1` in a hook: names only. */
  | (Common & { readonly kind: "meter-path"; readonly path: readonly Ident[] })
  /**
   * What only a later run can know: a param without a value of a type that is no number, or what was computed from one.
   */
  | (Common & { readonly kind: "unknown"; readonly type: Type });
