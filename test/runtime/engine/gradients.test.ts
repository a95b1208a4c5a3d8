import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Forward, gradients } from "../../../src/runtime/engine/gradients.ts";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import type { Parameter } from "../../../src/runtime/network.ts";
import { stream } from "../../../src/runtime/random.ts";
import { enginesToTest } from "./engines.ts";

type Compute = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A scalar in which every element has another weight. */
function weighed(y: tf.Tensor): tf.Scalar {
  const weights = Float32Array.from({ length: y.size }, (_, i) => Math.cos(i + 1));
  return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
}

/** Values between 0.5 and 2, so that logarithms and roots are smooth. */
function parameter(name: string, shape: readonly number[]): Parameter {
  const random = stream("gradients test", name);
  const count = shape.reduce((a, b) => a * b, 1);
  return makeParameter(
    name,
    shape,
    Float32Array.from({ length: count }, () => 0.5 + 1.5 * random.next()),
    true,
  );
}

function disposeAll(parameters: readonly Parameter[]): void {
  for (const { variable } of parameters) variable.dispose();
}

const plainOperations: readonly {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly compute: Compute;
}[] = [
  {
    name: "add, broadcast",
    shapes: [
      [2, 3, 4],
      [3, 1],
    ],
    compute: (a, b) => tf.add(a as tf.Tensor, b as tf.Tensor),
  },
  { name: "sub, broadcast", shapes: [[4], [2, 4]], compute: (a, b) => tf.sub(a as tf.Tensor, b as tf.Tensor) },
  {
    name: "mul, broadcast",
    shapes: [
      [2, 3],
      [1, 3],
    ],
    compute: (a, b) => tf.mul(a as tf.Tensor, b as tf.Tensor),
  },
  {
    name: "div, broadcast",
    shapes: [
      [2, 3],
      [2, 1],
    ],
    compute: (a, b) => tf.div(a as tf.Tensor, b as tf.Tensor),
  },
  { name: "the same input twice", shapes: [[3]], compute: (a) => tf.mul(a as tf.Tensor, a as tf.Tensor) },
  {
    name: "matMul",
    shapes: [
      [2, 3],
      [3, 4],
    ],
    compute: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor),
  },
  {
    name: "matMul, first transposed",
    shapes: [
      [3, 2],
      [3, 4],
    ],
    compute: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, true),
  },
  {
    name: "matMul, second transposed",
    shapes: [
      [2, 3],
      [4, 3],
    ],
    compute: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, false, true),
  },
  {
    name: "matMul, both transposed",
    shapes: [
      [3, 2],
      [4, 3],
    ],
    compute: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor, true, true),
  },
  {
    name: "matMul of batches",
    shapes: [
      [2, 2, 3],
      [2, 3, 2],
    ],
    compute: (a, b) => tf.matMul(a as tf.Tensor, b as tf.Tensor),
  },
  { name: "sum over an axis", shapes: [[2, 3, 4]], compute: (a) => tf.sum(a as tf.Tensor, 1) },
  { name: "sum over the last axis, kept", shapes: [[2, 3]], compute: (a) => tf.sum(a as tf.Tensor, -1, true) },
  { name: "mean over two axes", shapes: [[2, 3, 4]], compute: (a) => tf.mean(a as tf.Tensor, [0, 2]) },
  { name: "mean over all", shapes: [[2, 3]], compute: (a) => tf.mean(a as tf.Tensor) },
  {
    name: "exp, log, square, sqrt, rsqrt, neg",
    shapes: [[5]],
    compute: (a) => {
      const x = a as tf.Tensor;
      return tf.concat([tf.exp(x), tf.log(x), tf.square(x), tf.sqrt(x), tf.rsqrt(x), tf.neg(x)]);
    },
  },
  {
    name: "relu, sigmoid, tanh",
    shapes: [[6]],
    compute: (a) => {
      const x = tf.sub(a as tf.Tensor, 1);
      return tf.concat([tf.relu(x), tf.sigmoid(x), tf.tanh(x)]);
    },
  },
  { name: "softmax", shapes: [[2, 4]], compute: (a) => tf.softmax(a as tf.Tensor) },
  { name: "logSoftmax", shapes: [[2, 4]], compute: (a) => tf.logSoftmax(a as tf.Tensor) },
  {
    name: "reshape, expandDims, squeeze, clone",
    shapes: [[2, 6]],
    compute: (a) => tf.clone(tf.squeeze(tf.expandDims(tf.reshape(a as tf.Tensor, [3, 4]), 1), [1])),
  },
  { name: "transpose", shapes: [[2, 3, 4]], compute: (a) => tf.transpose(a as tf.Tensor, [2, 0, 1]) },
  { name: "slice", shapes: [[4, 5]], compute: (a) => tf.slice(a as tf.Tensor, [1, 2], [2, 2]) },
  { name: "slice to the end", shapes: [[4, 5]], compute: (a) => tf.slice(a as tf.Tensor, [1], [-1]) },
  {
    name: "pad",
    shapes: [[2, 3]],
    compute: (a) =>
      tf.pad(a as tf.Tensor, [
        [1, 0],
        [2, 1],
      ]),
  },
  {
    name: "concat along the last axis",
    shapes: [
      [2, 3],
      [2, 1],
    ],
    compute: (a, b) => tf.concat([a as tf.Tensor, b as tf.Tensor], -1),
  },
];

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  it.each(plainOperations)("differentiates plain tfjs: $name", ({ name, shapes, compute }) => {
    const before = tf.memory().numTensors;
    const parameters = shapes.map((shape, i) => parameter(`${name} ${i}`, shape));
    const result = gradients(
      () => ({ loss: weighed(compute(...parameters.map(({ variable }) => variable))), outputs: new Map() }),
      parameters,
    );
    for (const [p, { variable, name: key }] of parameters.entries()) {
      const values = variable.dataSync().slice();
      const found = result.gradients.get(key)?.dataSync() ?? new Float32Array();
      for (let i = 0; i < values.length; i++) {
        const at = (shift: number): number =>
          tf.tidy(() => {
            const moved = values.slice();
            moved[i] = (moved[i] as number) + shift;
            const inputs = parameters.map((each, q) => (q === p ? tf.tensor(moved, variable.shape) : each.variable));
            return weighed(compute(...inputs)).dataSync()[0] as number;
          });
        expect(found[i], `${key}[${i}]`).toBeCloseTo((at(1e-2) - at(-1e-2)) / 2e-2, 2);
      }
    }
    result.dispose();
    disposeAll(parameters);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("gives the outputs of the forward pass and leaves out parameters that the loss does not see", () => {
    const before = tf.memory().numTensors;
    const parameters = [parameter("used", [1, 2]), parameter("unused", [3])];
    const result = gradients((): Forward => {
      const values = tf.mul(parameters[0]?.variable as tf.Tensor2D, 3) as tf.Tensor2D;
      return { loss: tf.sum(values), outputs: new Map([["a", { values, meaning: "logits" as const }]]) };
    }, parameters);
    expect([...result.gradients.keys()]).toEqual(["used"]);
    expect([...(result.gradients.get("used")?.dataSync() ?? [])]).toEqual([3, 3]);
    const [a = 0, b = 0] = result.outputs.get("a")?.values.dataSync() ?? [];
    expect(result.loss.dataSync()[0]).toBeCloseTo(a + b, 5);
    result.dispose();
    disposeAll(parameters);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("leaves nothing behind when the forward or the backward pass fails", () => {
    const before = tf.memory().numTensors;
    const parameters = [parameter("w", [3])];
    const w = parameters[0]?.variable as tf.Tensor;
    expect(() =>
      gradients(() => {
        tf.mul(w, 2);
        throw new Error("broken");
      }, parameters),
    ).toThrow("broken");
    expect(() => gradients(() => ({ loss: tf.sum(tf.floor(w)) as tf.Scalar, outputs: new Map() }), parameters)).toThrow(
      "tfjs's operation Floor has no gradient",
    );
    expect(tf.memory().numTensors).toBe(before + 1);
    disposeAll(parameters);
  });

  it("works inside a tidy without losing its results", () => {
    const parameters = [parameter("w", [2])];
    let kept: ReturnType<typeof gradients> | undefined;
    tf.tidy(() => {
      const square = (): tf.Scalar => tf.sum(tf.square(parameters[0]?.variable as tf.Tensor));
      kept = gradients(() => ({ loss: square(), outputs: new Map() }), parameters);
    });
    const result = kept as unknown as ReturnType<typeof gradients>;
    expect(result.gradients.get("w")?.isDisposed).toBe(false);
    expect(result.loss.isDisposed).toBe(false);
    result.dispose();
    disposeAll(parameters);
  });
});
