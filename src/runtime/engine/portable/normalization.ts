/** Batch norm by plain tfjs operations. */
import {
  add,
  div,
  mean as meanOver,
  mul,
  relu,
  reshape,
  rsqrt,
  square,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor5D,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Normalization, NormalizationGradient, NormalizationSaved, Normalized } from "../operations.ts";

export function normalize(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, how: Normalization): Normalized {
  return tidy(() => {
    const rows = pixels(x);
    const mean = meanOver<Tensor1D>(rows, 0);
    const centred = sub(rows, mean);
    const variance = meanOver<Tensor1D>(square(centred), 0);
    const y = add(mul(centred, mul(scale, rsqrt(add(variance, how.epsilon)))), shift);
    return { y: reshape(how.relu ? relu(y) : y, x.shape), mean, variance };
  });
}

export function normalizeGradient(
  dy: Tensor5D,
  { x, y, scale, mean, variance }: NormalizationSaved,
  how: Normalization,
): NormalizationGradient {
  return tidy(() => {
    const upstream = y !== undefined ? mul(pixels(dy), step(pixels(y))) : pixels(dy);
    const inverse = rsqrt(add(variance, how.epsilon));
    const normal = mul(sub(pixels(x), mean), inverse);
    const shiftGradient = sum<Tensor1D>(upstream, 0);
    const scaleGradient = sum<Tensor1D>(mul(upstream, normal), 0);
    const count = x.size / scale.size;
    // The batch's mean and variance depend on x too; their share is what is subtracted.
    const share = add(mul(normal, div(scaleGradient, count)), div(shiftGradient, count));
    const dx = mul(sub(upstream, share), mul(scale, inverse));
    return { x: reshape(dx, x.shape), scale: scaleGradient, shift: shiftGradient };
  });
}

export function affine(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, withRelu: boolean): Tensor5D {
  return tidy(() => {
    const y = add<Tensor5D>(mul(x, scale), shift);
    return withRelu ? relu(y) : y;
  });
}

export function follow(running: Tensor1D, value: Tensor1D, keep: number, gain: number): Tensor1D {
  return tidy(() => add(mul(running, keep), mul(value, gain)));
}

function pixels(x: Tensor5D): Tensor2D {
  return reshape(x, [x.size / x.shape[4], x.shape[4]]);
}
