import type { Optimizer } from "../network.ts";
import { type AdamOptions, adaptiveMoments } from "./adaptive_moments.ts";

/** AdamW (Loshchilov and Hutter, arXiv 1711.05101), as PyTorch's `AdamW` computes it: weights decay beside the gradient. */
export function adamw(options: AdamOptions): Optimizer {
  return adaptiveMoments({ component: "adamw", decoupled: true, weightDecay: 0.01 }, options);
}
