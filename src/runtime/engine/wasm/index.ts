/** `Operations` on vcl's own kernels in tfjs-wasm's memory. */
import type { Tensor, Tensor5D } from "@tensorflow/tfjs-core";
import { slide } from "../extent.ts";
import type { Operations } from "../operations.ts";
import { crossEntropy } from "../portable/cross_entropy.ts";
import { accumulate } from "../portable/elementwise.ts";
import { follow } from "../portable/normalization.ts";
import { conv3dFilter } from "./filter_gradient.ts";
import { affine, normalize, normalizeGradient } from "./normalization.ts";
import * as pool from "./pool.ts";
import { mapElements } from "./rowwise.ts";
import { slideOver } from "./sliding.ts";

export const wasmOperations: Operations = {
  ...pool,
  conv3d: (x, filter, how) => {
    const [n, t, h, w] = x.shape;
    const [kt, kh, kw, , o] = filter.shape;
    return slideOver(x, filter, how, [n, ...slide([t, h, w], [kt, kh, kw], how.stride, how.padding), o], false);
  },
  conv3dInput: (dy, filter, how, shape) => slideOver(dy, filter, how, shape, true),
  conv3dFilter,
  normalize,
  normalizeGradient,
  affine,
  accumulate,
  follow,
  crossEntropy,
  relu: (x) => mapElements("relu", [x], 1)[0] as Tensor5D,
  addRelu: (a, b) => mapElements("addRelu", [a, b], 1)[0] as Tensor5D,
  reluInput: (dy, y) => mapElements("reluInput", [dy, y], 1)[0] as Tensor5D,
  momentumStep: (parameter, gradient, moment, { rate, momentum, nesterov, decay }) => {
    const kernel = moment === undefined ? "descend" : nesterov ? "descendNesterov" : "descendMomentum";
    const inputs = moment === undefined ? [parameter, gradient] : [parameter, gradient, moment];
    const scalars = moment === undefined ? [rate, decay] : [rate, decay, momentum];
    const [next, gathered] = mapElements(kernel, inputs, moment === undefined ? 1 : 2, scalars);
    return { parameter: next as NonNullable<typeof next>, momentum: gathered };
  },
  adamStep: (parameter, gradient, moments, { beta1, beta2, epsilon, decay, keep, rate, scale }) => {
    const state = [parameter, moments.first, moments.second, ...(moments.largest ? [moments.largest] : [])];
    const scalars = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon, decay, keep, rate, scale];
    const kernel = moments.largest ? "adamLargest" : "adam";
    const [next, first, second, largest] = mapElements(kernel, [gradient, ...state], state.length, scalars) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor | undefined,
    ];
    return { parameter: next, first, second, largest };
  },
};
