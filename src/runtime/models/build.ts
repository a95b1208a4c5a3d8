/** Layers made real: variables, and the forward pass over them. */
import { add, dispose, mul, rsqrt, sub, type Tensor, type Tensor1D, type Tensor5D, tidy } from "@tensorflow/tfjs-core";
import { affine } from "../engine/differentiable/affine.ts";
import { conv3d } from "../engine/differentiable/conv3d.ts";
import { normalize } from "../engine/differentiable/normalize.ts";
import { maxPool3d } from "../engine/differentiable/pool3d.ts";
import { addRelu } from "../engine/differentiable/relu.ts";
import { volume } from "../engine/extent.ts";
import { operationsOfEngine } from "../engine/operations.ts";
import { makeBuffer, makeParameter } from "../engine/parameters.ts";
import type { Buffer, Mode, Parameter } from "../network.ts";
import { constantValues, normalValues } from "./initialise.ts";
import type { Block, ConvLayer, Layer, NormLayer } from "./layers.ts";

/** Added to the variance before its root. */
const epsilon = 1e-5;
/** Share of the new batch in the running statistics. */
const momentum = 0.1;

export interface BuiltLayers {
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly Buffer[];
  forward(x: Tensor5D, mode: Mode): Tensor5D;
}

/** Creates a block's variables. `seed` fixes convolutions: normal with deviation sqrt(2 / fan-out), He et al., arXiv:1502.01852. */
export function buildBlock(block: Block, seed: number): BuiltLayers {
  if (block.kind === "plain") return chain(block.layers, seed);
  const skip = chain(block.skip, seed);
  const residual = chain(block.residual, seed);
  const after = chain(block.after, seed);
  return {
    parameters: [...skip.parameters, ...residual.parameters, ...after.parameters],
    buffers: [...skip.buffers, ...residual.buffers, ...after.buffers],
    forward: (x, mode) => {
      const [short, long] = [skip.forward(x, mode), residual.forward(x, mode)];
      const sum = addRelu(short, long);
      dispose([short, long].filter((value) => value !== x));
      return after.forward(sum, mode);
    },
  };
}

function chain(layers: readonly Layer[], seed: number): BuiltLayers {
  const built = layers.map((layer) => buildLayer(layer, seed));
  return {
    parameters: built.flatMap((layer) => layer.parameters),
    buffers: built.flatMap((layer) => layer.buffers),
    // What the backward pass needs it holds itself; the rest is given back layer by layer, not at the end of the pass.
    forward: (x, mode) =>
      built.reduce((value, layer) => {
        const next = layer.forward(value, mode);
        if (value !== x) value.dispose();
        return next;
      }, x),
  };
}

function buildLayer(layer: Layer, seed: number): BuiltLayers {
  switch (layer.kind) {
    case "conv":
      return buildConvolution(layer, seed);
    case "norm":
      return buildNorm(layer);
    case "pool":
      return { parameters: [], buffers: [], forward: (x) => maxPool3d(x, layer) };
  }
}

function buildConvolution(layer: ConvLayer, seed: number): BuiltLayers {
  const name = `${layer.name}.weight`;
  const shape = [...layer.kernel, layer.inPlanes / layer.groups, layer.outPlanes];
  const deviation = Math.sqrt(2 / (layer.outPlanes * volume(layer.kernel)));
  const values = layer.zero
    ? constantValues(volume(shape), 0)
    : normalValues(volume(shape), deviation, seed, "init", name);
  const weight = makeParameter(name, shape, values, true);
  return {
    parameters: [weight],
    buffers: [],
    forward: (x) => conv3d(x, weight.variable as Tensor as Tensor5D, layer),
  };
}

function buildNorm({ name, planes, relu, zero }: NormLayer): BuiltLayers {
  const scale = makeParameter(`${name}.scale`, [planes], constantValues(planes, zero ? 0 : 1), false);
  const shift = makeParameter(`${name}.shift`, [planes], constantValues(planes, 0), false);
  const mean = makeBuffer(`${name}.mean`, [planes], constantValues(planes, 0));
  const variance = makeBuffer(`${name}.variance`, [planes], constantValues(planes, 1));
  const scaling = scale.variable as Tensor as Tensor1D;
  const shifting = shift.variable as Tensor as Tensor1D;
  return {
    parameters: [scale, shift],
    buffers: [mean, variance],
    forward: (x, mode) => {
      if (mode === "test") return affineTest(x, scaling, shifting, mean, variance, relu);
      const batch = normalize(x, scaling, shifting, { epsilon, relu });
      const count = x.size / planes;
      follow(mean, batch.mean, 1);
      follow(variance, batch.variance, count > 1 ? count / (count - 1) : 1);
      return batch.y;
    },
  };
}

/** Batch norm with the running statistics, folded into one scale and shift per channel. */
function affineTest(
  x: Tensor5D,
  scale: Tensor1D,
  shift: Tensor1D,
  mean: Buffer,
  variance: Buffer,
  relu: boolean,
): Tensor5D {
  return tidy(() => {
    const factor = mul<Tensor1D>(scale, rsqrt(add(variance.variable, epsilon)));
    return affine(x, factor, sub<Tensor1D>(shift, mul(mean.variable, factor)), relu);
  });
}

/** running = 0.9 running + 0.1 batch * correction; the correction makes the variance unbiased. */
function follow(running: Buffer, batch: Tensor1D, correction: number): void {
  const average = running.variable as Tensor as Tensor1D;
  const next = operationsOfEngine().follow(average, batch, 1 - momentum, momentum * correction);
  running.variable.assign(next);
  next.dispose();
}
