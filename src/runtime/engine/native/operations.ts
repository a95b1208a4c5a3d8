/** vcl's own operations as fused kernels of the addon: one call each, no tensor left over. */
import type { Tensor, Tensor5D, TensorInfo } from "@tensorflow/tfjs-core";
import { clone, engine } from "@tensorflow/tfjs-core";
import { type Convolution, type Extent, type Pool, pooledShape, type Shape5, slide, volume } from "../extent.ts";
import type { Operations } from "../operations.ts";
import type { NativeBackend } from "./backend.ts";

/** The operations, computing on this backend. */
export function nativeOperations(backend: NativeBackend): Operations {
  const run = (
    kernel: string,
    inputs: readonly TensorInfo[],
    outputs: readonly TensorInfo[],
    ints: readonly number[],
    reals: readonly number[] = [],
  ): void => {
    const handles = (tensors: readonly TensorInfo[]): number[] => tensors.map((t) => backend.handle(t));
    backend.engine.run(kernel, handles(inputs), handles(outputs), ints, reals);
  };
  /** Fresh tensors for the outputs. */
  const queue = (
    kernel: string,
    inputs: readonly Tensor[],
    outputs: readonly TensorInfo[],
    ints: readonly number[],
    reals: readonly number[] = [],
  ): Tensor[] => {
    run(kernel, inputs, outputs, ints, reals);
    return outputs.map(asTensor);
  };
  /** Where a kernel may put what replaces `tensor`: on the same values where nothing else holds them. */
  const over = <T extends Tensor>(tensor: T): T =>
    backend.isSole(tensor) ? clone(tensor) : (asTensor(backend.like(tensor)) as T);
  const floats = (shape: readonly number[]): TensorInfo => backend.output(shape, "float32");
  const activations = (shape: readonly number[]): TensorInfo => backend.activation(shape);
  /** One fresh tensor made of others, as `made` wants it to stand. */
  const oneOf =
    (made: (shape: readonly number[]) => TensorInfo) =>
    <T extends Tensor>(
      kernel: string,
      inputs: readonly Tensor[],
      shape: readonly number[],
      ints: readonly number[],
    ): T =>
      queue(kernel, inputs, [made(shape)], ints)[0] as T;
  const activation = oneOf(activations);
  /** float32 in every precision. */
  const float = oneOf(floats);

  return {
    conv3d: (x, filter, how) => {
      const out = convolved(x.shape, filter.shape, how);
      return activation("conv3d", [x, filter], out, convolutionInts(x.shape, filter.shape, how, out));
    },
    conv3dInput: (dy, filter, how, shape) =>
      activation("conv3d_data", [dy, filter], shape, convolutionInts(shape, filter.shape, how, dy.shape)),
    conv3dFilter: (x, dy, how, shape) =>
      float("conv3d_filter", [x, dy], shape, convolutionInts(x.shape, shape, how, dy.shape)),

    maxPool3d: (x, pool) => pooled("max_pool", x, pool, activation),
    maxPool3dInput: (dy, x, y, pool) =>
      float("max_pool_gradient", [dy, x, y], x.shape, poolInts(x.shape, pool, dy.shape)),
    avgPool3d: (x, pool) => pooled("avg_pool", x, pool, float),
    avgPool3dInput: (dy, pool, shape) => float("avg_pool_gradient", [dy], shape, poolInts(shape, pool, dy.shape)),

    normalize: (x, scale, shift, how) => {
      const [y, mean, variance] = queue(
        "normalize",
        [x, scale, shift],
        [activations(x.shape), floats(scale.shape), floats(scale.shape)],
        [...rows(x), Number(how.relu)],
        [how.epsilon],
      );
      return { y, mean, variance } as ReturnType<Operations["normalize"]>;
    },
    normalizeGradient: (dy, { x, y, scale, mean, variance }, how) => {
      const [dx, dscale, dshift] = [over(dy), asTensor(floats(scale.shape)), asTensor(floats(scale.shape))];
      run(
        "normalize_gradient",
        [x, dy, scale, mean, variance, ...(how.relu ? [y as Tensor] : [])],
        [dx, dscale, dshift],
        [...rows(x), Number(how.relu)],
        [how.epsilon],
      );
      return { x: dx, scale: dscale, shift: dshift } as ReturnType<Operations["normalizeGradient"]>;
    },
    affine: (x, scale, shift, relu) => activation("affine", [x, scale, shift], x.shape, [...rows(x), Number(relu)]),

    addRelu: (a, b) => activation("add_relu", [a, b], a.shape, [volume(a.shape)]),
    relu: (x) => activation("relu", [x], x.shape, [volume(x.shape)]),
    reluInput: (dy, y) => {
      const dx = over(dy);
      run("relu_gradient", [dy, y], [dx], [dy.size]);
      return dx;
    },
    accumulate: (a, b) => {
      const sum = over(a);
      run("accumulate", [a, b], [sum], [a.size]);
      return sum;
    },

    follow: (running, value, keep, gain) => {
      const next = over(running);
      run("follow", [running, value], [next], [running.size], [keep, gain]);
      return next;
    },
    crossEntropy: (logits, labels) => {
      const [loss, slope] = queue("cross_entropy", [logits, labels], [floats([]), floats(logits.shape)], logits.shape);
      return { loss, slope } as ReturnType<Operations["crossEntropy"]>;
    },

    momentumStep: (parameter, gradient, momentum, how) => {
      const moves = how.momentum > 0;
      const earlier = moves ? momentum : undefined;
      const next = over(parameter);
      const fresh = (): Tensor => asTensor(floats(parameter.shape));
      const velocity = earlier ? over(earlier) : moves ? fresh() : undefined;
      run(
        "sgd",
        [gradient, parameter, ...(earlier ? [earlier] : [])],
        [next, ...(velocity ? [velocity] : [])],
        [volume(parameter.shape), Number(how.nesterov)],
        [how.rate, how.momentum, how.decay],
      );
      return { parameter: next, momentum: velocity };
    },
    adamStep: (parameter, gradient, { first, second, largest }, how) => {
      const state = [parameter, first, second, ...(largest ? [largest] : [])];
      const [next, ...moments] = state.map(over) as [Tensor, Tensor, Tensor, Tensor | undefined];
      run(
        "adam",
        [gradient, ...state],
        [next, ...moments].filter((tensor) => tensor !== undefined),
        [volume(parameter.shape)],
        [how.beta1, how.beta2, how.epsilon, how.decay, how.keep, how.rate, how.scale],
      );
      return { parameter: next, first: moments[0], second: moments[1], largest: moments[2] };
    },
  };

  function pooled(kernel: string, x: Tensor5D, pool: Pool, make: typeof activation): Tensor5D {
    const out = pooledShape(x.shape, pool);
    return make(kernel, [x], out, poolInts(x.shape, pool, out));
  }
}

function asTensor(info: TensorInfo): Tensor {
  return engine().makeTensorFromTensorInfo(info);
}

function convolved(x: readonly number[], filter: readonly number[], how: Convolution): Shape5 {
  const [n = 0, t = 0, h = 0, w = 0] = x;
  return [n, ...slide([t, h, w], filter.slice(0, 3) as unknown as Extent, how.stride, how.padding), filter[4] ?? 0];
}

/** N T H W C, O, kernel, stride, padding, groups, T' H' W'. */
function convolutionInts(
  x: readonly number[],
  filter: readonly number[],
  how: Convolution,
  out: readonly number[],
): number[] {
  return [...x, filter[4] ?? 0, ...filter.slice(0, 3), ...how.stride, ...how.padding, how.groups, ...out.slice(1, 4)];
}

function poolInts(x: readonly number[], pool: Pool, out: readonly number[]): number[] {
  return [...x, ...pool.kernel, ...pool.stride, ...pool.padding, ...out.slice(1, 4)];
}

function rows(x: Tensor5D): [number, number] {
  const channels = x.shape[4];
  return [x.size / channels, channels];
}
