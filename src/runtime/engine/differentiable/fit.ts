import type { Tensor } from "@tensorflow/tfjs-core";
import { type Extent, slide } from "../extent.ts";

/** Throws where a window has no place on the padded input: engines compute with raw addresses and do not look again. */
export function requireFit(
  operation: string,
  size: Extent,
  kernel: Extent,
  { stride, padding }: { readonly stride: Extent; readonly padding: Extent },
): void {
  if (slide(size, kernel, stride, padding).some((positions) => positions < 1)) {
    throw new Error(
      `${operation}: a window of ${kernel.join("x")} does not fit ${size.join("x")} with padding ${padding.join("x")}`,
    );
  }
}

/** Throws unless two tensors have one shape. */
export function requireSameShape(operation: string, a: Tensor, b: Tensor): void {
  if (a.shape.join() !== b.shape.join()) {
    throw new Error(`${operation}: ${a.shape.join("x")} and ${b.shape.join("x")} are not one shape`);
  }
}

/** Throws unless there is one figure per channel. */
export function requireChannels(operation: string, x: Tensor, vectors: readonly Tensor[]): void {
  const channels = x.shape.at(-1);
  for (const vector of vectors) {
    if (vector.size !== channels) throw new Error(`${operation}: ${vector.size} figures for ${channels} channels`);
  }
}
