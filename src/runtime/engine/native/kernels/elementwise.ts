/** Kernels that go over elements one by one. */
import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../backend.ts";
import { broadcastStrides } from "../strides.ts";
import { type Attrs, type Body, castTo, type Inputs, input, isInt } from "./kernel.ts";
import { strided } from "./movement.ts";

export function binary(kernel: string, result: (dtype: tf.DataType) => tf.DataType): Body {
  return (inputs, _attrs, backend) => {
    const a = input(inputs, "a");
    const b = input(inputs, "b");
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const dtype = tf.upcastType(a.dtype, b.dtype);
    const [left, right] = [castTo(a, dtype, backend), castTo(b, dtype, backend)];
    const out = backend.output(shape, result(dtype));
    backend.engine.run(
      kernel,
      [backend.handle(left.tensor), backend.handle(right.tensor)],
      [backend.handle(out)],
      [shape.length, ...shape, ...broadcastStrides(a.shape, shape), ...broadcastStrides(b.shape, shape)],
      [isInt(dtype)],
    );
    left.release();
    right.release();
    return out;
  };
}

export function unary(kernel: string, reals: (attrs: Attrs) => readonly number[] = () => []): Body {
  return (inputs, attrs, backend) => {
    const x = castTo(input(inputs, "x"), "float32", backend);
    const out = backend.output(x.tensor.shape, "float32");
    backend.engine.run(
      kernel,
      [backend.handle(x.tensor)],
      [backend.handle(out)],
      [tf.util.sizeFromShape(x.tensor.shape)],
      reals(attrs),
    );
    x.release();
    return out;
  };
}

export function select(inputs: Inputs, _attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const [condition, yes, no] = [input(inputs, "condition"), input(inputs, "t"), input(inputs, "e")];
  const strides = broadcastStrides(
    condition.shape.length === yes.shape.length
      ? condition.shape
      : [...condition.shape, ...yes.shape.slice(1).map(() => 1)],
    yes.shape,
  );
  const whole = strided(condition, yes.shape, strides, 0, backend);
  const out = backend.output(yes.shape, yes.dtype);
  backend.engine.run(
    "select",
    [backend.handle(whole), backend.handle(yes), backend.handle(no)],
    [backend.handle(out)],
    [tf.util.sizeFromShape(yes.shape)],
    [],
  );
  backend.disposeData(whole.dataId);
  return out;
}

export function addN(inputs: Inputs, backend: NativeBackend): tf.TensorInfo {
  const terms = Object.values(inputs);
  const add = binary("Add", (dtype) => dtype);
  const [first, ...rest] = terms;
  if (!first) throw new Error("native: nothing to add");
  return rest.reduce<tf.TensorInfo>((sum, term, i) => {
    const next = add({ a: sum, b: term }, {}, backend) as tf.TensorInfo;
    if (i > 0) backend.disposeData(sum.dataId);
    return next;
  }, first);
}
