/** Cross-entropy by plain tfjs operations. */
import {
  div,
  exp,
  logSoftmax,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from "@tensorflow/tfjs-core";
import type { CrossEntropy } from "../operations.ts";

export function crossEntropy(logits: Tensor2D, labels: Tensor1D): CrossEntropy {
  return tidy(() => {
    const [rows, classes] = logits.shape;
    const wanted = oneHot(labels, classes) as Tensor2D;
    const logs = logSoftmax(logits);
    return { loss: neg(mean<Scalar>(sum(mul(logs, wanted), 1))), slope: div(sub(exp(logs), wanted), rows) };
  });
}
