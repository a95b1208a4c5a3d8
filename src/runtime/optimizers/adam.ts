import type { Optimizer } from "../network.ts";
import { type AdamOptions, adaptiveMoments } from "./adaptive_moments.ts";

export type { AdamOptions } from "./adaptive_moments.ts";

/** Adam (Kingma and Ba, arXiv 1412.6980), as PyTorch's `Adam` computes it: weight decay is added to the gradient. */
export function adam(options: AdamOptions): Optimizer {
  return adaptiveMoments({ component: "adam", decoupled: false, weightDecay: 0 }, options);
}
