import type { Tensor, Tensor1D, Tensor5D } from "@tensorflow/tfjs-core";
import type { Normalization, Normalized } from "../operations.ts";
import { define } from "./define.ts";
import { requireChannels } from "./fit.ts";

interface Inputs {
  readonly x: Tensor5D;
  readonly scale: Tensor1D;
  readonly shift: Tensor1D;
}

/** The output is needed on the way back only for its ReLU. */
function operation(name: string, saveOutput: boolean) {
  return define<Inputs, Normalization>({
    name,
    inputsToSave: ["x", "scale"],
    outputsToSave: [saveOutput, true, true],
    run: (operations, { x, scale, shift }, how) => {
      const { y, mean, variance } = operations.normalize(x, scale, shift, how);
      return [y, mean, variance];
    },
    gradient: (operations, [dy], [x, scale, ...outputs], how) => {
      const [y, mean, variance] = saveOutput ? outputs : [undefined, ...outputs];
      const gradient = operations.normalizeGradient(
        dy as Tensor5D,
        {
          x: x as Tensor5D,
          y: y as Tensor5D | undefined,
          scale: scale as Tensor1D,
          mean: mean as Tensor1D,
          variance: variance as Tensor1D,
        },
        how,
      );
      return { x: () => gradient.x, scale: () => gradient.scale, shift: () => gradient.shift };
    },
  });
}

const plain = operation("vcl.normalize", false);
const withRelu = operation("vcl.normalizeRelu", true);

/**
 * Batch normalisation with the batch's own mean and biased variance (Ioffe and Szegedy, arXiv:1502.03167), then ReLU if
 * asked. Mean and variance are given back for the running statistics; no gradient flows through those two.
 */
export function normalize(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, how: Normalization): Normalized {
  requireChannels("normalize", x, [scale, shift]);
  const [y, mean, variance] = (how.relu ? withRelu : plain)({ x, scale, shift }, how) as readonly Tensor[];
  return { y: y as Tensor5D, mean: mean as Tensor1D, variance: variance as Tensor1D };
}
