/** ReLU and residual addition by plain tfjs operations. */
import { add, mul, step, type Tensor, type Tensor5D, relu as tfRelu, tidy } from "@tensorflow/tfjs-core";

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
