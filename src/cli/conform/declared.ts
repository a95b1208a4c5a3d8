/** What a declaration promises of one trial: the sizes that should come out. */
import type { CheckedExperiment, TensorShape } from "../../language/checked.ts";
import type { ComponentDeclaration } from "../../language/declarations/declaration.ts";
import type { Output } from "../../runtime/tools.ts";

export interface Promised {
  readonly of: string;
  readonly mode?: "train" | "test";
  readonly tensor: TensorShape;
}

/** In the order in which they should come. */
export function promisedBy(
  { kind }: ComponentDeclaration,
  { phases }: CheckedExperiment,
  scale: "u8" | "f32",
): readonly Promised[] {
  return phases.flatMap(({ role, runs: [run] }): readonly Promised[] => {
    if (run === undefined) return [];
    if (kind === "head") return run.heads.map(({ tensor }) => ({ of: "", mode: role, tensor }));
    if (kind === "model") return run.blocks.map(({ name, tensor }) => ({ of: name, mode: role, tensor }));
    // Stage 0 is the clip as it is decoded; to_float may stand in front.
    const stage =
      kind === "transform"
        ? run.stages[scale === "f32" ? 2 : 1]
        : kind === "dataset"
          ? run.clip && { tensor: run.clip }
          : undefined;
    return stage && role === "train" ? [{ of: "", tensor: stage.tensor }] : [];
  });
}

/** Whether sizes, meaning and scale are those that were promised. */
export function keeps({ tensor }: Promised, { dims, meaning, scale }: Output): boolean {
  return (
    dims.length === tensor.dims.length &&
    tensor.dims.every(
      ({ size: { low, high } }, i) => (dims[i] ?? Number.NaN) >= low && (dims[i] ?? Number.NaN) <= high,
    ) &&
    (meaning === undefined || meaning === tensor.meaning) &&
    (scale === undefined || tensor.scale === undefined || scale === tensor.scale)
  );
}

/** `3 logits`, `f32 3 × 4 × 8 × 8`. */
export function outputText({ dims, meaning, scale }: Omit<Output, "of">): string {
  const sizes = dims.join(" × ");
  return meaning === undefined ? `${scale === undefined ? "" : `${scale} `}${sizes}` : `${sizes} ${meaning}`;
}

export function promiseText({ tensor }: Promised, { meaning, scale }: Output): string {
  const dims = tensor.dims.map(({ size: { low, high } }) => (low === high ? `${low}` : `${low}..${high}`)).join(" × ");
  if (meaning !== undefined) return `${dims} ${tensor.meaning}`;
  return `${scale === undefined || tensor.scale === undefined ? "" : `${tensor.scale} `}${dims}`;
}
