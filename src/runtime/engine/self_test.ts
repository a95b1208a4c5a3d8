/** What an engine must pass before it may train, and how fast it is. */
import {
  add,
  dispose,
  mul,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor5D,
  tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Parameter } from "../network.ts";
import { stream } from "../random.ts";
import { convolutionSpeed } from "./bench.ts";
import { conv3d } from "./differentiable/conv3d.ts";
import { normalize } from "./differentiable/normalize.ts";
import { avgPool3d, maxPool3d } from "./differentiable/pool3d.ts";
import { addRelu } from "./differentiable/relu.ts";
import { type Convolution, volume } from "./extent.ts";
import { gradients } from "./gradients.ts";
import { makeParameter } from "./parameters.ts";

export interface SelfTest {
  /** Largest relative error of a gradient against finite differences. */
  readonly gradientError: number;
  readonly passed: boolean;
  /** Billions of additions and multiplications a second in a 3x3x3 convolution of 64 planes. */
  readonly forwardGflops: number;
  readonly backwardGflops: number;
}

/** Finite differences in single precision are good to about this; a wrong kernel is off by far more. */
const tolerance = 0.02;

/** Checks and times the active engine; takes below two seconds. */
export function selfTest(): SelfTest {
  const gradientError = gradientErrorOfEngine();
  return { gradientError, passed: gradientError < tolerance, ...speedOfEngine() };
}

/** Whether the active engine's gradients agree with finite differences; takes some milliseconds. */
export function gradientsAgree(): boolean {
  return gradientErrorOfEngine() < tolerance;
}

interface Case {
  readonly inputs: readonly (readonly number[])[];
  compute(...inputs: Tensor[]): Tensor;
}

const strided: Convolution = { stride: [1, 2, 2], padding: [1, 1, 1], groups: 2 };
const pool = { kernel: [1, 3, 3], stride: [1, 2, 2], padding: [0, 1, 1] } as const;

const cases: readonly Case[] = [
  {
    inputs: [
      [2, 3, 5, 6, 4],
      [3, 3, 3, 2, 6],
    ],
    compute: (x, filter) => conv3d(x as Tensor5D, filter as Tensor5D, strided),
  },
  {
    inputs: [[2, 2, 3, 3, 4], [4], [4]],
    compute: (x, scale, shift) =>
      normalize(x as Tensor5D, scale as Tensor1D, shift as Tensor1D, { epsilon: 1e-5, relu: false }).y,
  },
  { inputs: [[1, 2, 5, 6, 3]], compute: (x) => maxPool3d(x as Tensor5D, pool) },
  { inputs: [[1, 2, 5, 6, 3]], compute: (x) => avgPool3d(x as Tensor5D, pool) },
  {
    inputs: [
      [1, 2, 2, 2, 3],
      [1, 2, 2, 2, 3],
    ],
    compute: (a, b) => addRelu(a as Tensor5D, b as Tensor5D),
  },
];

function gradientErrorOfEngine(): number {
  return Math.max(...cases.map(directionalError));
}

/** Compares the derivative along a random direction with a central difference. */
function directionalError({ inputs, compute }: Case, number: number): number {
  const draw = (purpose: string, shape: readonly number[], i: number): Float32Array => {
    const random = stream("self test", purpose, number, i);
    return Float32Array.from({ length: volume(shape) }, () => random.next() - 0.5);
  };
  const parameters = inputs.map((shape, i) => makeParameter(`${i}`, shape, draw("value", shape, i), true));
  const directions = inputs.map((shape, i) => tensor(draw("direction", shape, i), [...shape]));
  const step = 1e-3;
  try {
    const along = tidy(() => derivative(compute, parameters, directions, draw));
    const difference = tidy(() => {
      const at = (distance: number): Scalar =>
        project(
          compute(...parameters.map(({ variable }, i) => add(variable, mul(directions[i] as Tensor, distance)))),
          draw,
        );
      return (sub(at(step), at(-step)).dataSync()[0] as number) / (2 * step);
    });
    return Math.abs(along - difference) / Math.max(Math.abs(along), Math.abs(difference), 1e-2);
  } finally {
    dispose(directions);
    for (const { variable } of parameters) variable.dispose();
  }
}

type Draw = (purpose: string, shape: readonly number[], i: number) => Float32Array;

function derivative(
  compute: Case["compute"],
  parameters: readonly Parameter[],
  directions: readonly Tensor[],
  draw: Draw,
): number {
  const result = gradients(
    () => ({ loss: project(compute(...parameters.map(({ variable }) => variable)), draw), outputs: new Map() }),
    parameters,
  );
  const total = parameters.reduce((running, { name }, i) => {
    const gradient = result.gradients.get(name);
    return gradient === undefined
      ? running
      : running + (sum(mul(gradient, directions[i] as Tensor)).dataSync()[0] as number);
  }, 0);
  result.dispose();
  return total;
}

/** A scalar that every element of the result has a share in. */
function project(result: Tensor, draw: Draw): Scalar {
  return sum(mul(result, tensor(draw("weight", result.shape, 0), result.shape)));
}

function speedOfEngine(): Pick<SelfTest, "forwardGflops" | "backwardGflops"> {
  const { forward, input, filter } = convolutionSpeed([1, 2, 16, 16, 64], [3, 3, 3, 64, 64], undefined, 150);
  return { forwardGflops: forward, backwardGflops: 2 / (1 / input + 1 / filter) };
}
