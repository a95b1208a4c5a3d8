import {
  log,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import { crossEntropy as ofLogits } from "../engine/differentiable/cross_entropy.ts";
import { RunError } from "../error.ts";
import type { HeadOutput, Loss } from "../network.ts";

export interface CrossEntropyOptions {
  /** The head it looks at; null, or left out, where the model has one. */
  readonly head?: string | null;
}

/** Smallest normal float32: keeps the logarithm of a probability that came out as 0 finite. */
const smallest = 1.1754943508222875e-38;

/**
 * Mean over the batch of -log p(label): PyTorch's `CrossEntropyLoss` on logits (train), and the same quantity on
 * probabilities (test), so that both are comparable.
 */
export function crossEntropy(options: CrossEntropyOptions = {}): Loss {
  const { head = null } = options;
  return {
    ...(head === null ? {} : { head }),
    describe: () => ({ component: "cross_entropy", options: { head } }),
    compute: (output, labels) => compute(output, labels as Tensor1D),
  };
}

function compute({ values, meaning }: HeadOutput, labels: Tensor1D): Scalar {
  switch (meaning) {
    case "logits":
      return ofLogits(values, labels);
    case "probabilities":
      return neg(mean<Scalar>(log(maximum(sum(mul(values, hot(labels, values)), 1), smallest))));
    case "multi_probabilities":
      throw new RunError("cross_entropy needs probabilities that add up to 1, but this head gives one per class", {
        help: "use binary_cross_entropy, or a head with softmax",
      });
  }
}

function hot(labels: Tensor1D, values: Tensor2D): Tensor2D {
  return oneHot(labels, values.shape[1]) as Tensor2D;
}
