import {
  abs,
  add,
  cast,
  clipByValue,
  customGrad,
  exp,
  log,
  log1p,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  relu,
  type Scalar,
  sigmoid,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { RunError } from "../error.ts";
import type { HeadOutput, Loss } from "../network.ts";

export interface BinaryCrossEntropyOptions {
  /** The head it looks at; null, or left out, where the model has one. */
  readonly head?: string | null;
}

/**
 * One yes-or-no question per class, each by its own sigmoid; mean over batch and classes (PyTorch's `BCEWithLogitsLoss`, on
 * probabilities its `BCELoss`). Labels are class numbers [N], or N x classes of zeros and ones.
 */
export function binaryCrossEntropy(options: BinaryCrossEntropyOptions = {}): Loss {
  const { head = null } = options;
  return {
    ...(head === null ? {} : { head }),
    describe: () => ({ component: "binary_cross_entropy", options: { head } }),
    compute,
  };
}

function compute({ values, meaning }: HeadOutput, labels: Tensor): Scalar {
  const targets = targetsOf(labels, values);
  switch (meaning) {
    case "logits":
      return ofLogits(targets)(values);
    case "multi_probabilities":
      return ofProbabilities(values, targets);
    case "probabilities":
      throw new RunError(
        "binary_cross_entropy asks about each class by itself, but this head's classes share one softmax",
        {
          help: "use cross_entropy, or a head with activation sigmoid",
        },
      );
  }
}

function targetsOf(labels: Tensor, values: Tensor2D): Tensor2D {
  return labels.rank === 1
    ? (oneHot(labels as Tensor1D, values.shape[1]) as Tensor2D)
    : cast(labels as Tensor2D, "float32");
}

/** max(x, 0) - x t + log(1 + exp(-|x|)); the gradient is (sigmoid(x) - t) / elements. */
function ofLogits(targets: Tensor2D): (logits: Tensor) => Scalar {
  return customGrad((logits, save) => {
    (save as (tensors: Tensor[]) => void)([logits as Tensor, targets]);
    const x = logits as Tensor2D;
    const value = mean<Scalar>(add(sub(relu(x), mul(x, targets)), log1p(exp(neg(abs(x))))));
    return {
      value,
      gradFunc: (dy: Scalar, saved: Tensor[]) => {
        const [scores, wanted] = saved as [Tensor2D, Tensor2D];
        return mul(sub(sigmoid(scores), wanted), mul(dy, 1 / scores.size));
      },
    };
  }) as (logits: Tensor) => Scalar;
}

/** -(t log p + (1 - t) log(1 - p)), logarithms held above -100 as PyTorch does. */
function ofProbabilities(values: Tensor2D, targets: Tensor2D): Scalar {
  const p = clipByValue(values, 0, 1);
  const held = (x: Tensor2D): Tensor2D => maximum(log(x), -100);
  return neg(mean<Scalar>(add(mul(targets, held(p)), mul(sub(1, targets), held(sub(1, p))))));
}
