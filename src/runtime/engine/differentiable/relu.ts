import { clone, type Tensor5D } from "@tensorflow/tfjs-core";
import { define } from "./define.ts";
import { requireSameShape } from "./fit.ts";

const runRelu = define<{ readonly x: Tensor5D }, object>({
  name: "vcl.relu",
  inputsToSave: [],
  outputsToSave: [true],
  run: (operations, { x }) => [operations.relu(x)],
  gradient: (operations, [dy], [y]) => ({ x: () => operations.reluInput(dy as Tensor5D, y as Tensor5D) }),
});

const runAddRelu = define<{ readonly a: Tensor5D; readonly b: Tensor5D }, object>({
  name: "vcl.addRelu",
  inputsToSave: [],
  outputsToSave: [true],
  run: (operations, { a, b }) => [operations.addRelu(a, b)],
  gradient: (operations, [dy], [y]) => {
    const gradient = operations.reluInput(dy as Tensor5D, y as Tensor5D);
    return { a: () => gradient, b: () => clone(gradient) };
  },
});

/** max(x, 0). */
export function relu(x: Tensor5D): Tensor5D {
  return runRelu({ x }, {})[0] as Tensor5D;
}

/** max(a + b, 0): the end of a residual block. The two have one shape. */
export function addRelu(a: Tensor5D, b: Tensor5D): Tensor5D {
  requireSameShape("addRelu", a, b);
  return runAddRelu({ a, b }, {})[0] as Tensor5D;
}
