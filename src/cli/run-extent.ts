/** How large the clips are that reach a model. */
import type { ShapeRun } from "../language/checked.ts";
import { isExact } from "../language/dims/interval.ts";

/** Frames, rows, columns. */
export type Extent = readonly [number, number, number];

/** Of the clip that reaches the model; undefined where it is not known exactly. */
export function extentOf({ clip }: ShapeRun): Extent | undefined {
  const sizes = clip?.dims.slice(1).map(({ size }) => (isExact(size) ? size.low : undefined)) ?? [];
  const [frames, rows, columns] = sizes;
  return frames === undefined || rows === undefined || columns === undefined ? undefined : [frames, rows, columns];
}
