/** Types of fields and params, as declared in `stdlib/*.vcl` or a user's own file. */
import type { Span } from "../source/source-file.ts";
import type { CompareOp, DimNode, Expr } from "../syntax/ast.ts";
import type { UnitName } from "../values/value.ts";

export type Kind =
  | "dataset"
  | "transform"
  | "sampler"
  | "model"
  | "head"
  | "loss"
  | "optimizer"
  | "schedule"
  | "meter"
  | "hook";

export const kinds: readonly Kind[] = [
  "dataset",
  "transform",
  "sampler",
  "model",
  "head",
  "loss",
  "optimizer",
  "schedule",
  "meter",
  "hook",
];

export function isKind(name: string): name is Kind {
  return (kinds as readonly string[]).includes(name);
}

export type Type =
  | { readonly kind: "bool" | "int" | "real" | "text" | "dir" | "file" | "clip_type" | "experiment" }
  | { readonly kind: "unit"; readonly unit: UnitName }
  /** `clips per video`. */
  | { readonly kind: "rate"; readonly unit: UnitName; readonly per: UnitName }
  | { readonly kind: "dims"; readonly count: 2 | 3 }
  | { readonly kind: "component"; readonly component: Kind }
  /** `.a | .b`. */
  | { readonly kind: "members"; readonly members: readonly string[] }
  | { readonly kind: "list"; readonly of: Type; readonly length?: Expr; readonly declared?: Span }
  | { readonly kind: "range"; readonly of: Type }
  | { readonly kind: "optional"; readonly of: Type }
  | { readonly kind: "union"; readonly of: readonly Type[] }
  /** `int >= 1`, `int in 1..3`: `base` with a bound, which may name other fields. */
  | {
      readonly kind: "refined";
      readonly base: Type;
      readonly op: CompareOp | "in";
      readonly bound: Expr;
      readonly declared?: Span;
    }
  /**
   * The types named `head`, `phase` and `path`: the name of a head (`action`), of a phase (`train` or `.train`), a path to a
   * meter's result (`test.video_accuracy.top1`). Names only, as a `member` or a `meter-path` value: resolved against the
   * experiment.
   */
  | { readonly kind: "reference"; readonly to: "head" | "phase" | "meter" }
  | TensorType;

/** `tensor f32 [N, C, T, H, W]`, `logits [N, classes]`, `labels [N] of 101`. Dims are expressions over the declaration's names. */
export interface TensorType {
  readonly kind: "tensor";
  /** `tensor`, `logits`, `probabilities`, `labels`, `multi_labels`. */
  readonly meaning: string;
  readonly scale?: "u8" | "f32";
  readonly dims: readonly DimNode[];
  readonly of?: Expr;
}
