import { type Parameter, stream } from "vcl/runtime";
import {
  add,
  matMul,
  mul,
  reshape,
  softmax,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor5D,
  tensor,
  transpose,
  variable,
} from "vcl/runtime/tf";
import type { AttentionPoolHead } from "./attention_pool.vcl.ts";

export const attentionPool: AttentionPoolHead = ({ name, heads = 4, classes, inPlane }) => ({
  name,
  classes,
  inPlane,
  describe: () => ({ component: "attention_pool", options: { name, heads, classes, inPlane } }),
  build: (seed) => {
    const bound = 1 / Math.sqrt(inPlane);
    const query = parameter(`head.${name}.query`, [heads, inPlane / heads], bound, seed);
    const weight = parameter(`head.${name}.weight`, [inPlane, classes], bound, seed);
    const bias = parameter(`head.${name}.bias`, [classes], 0, seed);
    return {
      parameters: [query, weight, bias],
      forward: (x) => {
        const pooled = attend(x, query.variable, heads);
        const values = add(matMul(pooled, weight.variable as Tensor as Tensor2D), bias.variable) as Tensor2D;
        return { values, meaning: "logits" };
      },
    };
  },
});

/** N x T x H x W x planes to N x planes: in each group of planes the mean over the cells, weighed by attention. */
function attend(x: Tensor5D, query: Tensor, heads: number): Tensor2D {
  const [clips, frames, height, width, planes] = x.shape;
  const cells = reshape(x, [clips, frames * height * width, heads, planes / heads]);
  const scores = sum(mul(cells, query), 3);
  // The softmax is taken over the last axis, so the cells go there: N x heads x cells.
  const shares = softmax(transpose(scores, [0, 2, 1]));
  const weighed = mul(cells, reshape(transpose(shares, [0, 2, 1]), [clips, -1, heads, 1]));
  return reshape(sum(weighed, 1), [clips, planes]) as Tensor2D;
}

/** Starts uniform between -bound and bound: a function of the seed and the name, so that a resumed run is the same run. */
function parameter(name: string, shape: number[], bound: number, seed: number): Parameter {
  const random = stream(seed, "init", name);
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, () => (2 * random.next() - 1) * bound);
  return { name, variable: variable(tensor(values, shape)), decay: true };
}
