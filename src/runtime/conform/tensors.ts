/** Random input and comparisons, for trials of components. */
import { type Tensor, tensor, tidy, type Variable, variable } from "@tensorflow/tfjs-core";
import { type Key, stream } from "../random.ts";

/** Normal values, a pure function of the keys. */
export function randomValues(count: number, ...keys: readonly Key[]): Float32Array {
  const random = stream(...keys);
  return Float32Array.from({ length: count }, () => random.normal());
}

export function randomTensor(shape: readonly number[], ...keys: readonly Key[]): Tensor {
  return tensor(
    randomValues(
      shape.reduce((a, b) => a * b, 1),
      ...keys,
    ),
    [...shape],
  );
}

export function randomVariable(shape: readonly number[], ...keys: readonly Key[]): Variable {
  const initial = randomTensor(shape, ...keys);
  const made = variable(initial);
  initial.dispose();
  return made;
}

export function valuesOf(each: Tensor): Float32Array {
  return each.dataSync<"float32">().slice();
}

export function areNumbers(values: ArrayLike<number>): boolean {
  return Array.from(values).every(Number.isFinite);
}

export function sameValues(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, i) => Object.is(value, b[i]));
}

/** `2 x 3 x 8`. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "a single number" : shape.join(" x ");
}

/** Runs `body` and disposes the tensors that it made; what it gives holds none. */
export function scoped<T>(body: () => T): T {
  const results: T[] = [];
  tidy(() => void results.push(body()));
  return results[0] as T;
}
