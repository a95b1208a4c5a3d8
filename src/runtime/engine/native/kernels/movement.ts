/** Kernels that copy values from place to place. */
import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../backend.ts";
import { rowMajor } from "../strides.ts";
import { type Attrs, cast, type Inputs, input, isInt } from "./kernel.ts";

export function strided(
  tensor: tf.TensorInfo,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  backend: NativeBackend,
): tf.TensorInfo {
  const out = backend.output(shape, tensor.dtype);
  backend.engine.run(
    "strided",
    [backend.handle(tensor)],
    [backend.handle(out)],
    [shape.length, ...shape, ...strides, offset],
    [],
  );
  return out;
}

export function transpose(tensor: tf.TensorInfo, perm: readonly number[], backend: NativeBackend): tf.TensorInfo {
  const strides = rowMajor(tensor.shape);
  return strided(
    tensor,
    perm.map((axis) => tensor.shape[axis] ?? 1),
    perm.map((axis) => strides[axis] ?? 1),
    0,
    backend,
  );
}

export function concat(inputs: readonly tf.TensorInfo[], axis: number, backend: NativeBackend): tf.TensorInfo {
  const first = inputs[0];
  if (!first) throw new Error("native: nothing to concatenate");
  const at = tf.util.parseAxisParam(axis, first.shape)[0] ?? 0;
  const shape = tf.backend_util.computeOutShape(
    inputs.map((t) => t.shape),
    at,
  );
  const out = backend.output(shape, first.dtype);
  const strides = rowMajor(shape);
  const full = inputs.filter((t) => tf.util.sizeFromShape(t.shape) > 0);
  let offset = 0;
  const ints = full.flatMap((t) => {
    const entry = [t.shape.length, ...t.shape, ...strides, offset];
    offset += (t.shape[at] ?? 0) * (strides[at] ?? 1);
    return entry;
  });
  backend.engine.run(
    "place",
    full.map((t) => backend.handle(t)),
    [backend.handle(out)],
    [0, ...ints],
    [0, isInt(first.dtype)],
  );
  return out;
}

export function pad(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const x = input(inputs, "x");
  const paddings = attrs.paddings as [number, number][];
  const shape = x.shape.map((size, d) => size + (paddings[d]?.[0] ?? 0) + (paddings[d]?.[1] ?? 0));
  const strides = rowMajor(shape);
  const offset = paddings.reduce((sum, [before], d) => sum + before * (strides[d] ?? 1), 0);
  const out = backend.output(shape, x.dtype);
  backend.engine.run(
    "place",
    [backend.handle(x)],
    [backend.handle(out)],
    [1, x.shape.length, ...x.shape, ...strides, offset],
    [Number(attrs.constantValue ?? 0), isInt(x.dtype)],
  );
  return out;
}

export function slice(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const x = input(inputs, "x");
  const [begin = [], size = []] = tf.slice_util.parseSliceParams(
    x as tf.Tensor,
    attrs.begin as number[],
    attrs.size as number[],
  );
  const strides = rowMajor(x.shape);
  return strided(
    x,
    size,
    strides,
    begin.reduce((sum, at, d) => sum + at * (strides[d] ?? 1), 0),
    backend,
  );
}

export function split(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo[] {
  const x = input(inputs, "x");
  const axis = tf.util.parseAxisParam(attrs.axis as number, x.shape)[0] ?? 0;
  const sizes = tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs.numOrSizeSplits as number | number[], axis);
  const strides = rowMajor(x.shape);
  let at = 0;
  return sizes.map((size) => {
    const shape = x.shape.map((whole, d) => (d === axis ? size : whole));
    const part = strided(x, shape, strides, at * (strides[axis] ?? 1), backend);
    at += size;
    return part;
  });
}

export function tile(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const x = input(inputs, "x");
  const reps = attrs.reps as number[];
  const strides = rowMajor(x.shape);
  const split = x.shape.flatMap((size, d) => [reps[d] ?? 1, size]);
  const out = strided(
    x,
    split,
    x.shape.flatMap((_, d) => [0, strides[d] ?? 1]),
    0,
    backend,
  );
  return { ...out, shape: x.shape.map((size, d) => size * (reps[d] ?? 1)) };
}

export function oneHot(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const indices = input(inputs, "indices");
  const depth = Number(attrs.depth);
  const out = backend.output([...indices.shape, depth], "float32");
  backend.engine.run(
    "onehot",
    [backend.handle(indices)],
    [backend.handle(out)],
    [tf.util.sizeFromShape(indices.shape), depth],
    [Number(attrs.onValue ?? 1), Number(attrs.offValue ?? 0)],
  );
  const dtype = (attrs.dtype as tf.DataType | undefined) ?? "int32";
  if (dtype === "float32") return out;
  const whole = cast(out, dtype, backend);
  backend.disposeData(out.dataId);
  return whole;
}

export function gather(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const [x, indices] = [input(inputs, "x"), input(inputs, "indices")];
  if (Number(attrs.axis ?? 0) !== 0) throw new Error("native: gather goes over the first axis");
  const [rows = 0, ...rest] = x.shape;
  const out = backend.output([...indices.shape, ...rest], x.dtype);
  backend.engine.run(
    "gather",
    [backend.handle(x), backend.handle(indices)],
    [backend.handle(out)],
    [tf.util.sizeFromShape(indices.shape), rows, tf.util.sizeFromShape(rest)],
    [],
  );
  return out;
}
