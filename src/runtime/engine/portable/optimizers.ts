/** The optimisers' steps by plain tfjs operations. */
import { add, div, maximum, mul, sqrt, square, sub, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { AdamMoments, AdamStep, AdamStepped, MomentumStep, MomentumStepped } from "../operations.ts";

export function momentumStep(
  parameter: Tensor,
  gradient: Tensor,
  momentum: Tensor | undefined,
  how: MomentumStep,
): MomentumStepped {
  return tidy(() => {
    const decayed = how.decay === 0 ? gradient : add(gradient, mul(parameter, how.decay));
    if (how.momentum === 0) return { parameter: sub(parameter, mul(decayed, how.rate)), momentum: undefined };
    const gathered = momentum === undefined ? add(decayed, 0) : add(mul(momentum, how.momentum), decayed);
    const direction = how.nesterov ? add(decayed, mul(gathered, how.momentum)) : gathered;
    return { parameter: sub(parameter, mul(direction, how.rate)), momentum: gathered };
  });
}

export function adamStep(
  parameter: Tensor,
  gradient: Tensor,
  moments: AdamMoments,
  { beta1, beta2, epsilon, decay, keep, rate, scale }: AdamStep,
): AdamStepped {
  return tidy(() => {
    const decayed = decay === 0 ? gradient : add(gradient, mul(parameter, decay));
    const first = add(mul(moments.first, beta1), mul(decayed, 1 - beta1));
    const second = add(mul(moments.second, beta2), mul(square(decayed), 1 - beta2));
    const largest = moments.largest && maximum(moments.largest, second);
    const width = add(mul(sqrt(largest ?? second), scale), epsilon);
    return { parameter: sub(mul(parameter, keep), mul(div(first, width), rate)), first, second, largest };
  });
}
