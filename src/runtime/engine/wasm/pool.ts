/** Pooling on tfjs-wasm's memory by plain loops: its own gradients are wrong where windows overlap or are padded. */
import type { Tensor5D } from "@tensorflow/tfjs-core";
import { type Pool, pooledShape, type Shape5, volume } from "../extent.ts";
import { avgPool, avgPoolInput, maxPool, maxPoolInput } from "../loops/pool.ts";
import { type Heap, heapOfEngine } from "./heap.ts";

export function maxPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return fill(pooledShape(x.shape, pool), (heap, y) => maxPool(values(heap, x), x.shape, pool, y));
}

export function maxPool3dInput(dy: Tensor5D, x: Tensor5D, y: Tensor5D, pool: Pool): Tensor5D {
  return fill(x.shape, (heap, dx) =>
    maxPoolInput(values(heap, dy), values(heap, x), values(heap, y), x.shape, pool, dx),
  );
}

export function avgPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return fill(pooledShape(x.shape, pool), (heap, y) => avgPool(values(heap, x), x.shape, pool, y));
}

export function avgPool3dInput(dy: Tensor5D, pool: Pool, shape: Shape5): Tensor5D {
  return fill(shape, (heap, dx) => avgPoolInput(values(heap, dy), shape, pool, dx));
}

function values(heap: Heap, x: Tensor5D): Float32Array {
  return heap.floats(heap.address(x), x.size);
}

function fill(shape: Shape5, write: (heap: Heap, values: Float32Array) => void): Tensor5D {
  const heap = heapOfEngine();
  const result = heap.allocate<Tensor5D>(shape);
  const floats = heap.floats(heap.address(result), volume(shape));
  floats.fill(0);
  write(heap, floats);
  return result;
}
