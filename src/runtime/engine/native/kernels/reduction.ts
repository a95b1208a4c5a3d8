/** Kernels that make fewer values of many: sums, products of matrices, softmax. */
import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../backend.ts";
import { type Attrs, type Body, castTo, type Inputs, input, isInt } from "./kernel.ts";
import { transpose } from "./movement.ts";

export function reduce(kernel: string, dtypeOf: (dtype: tf.DataType) => tf.DataType): Body {
  return (inputs, attrs, backend) => {
    const given = input(inputs, "x");
    const axes = tf.util.parseAxisParam(
      (attrs.axis ?? attrs.reductionIndices ?? null) as number | number[],
      given.shape,
    );
    const keepDims = Boolean(attrs.keepDims);
    const dtype = dtypeOf(given.dtype);
    const x = castTo(given, dtype, backend);
    const perm = tf.backend_util.getAxesPermutation(axes, given.shape.length);
    const ordered = perm ? transpose(x.tensor, perm, backend) : x.tensor;
    const inner = perm ? tf.backend_util.getInnerMostAxes(axes.length, given.shape.length) : axes;
    const [kept, reducedShape] = tf.backend_util.computeOutAndReduceShapes(ordered.shape, inner);
    const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept;
    const out = backend.output(shape, dtype);
    backend.engine.run(
      kernel,
      [backend.handle(ordered)],
      [backend.handle(out)],
      [tf.util.sizeFromShape(kept), tf.util.sizeFromShape(reducedShape), 1],
      [isInt(dtype)],
    );
    if (perm) backend.disposeData(ordered.dataId);
    x.release();
    return out;
  };
}

export function matrixProduct(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const [a, b] = [input(inputs, "a"), input(inputs, "b")];
  const [transposeA, transposeB] = [Boolean(attrs.transposeA), Boolean(attrs.transposeB)];
  const [rowsA = 1, columnsA = 1] = a.shape.slice(-2);
  const [rowsB = 1, columnsB = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = transposeB ? rowsB : columnsB;
  const batchShape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = tf.util.sizeFromShape(batchShape);
  const batchA = tf.util.sizeFromShape(a.shape.slice(0, -2));
  const batchB = tf.util.sizeFromShape(b.shape.slice(0, -2));
  if ((batchA !== 1 && batchA !== batch) || (batchB !== 1 && batchB !== batch))
    throw new Error("native: matrix products broadcast whole batches only");
  const out = backend.output([...batchShape, m, n], "float32");
  backend.engine.run(
    backend.precision === "bfloat16" ? "product_bfloat16" : "product",
    [backend.handle(a), backend.handle(b)],
    [backend.handle(out)],
    [batch, m, n, k, Number(transposeA), Number(transposeB), batchA === 1 ? 0 : m * k, batchB === 1 ? 0 : k * n],
    [],
  );
  return out;
}

export function softmax(log: boolean): Body {
  return (inputs, attrs, backend) => {
    const x = inputs.logits ?? input(inputs, "x");
    const last = x.shape.length - 1;
    const dim = Number(attrs.dim ?? attrs.axis ?? last);
    if (dim !== -1 && dim !== last) throw new Error("native: softmax goes over the last axis");
    const columns = x.shape[last] ?? 1;
    const out = backend.output(x.shape, "float32");
    backend.engine.run(
      "softmax",
      [backend.handle(x)],
      [backend.handle(out)],
      [tf.util.sizeFromShape(x.shape) / columns, columns, Number(log)],
      [],
    );
    return out;
  };
}

export function argMax(inputs: Inputs, attrs: Attrs, backend: NativeBackend): tf.TensorInfo {
  const x = input(inputs, "x");
  const axis = tf.util.parseAxisParam(attrs.axis as number, x.shape)[0] ?? 0;
  if (axis !== x.shape.length - 1) throw new Error("native: argMax goes over the last axis");
  const columns = x.shape[axis] ?? 1;
  const out = backend.output(x.shape.slice(0, -1), "int32");
  backend.engine.run(
    "argmax",
    [backend.handle(x)],
    [backend.handle(out)],
    [tf.util.sizeFromShape(x.shape) / columns, columns],
    [],
  );
  return out;
}
