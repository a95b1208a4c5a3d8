/** Pooling on tfjs's cpu backend by plain loops: its own gradient of max pooling is wrong for windows that are not square. */
import { type Tensor5D, tensor5d } from "@tensorflow/tfjs-core";
import { type Pool, pooledShape, type Shape5, volume } from "../extent.ts";
import { avgPool, avgPoolInput, maxPool, maxPoolInput } from "../loops/pool.ts";

export function maxPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return fill(pooledShape(x.shape, pool), (y) => maxPool(values(x), x.shape, pool, y));
}

export function maxPool3dInput(dy: Tensor5D, x: Tensor5D, y: Tensor5D, pool: Pool): Tensor5D {
  return fill(x.shape, (dx) => maxPoolInput(values(dy), values(x), values(y), x.shape, pool, dx));
}

export function avgPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return fill(pooledShape(x.shape, pool), (y) => avgPool(values(x), x.shape, pool, y));
}

export function avgPool3dInput(dy: Tensor5D, pool: Pool, shape: Shape5): Tensor5D {
  return fill(shape, (dx) => avgPoolInput(values(dy), shape, pool, dx));
}

function values(x: Tensor5D): Float32Array {
  return x.dataSync<"float32">();
}

function fill(shape: Shape5, write: (values: Float32Array) => void): Tensor5D {
  const result = new Float32Array(volume(shape));
  write(result);
  return tensor5d(result, [...shape]);
}
