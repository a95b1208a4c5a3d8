/** What a kernel of tfjs is given and gives, and what most of them need. */
import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../backend.ts";

export type Attrs = Readonly<Record<string, unknown>>;
export type Inputs = Readonly<Record<string, tf.TensorInfo>>;
/** One of tfjs's kernels: queues its work and gives the tensors that will hold the result. */
export type Body = (inputs: Inputs, attrs: Attrs, backend: NativeBackend) => tf.TensorInfo | tf.TensorInfo[];

export function input(inputs: Inputs, name: string): tf.TensorInfo {
  const tensor = inputs[name];
  if (!tensor) throw new Error(`native: the input \`${name}\` is missing`);
  return tensor;
}

export function isInt(dtype: tf.DataType): number {
  return dtype === "float32" ? 0 : 1;
}

export function castTo(
  tensor: tf.TensorInfo,
  dtype: tf.DataType,
  backend: NativeBackend,
): { tensor: tf.TensorInfo; release(): void } {
  if (tensor.dtype === dtype || (isInt(tensor.dtype) === 1 && isInt(dtype) === 1)) return { tensor, release: () => {} };
  const copy = cast(tensor, dtype, backend);
  return { tensor: copy, release: () => backend.disposeData(copy.dataId) };
}

export function cast(tensor: tf.TensorInfo, dtype: tf.DataType, backend: NativeBackend): tf.TensorInfo {
  const out = backend.output(tensor.shape, dtype);
  const codes: Readonly<Record<string, number>> = { float32: 0, int32: 1, bool: 2 };
  backend.engine.run(
    "cast",
    [backend.handle(tensor)],
    [backend.handle(out)],
    [tf.util.sizeFromShape(tensor.shape)],
    [isInt(tensor.dtype), codes[dtype] ?? 0],
  );
  return out;
}

export function alias(tensor: tf.TensorInfo, shape: readonly number[], backend: NativeBackend): tf.TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
}

export function filled(
  shape: readonly number[],
  value: number,
  dtype: tf.DataType,
  backend: NativeBackend,
): tf.TensorInfo {
  const out = backend.output(shape, dtype);
  backend.engine.run("fill", [], [backend.handle(out)], [tf.util.sizeFromShape([...shape])], [value, isInt(dtype)]);
  return out;
}
