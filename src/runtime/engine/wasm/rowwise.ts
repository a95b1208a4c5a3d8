/** Runs the element-wise kernels over tensors. */
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Heap, heapOfEngine } from "./heap.ts";

/** Floats of a SIMD register. */
const lanes = 4;

/**
 * Applies an element-wise kernel without channels: `outputs` new tensors of the first input's shape. What does not fill a
 * register goes through a padded one.
 */
export function mapElements(
  kernel: string,
  inputs: readonly Tensor[],
  outputs: number,
  scalars: readonly number[] = [],
): Tensor[] {
  const heap = heapOfEngine();
  const [first] = inputs as readonly [Tensor, ...Tensor[]];
  const results = Array.from({ length: outputs }, () => heap.allocate(first.shape));
  const addresses = [...inputs, ...results].map((tensor) => heap.address(tensor));
  const whole = Math.floor(first.size / lanes) * lanes;
  const run = (at: readonly number[], floats: number): void =>
    heap.run(kernel, ...at, (at[0] as number) + floats * 4, 0, ...scalars);
  if (whole > 0) run(addresses, whole);
  const rest = first.size - whole;
  if (rest > 0) {
    heap.scratch(addresses.length * lanes * 4, (spare) => {
      const places = addresses.map((_, i) => spare + i * lanes * 4);
      const move = (from: number, to: number): void => heap.floats(to, rest).set(heap.floats(from, rest));
      for (const [i] of inputs.entries()) move((addresses[i] as number) + whole * 4, places[i] as number);
      run(places, lanes);
      for (let i = inputs.length; i < addresses.length; i++)
        move(places[i] as number, (addresses[i] as number) + whole * 4);
    });
  }
  return results;
}

/** How a tensor of pixels x channels is cut for kernels that know channels: several pixels to a row, so that rows fill registers. */
export interface Rows {
  /** Pixels in a row. */
  readonly together: number;
  /** Floats in a row. */
  readonly length: number;
}

/** Null where the number of pixels does not allow it: 3 pixels of 3 channels. */
export function rowsOf(pixels: number, channels: number): Rows | null {
  for (const together of [16, 8, 4, 2, 1]) {
    const length = together * channels;
    if (pixels % together === 0 && length % lanes === 0 && (length <= 1024 || together === 1))
      return { together, length };
  }
  return null;
}

/** A vector of one figure per channel, repeated for every pixel of a row. */
export function repeated(heap: Heap, address: number, { together }: Rows, values: ArrayLike<number>): void {
  const to = heap.floats(address, together * values.length);
  for (let i = 0; i < to.length; i++) to[i] = values[i % values.length] as number;
}
