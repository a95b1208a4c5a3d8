import type { Tensor5D } from "@tensorflow/tfjs-core";
import type { Pool, Shape5 } from "../extent.ts";
import { define } from "./define.ts";
import { requireFit } from "./fit.ts";

interface Inputs {
  readonly x: Tensor5D;
}

const runMax = define<Inputs, Pool>({
  name: "vcl.maxPool3d",
  inputsToSave: ["x"],
  outputsToSave: [true],
  run: (operations, { x }, pool) => [operations.maxPool3d(x, pool)],
  gradient: (operations, [dy], [x, y], pool) => ({
    x: () => operations.maxPool3dInput(dy as Tensor5D, x as Tensor5D, y as Tensor5D, pool),
  }),
});

const runAvg = define<Inputs, Pool & { readonly shape: Shape5 }>({
  name: "vcl.avgPool3d",
  inputsToSave: [],
  outputsToSave: [false],
  run: (operations, { x }, pool) => [operations.avgPool3d(x, pool)],
  gradient: (operations, [dy], _saved, pool) => ({
    x: () => operations.avgPool3dInput(dy as Tensor5D, pool, pool.shape),
  }),
});

/** Largest value of each window. Padding never wins; among equals the gradient goes to the first in row-major order. */
export function maxPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  requireWindow("maxPool3d", x, pool);
  return runMax({ x }, pool)[0] as Tensor5D;
}

/** Mean of each window; padding counts as zeros. */
export function avgPool3d(x: Tensor5D, pool: Pool): Tensor5D {
  requireWindow("avgPool3d", x, pool);
  return runAvg({ x }, { ...pool, shape: x.shape })[0] as Tensor5D;
}

function requireWindow(operation: string, x: Tensor5D, pool: Pool): void {
  const [, t, h, w] = x.shape;
  requireFit(operation, [t, h, w], pool.kernel, pool);
  // A window that lies wholly in the padding has no largest element.
  if (pool.kernel.some((size, axis) => (pool.padding[axis] ?? 0) * 2 > size)) {
    throw new Error(
      `${operation}: padding ${pool.padding.join("x")} is more than half the window ${pool.kernel.join("x")}`,
    );
  }
}
