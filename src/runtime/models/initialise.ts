/** First weights, as pure functions of their keys: the same seed and name always give the same numbers. */
import { type Key, stream } from "../random.ts";

/** Normal with mean 0 and the given standard deviation. */
export function normalValues(count: number, deviation: number, ...keys: readonly Key[]): Float32Array {
  const random = stream(...keys);
  return Float32Array.from({ length: count }, () => random.normal() * deviation);
}

/** Uniform in -bound to bound. */
export function uniformValues(count: number, bound: number, ...keys: readonly Key[]): Float32Array {
  const random = stream(...keys);
  return Float32Array.from({ length: count }, () => (2 * random.next() - 1) * bound);
}

export function constantValues(count: number, value: number): Float32Array {
  return new Float32Array(count).fill(value);
}
