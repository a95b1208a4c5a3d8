/** Pooling by tfjs's own 3-D kernels; right in tfjs-node. (The cpu backend's gradient of max pooling is not: see `cpu.ts`.) */
import {
  AvgPool3DGrad,
  engine,
  MaxPool3DGrad,
  type Tensor5D,
  avgPool3d as tfAvgPool3d,
  maxPool3d as tfMaxPool3d,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import type { Pool, Shape5 } from "../extent.ts";
import { cropSpace, paddedShape, padSpace } from "./convolution.ts";

type Triple = [number, number, number];

/** Below every float that a network computes; infinity is not safe in all kernels. */
const lowest = -3.4e38;

export function maxPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return tidy(() =>
    tfMaxPool3d(padSpace(x, pool.padding, lowest), [...pool.kernel] as Triple, [...pool.stride] as Triple, "valid"),
  );
}

export function maxPool3dInput(dy: Tensor5D, x: Tensor5D, y: Tensor5D, pool: Pool): Tensor5D {
  return tidy(() => {
    const input = padSpace(x, pool.padding, lowest);
    const dx = engine().runKernel<Tensor5D>(MaxPool3DGrad, { dy, input, output: y }, slides(pool));
    return cropSpace(dx, pool.padding, x.shape);
  });
}

export function avgPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  return tidy(() =>
    tfAvgPool3d(padSpace(x, pool.padding), [...pool.kernel] as Triple, [...pool.stride] as Triple, "valid"),
  );
}

export function avgPool3dInput(dy: Tensor5D, pool: Pool, shape: Shape5): Tensor5D {
  return tidy(() => {
    const input = zeros([...paddedShape(shape, pool.padding)]);
    const dx = engine().runKernel<Tensor5D>(AvgPool3DGrad, { dy, input }, slides(pool));
    return cropSpace(dx, pool.padding, shape);
  });
}

function slides(pool: Pool): { filterSize: number[]; strides: number[]; pad: string } {
  return { filterSize: [...pool.kernel], strides: [...pool.stride], pad: "valid" };
}
