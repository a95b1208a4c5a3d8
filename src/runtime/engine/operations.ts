/**
 * What an engine must be able to compute beside tfjs's own kernels: one plain interface, without differentiation, that an
 * engine may fill with fused kernels of its own. `portable/` fills it with tfjs's kernels for engines whose 3-D kernels are
 * right; the wasm engine brings its own. Differentiation is laid over it in `differentiable/`.
 *
 * All tensors are float32 (labels int32), activations N x T x H x W x C, filters T x H x W x (C / groups) x O. The caller owns
 * what is returned; nothing else may be left alive.
 */
import { engine, type Scalar, type Tensor, type Tensor1D, type Tensor2D, type Tensor5D } from "@tensorflow/tfjs-core";
import type { Convolution, Pool, Shape5 } from "./extent.ts";

export interface Operations {
  conv3d(x: Tensor5D, filter: Tensor5D, how: Convolution): Tensor5D;
  /** Gradient of `conv3d` for its input, whose shape is `shape`. */
  conv3dInput(dy: Tensor5D, filter: Tensor5D, how: Convolution, shape: Shape5): Tensor5D;
  /** Gradient of `conv3d` for its filter, whose shape is `shape`. */
  conv3dFilter(x: Tensor5D, dy: Tensor5D, how: Convolution, shape: Shape5): Tensor5D;

  /** Padding never wins. */
  maxPool3d(x: Tensor5D, pool: Pool): Tensor5D;
  /** Each window's gradient goes to its first largest element in row-major order. */
  maxPool3dInput(dy: Tensor5D, x: Tensor5D, y: Tensor5D, pool: Pool): Tensor5D;
  /** Padding counts as zeros (PyTorch's `count_include_pad`). */
  avgPool3d(x: Tensor5D, pool: Pool): Tensor5D;
  avgPool3dInput(dy: Tensor5D, pool: Pool, shape: Shape5): Tensor5D;

  /** Batch norm with the batch's own statistics, then ReLU if asked: y = (x - mean) / sqrt(variance + epsilon) * scale + shift. */
  normalize(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, how: Normalization): Normalized;
  /** The caller gives `dy` up: its gradient may be written over it. */
  normalizeGradient(dy: Tensor5D, saved: NormalizationSaved, how: Normalization): NormalizationGradient;

  /** y = x * scale + shift per channel, then ReLU if asked: batch norm with fixed statistics. */
  affine(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, relu: boolean): Tensor5D;

  /** max(a + b, 0); `a` and `b` have one shape. */
  addRelu(a: Tensor5D, b: Tensor5D): Tensor5D;
  relu(x: Tensor5D): Tensor5D;
  /** dy where y > 0, else 0: the gradient of everything that ends in a ReLU with output `y`. May be written over `dy`. */
  reluInput(dy: Tensor5D, y: Tensor5D): Tensor5D;

  /** a + b, which have one shape. The caller gives `a` up: the sum may be written over it. */
  accumulate(a: Tensor, b: Tensor): Tensor;

  /** keep * running + gain * value: one step of a running average. The caller gives `running` up: it may be written over. */
  follow(running: Tensor1D, value: Tensor1D, keep: number, gain: number): Tensor1D;

  /** Cross-entropy of rows of scores with the class that each row's label names, from 0. */
  crossEntropy(logits: Tensor2D, labels: Tensor1D): CrossEntropy;

  /**
   * One step of stochastic gradient descent on one parameter: the new parameter and the new momentum. The caller gives up the
   * old ones: the new may be written over them.
   */
  momentumStep(parameter: Tensor, gradient: Tensor, momentum: Tensor | undefined, how: MomentumStep): MomentumStepped;

  /** One step of Adam on one parameter: the new parameter and the new moments. */
  adamStep(parameter: Tensor, gradient: Tensor, moments: AdamMoments, how: AdamStep): AdamStepped;
}

export interface Normalization {
  readonly epsilon: number;
  readonly relu: boolean;
}

/** `variance` is the biased one (divided by n), as used for normalising. */
export type Normalized = {
  readonly y: Tensor5D;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
};

/** What the backward pass of `normalize` looks at. */
export interface NormalizationSaved {
  readonly x: Tensor5D;
  /** Given where a ReLU follows. */
  readonly y: Tensor5D | undefined;
  readonly scale: Tensor1D;
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

export type NormalizationGradient = {
  readonly x: Tensor5D;
  readonly scale: Tensor1D;
  readonly shift: Tensor1D;
};

export type CrossEntropy = {
  /** Mean over the rows of -log softmax(logits)[label]. */
  readonly loss: Scalar;
  /** The loss's gradient for the logits: (softmax(logits) - one-hot label) / rows. */
  readonly slope: Tensor2D;
};

/**
 * g = gradient + decay * parameter; m = momentum * m + g (the first time m = g); parameter - rate * (nesterov ? g + momentum * m : m).
 * With momentum 0 there is no `m`.
 */
export interface MomentumStep {
  readonly rate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly decay: number;
}

export type MomentumStepped = {
  readonly parameter: Tensor;
  /** Undefined where the momentum is 0. */
  readonly momentum: Tensor | undefined;
};

/** Running averages of one parameter's gradients. */
export interface AdamMoments {
  readonly first: Tensor;
  readonly second: Tensor;
  /** Largest value of `second` so far, where AMSGrad is wanted. */
  readonly largest: Tensor | undefined;
}

/**
 * g = gradient + decay * parameter; first = beta1 * first + (1 - beta1) * g; second = beta2 * second + (1 - beta2) * g * g;
 * largest = max(largest, second); keep * parameter - rate * first / (scale * sqrt(largest, or second) + epsilon).
 * The corrections for the number of steps are in `rate` and `scale`.
 */
export interface AdamStep {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Weight decay through the gradient. */
  readonly decay: number;
  /** What decay beside the gradient leaves of the parameter; 1 leaves it whole. */
  readonly keep: number;
  readonly rate: number;
  readonly scale: number;
}

export type AdamStepped = AdamMoments & { readonly parameter: Tensor };

const operationsOfBackend = new Map<string, Operations>();

/** Tells which operations a tfjs backend computes with. */
export function setOperations(backend: string, operations: Operations): void {
  operationsOfBackend.set(backend, operations);
}

/** The operations of a tfjs backend; a missing one is a bug of ours, since engines register them before use. */
export function operationsOf(backend: string): Operations {
  const operations = operationsOfBackend.get(backend);
  if (operations === undefined) throw new Error(`the tfjs backend "${backend}" was not opened by vcl's engine loader`);
  return operations;
}

/** The operations of the active backend. */
export function operationsOfEngine(): Operations {
  return operationsOf(engine().backendName);
}
