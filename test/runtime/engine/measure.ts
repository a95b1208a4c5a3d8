/** Runs an operation on the active engine, forward and backward, and measures it against double precision. */
import { memory, mul, type Scalar, sum, type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { Shape5 } from "../../../src/runtime/engine/extent.ts";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { stream } from "../../../src/runtime/random.ts";
import type { Array5 } from "./float64.ts";

/** Normal values that single precision holds exactly, so that only the computation differs. */
export function draw(shape: readonly number[], ...keys: readonly (string | number)[]): Float64Array {
  const random = stream(...keys);
  const count = shape.reduce((a, b) => a * b, 1);
  return Float64Array.from({ length: count }, () => Math.fround(random.normal()));
}

export function array5(shape: Shape5, ...keys: readonly (string | number)[]): Array5 {
  return { shape, data: draw(shape, ...keys) };
}

export interface Measured {
  readonly output: Float32Array;
  /** In the order of the inputs. */
  readonly gradients: readonly Float32Array[];
}

/** The output for these inputs, and the gradients where `dy` is the gradient of the output. Fails if a tensor is left over. */
export function measure(
  inputs: readonly { readonly shape: readonly number[]; readonly data: Float64Array }[],
  dy: Float64Array,
  compute: (...inputs: Tensor[]) => Tensor,
): Measured {
  const before = memory().numTensors;
  const parameters = inputs.map(({ shape, data }, i) => makeParameter(`${i}`, shape, Float32Array.from(data), true));
  let output: Float32Array | undefined;
  const result = gradients(() => {
    const y = compute(...parameters.map(({ variable }) => variable));
    output = y.dataSync<"float32">().slice();
    const loss = sum(mul(y, tensor(Float32Array.from(dy), y.shape))) as Scalar;
    return { loss, outputs: new Map() };
  }, parameters);
  const found = parameters.map(({ name }) => result.gradients.get(name)?.dataSync<"float32">().slice() as Float32Array);
  result.dispose();
  for (const { variable } of parameters) variable.dispose();
  const left = memory().numTensors - before;
  if (left !== 0) throw new Error(`${left} tensors were left over`);
  return { output: output as Float32Array, gradients: found };
}

/** Largest difference as a share of the largest expected value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    const gap = Math.abs((actual[i] as number) - (expected[i] as number));
    if (!(gap <= difference)) difference = gap;
    size = Math.max(size, Math.abs(expected[i] as number));
  }
  return difference === 0 ? 0 : difference / size;
}

/** Keeps the largest error of each kind, for the report at the end. */
export class Largest {
  readonly #found = new Map<string, number>();

  note(kind: string, error: number): number {
    this.#found.set(kind, Math.max(this.#found.get(kind) ?? 0, error));
    return error;
  }

  toString(): string {
    return [...this.#found].map(([kind, error]) => `${kind} ${error.toExponential(1)}`).join(", ");
  }
}

/** Runs without leaving tensors behind. */
export function clean<T>(compute: () => T): T {
  let result: T | undefined;
  tidy(() => {
    result = compute();
  });
  return result as T;
}
