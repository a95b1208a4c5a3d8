/**
 * Gradients of the plain tfjs operations that components are written with. The package `@tensorflow/tfjs-core` comes to
 * Node without any; those that its complete edition brings (with tfjs-node) are left as they are.
 */
import {
  Add,
  BatchMatMul,
  Cast,
  Concat,
  cast,
  clone,
  div,
  Exp,
  ExpandDims,
  type GradConfig,
  getGradient,
  Identity,
  Log,
  Mean,
  Multiply,
  matMul,
  mul,
  Neg,
  neg,
  onesLike,
  PadV2,
  pad,
  RealDiv,
  Relu,
  Reshape,
  Rsqrt,
  registerGradient,
  reshape,
  Sigmoid,
  Slice,
  Softmax,
  Sqrt,
  Square,
  Sub,
  Sum,
  slice,
  split,
  step,
  sub,
  sum,
  Tanh,
  type Tensor,
  Transpose,
  transpose,
} from "@tensorflow/tfjs-core";

type Attributes = { readonly [name: string]: unknown };

/** Gradient of a one-input operation from its saved tensor. */
function unary(
  kernelName: string,
  save: "input" | "output",
  gradient: (dy: Tensor, saved: Tensor, attributes: Attributes) => Tensor,
): GradConfig {
  return {
    kernelName,
    inputsToSave: save === "input" ? ["x"] : [],
    outputsToSave: [save === "output"],
    gradFunc: (dy, saved, attributes) => ({ x: () => gradient(dy as Tensor, saved[0] as Tensor, attributes) }),
  };
}

/** Gradients of a two-input operation with broadcasting. */
function binary(
  kernelName: string,
  ofA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  ofB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig {
  return {
    kernelName,
    inputsToSave: ["a", "b"],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [Tensor, Tensor];
      return {
        a: () => unbroadcast(ofA(dy as Tensor, a, b), a.shape),
        b: () => unbroadcast(ofB(dy as Tensor, a, b), b.shape),
      };
    },
  };
}

/** Sums over the axes along which a tensor of `shape` was repeated. */
function unbroadcast(gradient: Tensor, shape: readonly number[]): Tensor {
  const missing = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < missing || (shape[axis - missing] === 1 && size > 1) ? [axis] : [],
  );
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), [...shape]);
}

/** `dy` of a reduction with its reduced axes kept as ones, then repeated to `x`'s shape. */
function spread(dy: Tensor, x: Tensor, axis: unknown): Tensor {
  const axes = new Set(
    (Array.isArray(axis) ? axis : axis == null ? x.shape.map((_, i) => i) : [axis]).map((a) =>
      a < 0 ? a + x.rank : a,
    ),
  );
  return mul(
    reshape(
      dy,
      x.shape.map((size, i) => (axes.has(i) ? 1 : size)),
    ),
    onesLike(x),
  );
}

const configs: readonly GradConfig[] = [
  unary(Identity, "input", (dy) => clone(dy)),
  unary(Cast, "input", (dy) => cast(dy, "float32")),
  unary(Reshape, "input", (dy, x) => reshape(dy, x.shape)),
  {
    ...unary(ExpandDims, "input", (dy, x) => reshape(dy, x.shape)),
    inputsToSave: ["input"],
    gradFunc: (dy, saved) => ({ input: () => reshape(dy as Tensor, (saved[0] as Tensor).shape) }),
  },
  unary(Transpose, "input", (dy, _x, { perm }) => transpose(dy, inverse(perm as number[]))),
  unary(Slice, "input", (dy, x, { begin }) =>
    pad(
      dy,
      x.shape.map((size, i): [number, number] => {
        const before = (begin as number[])[i] ?? 0;
        return [before, size - before - (dy.shape[i] ?? 0)];
      }),
    ),
  ),
  unary(PadV2, "input", (dy, x, { paddings }) =>
    slice(
      dy,
      (paddings as [number, number][]).map(([before]) => before),
      x.shape,
    ),
  ),
  unary(Sum, "input", (dy, x, { axis }) => spread(dy, x, axis)),
  unary(Mean, "input", (dy, x, { axis }) => div(spread(dy, x, axis), x.size / dy.size)),
  unary(Neg, "input", (dy) => neg(dy)),
  unary(Square, "input", (dy, x) => mul(dy, mul(x, 2))),
  unary(Log, "input", (dy, x) => div(dy, x)),
  unary(Exp, "output", (dy, y) => mul(dy, y)),
  unary(Sqrt, "output", (dy, y) => div(dy, mul(y, 2))),
  unary(Rsqrt, "output", (dy, y) => mul(dy, mul(mul(y, mul(y, y)), -0.5))),
  unary(Relu, "output", (dy, y) => mul(dy, step(y))),
  unary(Sigmoid, "output", (dy, y) => mul(dy, mul(y, sub(1, y)))),
  unary(Tanh, "output", (dy, y) => mul(dy, sub(1, mul(y, y)))),
  {
    kernelName: Softmax,
    outputsToSave: [true],
    gradFunc: (dy, saved) => {
      const y = saved[0] as Tensor;
      const weighted = mul(dy as Tensor, y);
      return { logits: () => sub(weighted, mul(sum(weighted, -1, true), y)) };
    },
  },
  binary(
    Add,
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    Sub,
    (dy) => dy,
    (dy) => neg(dy),
  ),
  binary(
    Multiply,
    (dy, _a, b) => mul(dy, b),
    (dy, a) => mul(dy, a),
  ),
  binary(
    RealDiv,
    (dy, _a, b) => div(dy, b),
    (dy, a, b) => neg(div(mul(dy, a), mul(b, b))),
  ),
  {
    kernelName: BatchMatMul,
    inputsToSave: ["a", "b"],
    gradFunc: (dyAny, saved, { transposeA, transposeB }) => {
      const dy = dyAny as Tensor;
      const [a, b] = saved as [Tensor, Tensor];
      return {
        a: () => (transposeA ? matMul(b, dy, transposeB as boolean, true) : matMul(dy, b, false, !transposeB)),
        b: () => (transposeB ? matMul(dy, a, true, transposeA as boolean) : matMul(a, dy, !transposeA, false)),
      };
    },
  },
  {
    kernelName: Concat,
    saveAllInputs: true,
    gradFunc: (dy, saved, { axis }) => {
      const along = (axis as number) < 0 ? (axis as number) + (dy as Tensor).rank : (axis as number);
      const parts = split(
        dy as Tensor,
        saved.map((part) => part.shape[along] as number),
        along,
      );
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
];

function inverse(perm: readonly number[]): number[] {
  const back = new Array<number>(perm.length);
  perm.forEach((from, to) => {
    back[from] = to;
  });
  return back;
}

for (const config of configs) {
  if (getGradient(config.kernelName) == null) registerGradient(config);
}
