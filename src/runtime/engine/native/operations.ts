/** vcl's own operations as fused kernels of the addon: one call each, no tensor left over. */
import type { Tensor, Tensor5D, TensorInfo } from "@tensorflow/tfjs-core";
import { engine } from "@tensorflow/tfjs-core";
import { type Convolution, type Extent, type Pool, type Shape5, slide, volume } from "../extent.ts";
import type { Operations } from "../operations.ts";
import type { NativeBackend } from "./backend.ts";

/** The operations, computing on this backend. */
export function nativeOperations(backend: NativeBackend): Operations {
  const run = (
    kernel: string,
    inputs: readonly Tensor[],
    shapes: readonly (readonly number[])[],
    ints: readonly number[],
    reals: readonly number[] = [],
  ): Tensor[] => {
    const outputs = shapes.map((shape) => backend.output(shape, "float32"));
    backend.engine.run(
      kernel,
      inputs.map((t) => backend.handle(t)),
      outputs.map((t) => backend.handle(t)),
      ints,
      reals,
    );
    return outputs.map(asTensor);
  };
  const one = <T extends Tensor>(
    kernel: string,
    inputs: readonly Tensor[],
    shape: readonly number[],
    ints: readonly number[],
    reals: readonly number[] = [],
  ): T => run(kernel, inputs, [shape], ints, reals)[0] as T;

  return {
    conv3d: (x, filter, how) => {
      const out = convolved(x.shape, filter.shape, how);
      return one("conv3d", [x, filter], out, convolutionInts(x.shape, filter.shape, how, out));
    },
    conv3dInput: (dy, filter, how, shape) =>
      one("conv3d_data", [dy, filter], shape, convolutionInts(shape, filter.shape, how, dy.shape)),
    conv3dFilter: (x, dy, how, shape) =>
      one("conv3d_filter", [x, dy], shape, convolutionInts(x.shape, shape, how, dy.shape)),

    maxPool3d: (x, pool) => pooled("max_pool", x, pool),
    maxPool3dInput: (dy, x, y, pool) =>
      one("max_pool_gradient", [dy, x, y], x.shape, poolInts(x.shape, pool, dy.shape)),
    avgPool3d: (x, pool) => pooled("avg_pool", x, pool),
    avgPool3dInput: (dy, pool, shape) => one("avg_pool_gradient", [dy], shape, poolInts(shape, pool, dy.shape)),

    normalize: (x, scale, shift, how) => {
      const [y, mean, variance] = run(
        "normalize",
        [x, scale, shift],
        [x.shape, scale.shape, scale.shape],
        [...rows(x), Number(how.relu)],
        [how.epsilon],
      );
      return { y, mean, variance } as ReturnType<Operations["normalize"]>;
    },
    normalizeGradient: (dy, { x, y, scale, mean, variance }, how) => {
      const [dx, dscale, dshift] = run(
        "normalize_gradient",
        [x, dy, scale, mean, variance, ...(how.relu ? [y as Tensor] : [])],
        [x.shape, scale.shape, scale.shape],
        [...rows(x), Number(how.relu)],
        [how.epsilon],
      );
      return { x: dx, scale: dscale, shift: dshift } as ReturnType<Operations["normalizeGradient"]>;
    },
    affine: (x, scale, shift, relu) => one("affine", [x, scale, shift], x.shape, [...rows(x), Number(relu)]),

    addRelu: (a, b) => one("add_relu", [a, b], a.shape, [volume(a.shape)]),
    relu: (x) => one("Relu", [x], x.shape, [volume(x.shape)]),
    reluInput: (dy, y) => one("relu_gradient", [dy, y], dy.shape, [volume(dy.shape)]),

    momentumStep: (parameter, gradient, momentum, how) => {
      const moves = how.momentum > 0;
      const [next, velocity] = run(
        "sgd",
        [gradient, parameter, ...(moves && momentum ? [momentum] : [])],
        moves ? [parameter.shape, parameter.shape] : [parameter.shape],
        [volume(parameter.shape), Number(how.nesterov)],
        [how.rate, how.momentum, how.decay],
      );
      return { parameter: next as Tensor, momentum: velocity };
    },
    adamStep: (parameter, gradient, { first, second, largest }, how) => {
      const state = [parameter, first, second, ...(largest ? [largest] : [])];
      const [next, ...moments] = run(
        "adam",
        [gradient, ...state],
        state.map(({ shape }) => shape),
        [volume(parameter.shape)],
        [how.beta1, how.beta2, how.epsilon, how.decay, how.keep, how.rate, how.scale],
      ) as [Tensor, Tensor, Tensor, Tensor | undefined];
      return { parameter: next, first: moments[0], second: moments[1], largest: moments[2] };
    },
  };

  function pooled(kernel: string, x: Tensor5D, pool: Pool): Tensor5D {
    const [n, t, h, w, c] = x.shape;
    const out: Shape5 = [n, ...slide([t, h, w], pool.kernel, pool.stride, pool.padding), c];
    return one(kernel, [x], out, poolInts(x.shape, pool, out));
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
