/** tfjs's kernels on the native backend. A kernel that is not here is an error of tfjs's that names it: nothing falls back. */
import * as tf from "@tensorflow/tfjs-core";
import type { NativeBackend } from "../backend.ts";
import { addN, binary, select, unary } from "./elementwise.ts";
import { type Attrs, alias, type Body, cast, filled, type Inputs, input } from "./kernel.ts";
import { concat, gather, oneHot, pad, slice, split, tile, transpose } from "./movement.ts";
import { argMax, matrixProduct, reduce, softmax } from "./reduction.ts";

const same = (dtype: tf.DataType): tf.DataType => dtype;
const bool = (): tf.DataType => "bool";
const float = (): tf.DataType => "float32";

const bodies: Readonly<Record<string, Body>> = {
  Add: binary("Add", same),
  Sub: binary("Sub", same),
  Multiply: binary("Multiply", same),
  RealDiv: binary("RealDiv", same),
  Maximum: binary("Maximum", same),
  Minimum: binary("Minimum", same),
  Pow: binary("Pow", same),
  SquaredDifference: binary("SquaredDifference", same),
  Equal: binary("Equal", bool),
  NotEqual: binary("NotEqual", bool),
  Greater: binary("Greater", bool),
  GreaterEqual: binary("GreaterEqual", bool),
  Less: binary("Less", bool),
  LessEqual: binary("LessEqual", bool),
  LogicalAnd: binary("LogicalAnd", bool),
  LogicalOr: binary("LogicalOr", bool),
  ...Object.fromEntries(
    [
      "Neg",
      "Abs",
      "Exp",
      "Log",
      "Log1p",
      "Sqrt",
      "Rsqrt",
      "Square",
      "Reciprocal",
      "Relu",
      "Sigmoid",
      "Tanh",
      "Softplus",
      "Floor",
    ].map((name) => [name, unary(name)]),
  ),
  Step: unary("Step", (attrs) => [Number(attrs.alpha ?? 0)]),
  ClipByValue: unary("ClipByValue", (attrs) => [Number(attrs.clipValueMin), Number(attrs.clipValueMax)]),
  Sum: reduce("Sum", (dtype) => (dtype === "bool" ? "int32" : dtype)),
  Mean: reduce("Mean", float),
  Max: reduce("Max", same),
  Min: reduce("Min", same),
  ArgMax: argMax,
  Softmax: softmax(false),
  LogSoftmax: softmax(true),
  BatchMatMul: matrixProduct,
  Identity: (inputs, _attrs, backend) => alias(input(inputs, "x"), input(inputs, "x").shape, backend),
  Reshape: (inputs, attrs, backend) => {
    const x = input(inputs, "x");
    return alias(x, tf.util.inferFromImplicitShape(attrs.shape as number[], tf.util.sizeFromShape(x.shape)), backend);
  },
  ExpandDims: (inputs, attrs, backend) => {
    const x = input(inputs, "input");
    const dim = Number(attrs.dim);
    const at = dim < 0 ? x.shape.length + dim + 1 : dim;
    return alias(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)], backend);
  },
  Cast: (inputs, attrs, backend) => {
    const x = input(inputs, "x");
    const dtype = attrs.dtype as tf.DataType;
    return dtype === x.dtype ? alias(x, x.shape, backend) : cast(x, dtype, backend);
  },
  Transpose: (inputs, attrs, backend) => transpose(input(inputs, "x"), attrs.perm as number[], backend),
  Slice: slice,
  SplitV: split,
  PadV2: pad,
  Tile: tile,
  Concat: (inputs, attrs, backend) => concat(Object.values(inputs), Number(attrs.axis), backend),
  Fill: (_inputs, attrs, backend) =>
    filled(
      attrs.shape as number[],
      Number(attrs.value),
      (attrs.dtype as tf.DataType | undefined) ?? "float32",
      backend,
    ),
  ZerosLike: (inputs, _attrs, backend) => filled(input(inputs, "x").shape, 0, input(inputs, "x").dtype, backend),
  OnesLike: (inputs, _attrs, backend) => filled(input(inputs, "x").shape, 1, input(inputs, "x").dtype, backend),
  Select: select,
  OneHot: oneHot,
  GatherV2: gather,
  AddN: (inputs, _attrs, backend) => addN(inputs, backend),
};

/** Registers every kernel; call once, before the backend is used. */
export function registerKernels(): void {
  for (const [kernelName, body] of Object.entries(bodies)) {
    tf.registerKernel({
      kernelName,
      backendName: "native",
      kernelFunc: ({ inputs, attrs, backend }) =>
        body(inputs as unknown as Inputs, (attrs ?? {}) as Attrs, backend as NativeBackend),
    });
  }
}
