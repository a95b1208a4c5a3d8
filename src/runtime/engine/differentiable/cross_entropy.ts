import { mul, type Scalar, type Tensor1D, type Tensor2D, zerosLike } from "@tensorflow/tfjs-core";
import { define } from "./define.ts";

const runCrossEntropy = define<{ readonly logits: Tensor2D; readonly labels: Tensor1D }, object>({
  name: "vcl.crossEntropy",
  inputsToSave: ["labels"],
  outputsToSave: [false, true],
  run: (operations, { logits, labels }) => {
    const { loss, slope } = operations.crossEntropy(logits, labels);
    return [loss, slope];
  },
  gradient: (_, [dy], [labels, slope]) => ({
    logits: () => mul(slope as Tensor2D, dy as Scalar),
    labels: () => zerosLike(labels as Tensor1D),
  }),
});

/**
 * Mean over the batch of -log softmax(logits)[label]: PyTorch's `CrossEntropyLoss`. `logits`: N x classes; `labels`: N whole
 * numbers from 0 to classes - 1 (int32), through which no gradient goes.
 */
export function crossEntropy(logits: Tensor2D, labels: Tensor1D): Scalar {
  return runCrossEntropy({ logits, labels }, {})[0] as Scalar;
}
