/** ReLU, residual addition and the optimiser's step by plain tfjs operations. */
import { add, mul, step, sub, type Tensor, type Tensor5D, relu as tfRelu, tidy } from "@tensorflow/tfjs-core";
import type { MomentumStep, MomentumStepped } from "../operations.ts";

export function relu(x: Tensor5D): Tensor5D {
  return tfRelu(x);
}

export function addRelu(a: Tensor5D, b: Tensor5D): Tensor5D {
  return tidy(() => tfRelu(add<Tensor5D>(a, b)));
}

export function reluInput(dy: Tensor5D, y: Tensor5D): Tensor5D {
  return tidy(() => mul<Tensor5D>(dy, step(y)));
}

export function accumulate(a: Tensor, b: Tensor): Tensor {
  return add(a, b);
}

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
