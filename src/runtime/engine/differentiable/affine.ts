import { mul, sum, type Tensor1D, type Tensor5D } from "@tensorflow/tfjs-core";
import { define } from "./define.ts";
import { requireChannels } from "./fit.ts";

interface Inputs {
  readonly x: Tensor5D;
  readonly scale: Tensor1D;
  readonly shift: Tensor1D;
}

const channelsLast = [0, 1, 2, 3];

const run = define<Inputs, { readonly relu: boolean }>({
  name: "vcl.affine",
  inputsToSave: ["x", "scale"],
  outputsToSave: [true],
  run: (operations, { x, scale, shift }, { relu }) => [operations.affine(x, scale, shift, relu)],
  gradient: (operations, [dy], [x, scale, y], { relu }) => {
    const upstream = relu ? operations.reluInput(dy as Tensor5D, y as Tensor5D) : (dy as Tensor5D);
    return {
      x: () => mul(upstream, scale as Tensor1D),
      scale: () => sum(mul(upstream, x as Tensor5D), channelsLast),
      shift: () => sum(upstream, channelsLast),
    };
  },
});

/** y = x * scale + shift, channel by channel, then ReLU if asked: batch norm with fixed statistics. */
export function affine(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, relu: boolean): Tensor5D {
  requireChannels("affine", x, [scale, shift]);
  return run({ x, scale, shift }, { relu })[0] as Tensor5D;
}
