/** Row-major strides of a shape, in elements. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = (strides[d + 1] ?? 1) * (shape[d + 1] ?? 1);
  return strides;
}

/** Strides that walk `from` as if it had the shape `to` (numpy's broadcasting): 0 where a dim is repeated. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const own = rowMajor(from);
  const ahead = to.length - from.length;
  return to.map((_, d) => (d < ahead || from[d - ahead] === 1 ? 0 : (own[d - ahead] ?? 0)));
}
