/** How large the clips are that reach a model. */
import type { ShapeRun } from "../language/checked.ts";
import { isExact } from "../language/dims/interval.ts";

export interface ClipExtent {
  /** Frames, rows, columns; the most that they can be. */
  readonly clip: readonly [number, number, number];
  /** Whether they are never fewer. */
  readonly exact: boolean;
}

/** Of the clip that reaches the model; undefined where it has no end. */
export function extentOf({ clip }: ShapeRun): ClipExtent | undefined {
  const sizes = clip?.dims.slice(1).map(({ size }) => size) ?? [];
  const [frames, rows, columns] = sizes.map(({ high }) => high);
  if (frames === undefined || rows === undefined || columns === undefined) return undefined;
  if (![frames, rows, columns].every(Number.isFinite)) return undefined;
  return { clip: [frames, rows, columns], exact: sizes.every(isExact) };
}
