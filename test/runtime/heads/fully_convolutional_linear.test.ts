import { memory, type Tensor, type Tensor5D, tensor, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { RunError } from "../../../src/runtime/error.ts";
import {
  type FullyConvolutionalLinearOptions,
  fullyConvolutionalLinear,
} from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import type { BuiltHead, Mode } from "../../../src/runtime/network.ts";
import { stream } from "../../../src/runtime/random.ts";
import { enginesToTest } from "../engine/engines.ts";

const base: FullyConvolutionalLinearOptions = { name: "action", inPlane: 6, classes: 3 };

/** 2 clips of 2x3x4 positions with 6 planes. */
const features = ((): Float32Array => {
  const random = stream("head test");
  return Float32Array.from({ length: 2 * 2 * 3 * 4 * 6 }, () => random.normal());
})();

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  function run(
    options: FullyConvolutionalLinearOptions,
    mode: Mode,
    draw = 0,
  ): { readonly values: number[]; readonly meaning: string } {
    const head = fullyConvolutionalLinear(options).build(7);
    const result = tidy(() => {
      const { values, meaning } = head.forward(tensor(features, [2, 2, 3, 4, 6]) as Tensor5D, mode, draw);
      expect(values.shape).toEqual([2, 3]);
      return { values: [...values.dataSync()], meaning };
    });
    disposeHead(head);
    return result;
  }

  /** Scores at every position of the pooled map, in plain loops. */
  function expected(pool: readonly [number, number, number], activation: (logits: number[]) => number[]): number[] {
    const head = fullyConvolutionalLinear(base).build(7);
    const [weight, bias] = head.parameters.map(({ variable }) => [...variable.dataSync()]) as [number[], number[]];
    disposeHead(head);
    const grid = [2 - pool[0] + 1, 3 - pool[1] + 1, 4 - pool[2] + 1] as const;
    return [0, 1].flatMap((n) => {
      const totals = [0, 0, 0];
      for (let t = 0; t < grid[0]; t++)
        for (let h = 0; h < grid[1]; h++)
          for (let w = 0; w < grid[2]; w++) {
            const planes = new Array<number>(6).fill(0);
            for (let a = 0; a < pool[0]; a++)
              for (let b = 0; b < pool[1]; b++)
                for (let d = 0; d < pool[2]; d++) {
                  for (let c = 0; c < 6; c++) {
                    const at = (((n * 2 + t + a) * 3 + h + b) * 4 + w + d) * 6 + c;
                    planes[c] = (planes[c] as number) + (features[at] as number) / (pool[0] * pool[1] * pool[2]);
                  }
                }
            const logits = [0, 1, 2].map((k) =>
              planes.reduce((sum, x, c) => sum + x * (weight[c * 3 + k] as number), bias[k] as number),
            );
            activation(logits).forEach((value, k) => {
              totals[k] = (totals[k] as number) + value / (grid[0] * grid[1] * grid[2]);
            });
          }
      return totals;
    });
  }

  const softmax = (logits: number[]): number[] => {
    const powers = logits.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  };
  const sigmoid = (logits: number[]): number[] => logits.map((x) => 1 / (1 + Math.exp(-x)));
  const identity = (logits: number[]): number[] => logits;

  it.each([
    { activation: "softmax", meaning: "probabilities", by: softmax },
    { activation: "sigmoid", meaning: "multi_probabilities", by: sigmoid },
    { activation: "identity", meaning: "logits", by: identity },
  ] as const)("averages $activation over the grid in test", ({ activation, meaning, by }) => {
    for (const pool of [
      [1, 2, 2],
      [2, 3, 4],
      [2, 1, 3],
    ] as const) {
      const result = run({ ...base, pool, activation }, "test");
      expect(result.meaning).toBe(meaning);
      expected(pool, by).forEach((value, i) => {
        expect(result.values[i]).toBeCloseTo(value, 5);
      });
    }
  });

  it("gives logits in train, from the whole map without a pool", () => {
    const result = run(base, "train");
    expect(result.meaning).toBe("logits");
    expected([2, 3, 4], identity).forEach((value, i) => {
      expect(result.values[i]).toBeCloseTo(value, 5);
    });
    expect(run({ ...base, pool: [2, 3, 4] }, "train")).toEqual(result);
  });

  it("drops the same planes for the same draw, others for another, none in test", () => {
    const options = { ...base, dropout: 0.5 };
    expect(run(options, "train", 3)).toEqual(run(options, "train", 3));
    expect(run(options, "train", 3)).not.toEqual(run(options, "train", 4));
    expect(run(options, "train", 3)).not.toEqual(run(base, "train", 3));
    expect(run(options, "test", 3)).toEqual(run(base, "test"));
  });

  it("keeps the mean under dropout", () => {
    const plain = run(base, "train").values;
    const draws = Array.from({ length: 400 }, (_, draw) => run({ ...base, dropout: 0.3 }, "train", draw).values);
    plain.forEach((value, i) => {
      const mean = draws.reduce((sum, values) => sum + (values[i] as number), 0) / draws.length;
      expect(Math.abs(mean - value)).toBeLessThan(0.05);
    });
  });

  it("says what does not fit", () => {
    expect(() => run({ ...base, pool: [1, 2, 2] }, "train")).toThrow(
      'head "action": a training clip must give one prediction, not 12',
    );
    expect(() => run({ ...base, pool: [1, 7, 7] }, "test")).toThrow(
      "the pool 1x7x7 is larger than its feature map 2x3x4",
    );
    expect(() => run({ ...base, inPlane: 5 }, "test")).toThrow(RunError);
  });

  it("leaves no tensor behind", () => {
    const before = memory().numTensors;
    run({ ...base, dropout: 0.5 }, "train");
    run(base, "test");
    expect(memory().numTensors).toBe(before);
  });
});

it("starts uniform within 1 / sqrt(planes), weight and bias, fixed by seed and name", () => {
  const values = (seed: number, name = "action"): number[][] => {
    const head = fullyConvolutionalLinear({ name, inPlane: 512, classes: 101 }).build(seed);
    const found = head.parameters.map(({ variable }) => [...variable.dataSync()]);
    expect(head.parameters.map((parameter) => parameter.name)).toEqual([`head.${name}.weight`, `head.${name}.bias`]);
    expect(head.parameters.every(({ decay }) => decay)).toBe(true);
    disposeHead(head);
    return found;
  };
  const [weight = [], bias = []] = values(0);
  const bound = 1 / Math.sqrt(512);
  expect(Math.max(...weight.map(Math.abs))).toBeLessThanOrEqual(bound);
  expect(Math.max(...weight)).toBeGreaterThan(0.99 * bound);
  expect(Math.max(...bias.map(Math.abs))).toBeGreaterThan(0.8 * bound);
  const deviation = Math.sqrt(weight.reduce((sum, x) => sum + x * x, 0) / weight.length);
  expect(deviation).toBeCloseTo(bound / Math.sqrt(3), 3);
  expect(values(0)).toEqual([weight, bias]);
  expect(values(1)).not.toEqual([weight, bias]);
  expect(values(0, "other")).not.toEqual([weight, bias]);
});

it("describes all its options", () => {
  expect(fullyConvolutionalLinear(base).describe()).toEqual({
    component: "fully_convolutional_linear",
    options: { name: "action", inPlane: 6, classes: 3, pool: null, dropout: 0, activation: "softmax" },
  });
});

function disposeHead(head: BuiltHead): void {
  for (const { variable } of head.parameters) (variable as Tensor).dispose();
}
