import { readFileSync } from "node:fs";
import { type Tensor, type Tensor2D, tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { binaryCrossEntropy } from "../../../src/runtime/losses/binary_cross_entropy.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import type { HeadOutput, Loss } from "../../../src/runtime/network.ts";
import { enginesToTest } from "../engine/engines.ts";

interface Oracle {
  readonly logits: readonly (readonly number[])[];
  readonly int: readonly number[];
  readonly multihot: readonly (readonly number[])[];
  readonly soft: readonly (readonly number[])[];
  readonly cases: readonly {
    readonly config: { readonly name: string };
    readonly target: string;
    readonly value: number;
    readonly grad: readonly (readonly number[])[];
  }[];
}

const oracle = JSON.parse(
  readFileSync(new URL("../../fixtures/reference/oracles/losses.json", import.meta.url), "utf8"),
) as Oracle;

function caseOf(name: string, target: string) {
  const found = oracle.cases.find((each) => each.config.name === name && each.target === target);
  if (found === undefined) throw new Error(`no case ${name} ${target}`);
  return found;
}

function table(rows: readonly (readonly number[])[]): Tensor2D {
  return tensor2d(rows.map((row) => [...row]));
}

/** The loss and its gradient for the logits. The labels live only in the forward pass, as in a train step. */
function differentiate(
  loss: Loss,
  labels: () => Tensor,
): { readonly value: number; readonly gradient: readonly number[] } {
  const shape = [oracle.logits.length, oracle.logits[0]?.length ?? 0];
  const logits = makeParameter("logits", shape, Float32Array.from(oracle.logits.flat()), true);
  const result = gradients(() => {
    const values = logits.variable as Tensor as Tensor2D;
    return { loss: loss.compute({ values, meaning: "logits" }, labels()), outputs: new Map() };
  }, [logits]);
  const found = {
    value: result.loss.dataSync()[0] as number,
    gradient: [...(result.gradients.get("logits")?.dataSync() ?? [])],
  };
  result.dispose();
  logits.variable.dispose();
  return found;
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-6);
  });
}

function lossOf(loss: Loss, output: HeadOutput, labels: Tensor): number {
  return tidy(() => loss.compute(output, labels).dataSync()[0] as number);
}

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  it("cross_entropy of logits is the reference's, with its gradient", () => {
    const expected = caseOf("CrossEntropyLoss", "int");
    const { value, gradient } = differentiate(crossEntropy(), () => tensor1d([...oracle.int], "int32"));
    expect(value).toBeCloseTo(expected.value, 6);
    expectClose(gradient, expected.grad.flat());
  });

  it("binary_cross_entropy of logits is the reference's, with its gradient", () => {
    const expected = caseOf("BCEWithLogitsLoss", "soft");
    const { value, gradient } = differentiate(binaryCrossEntropy(), () => table(oracle.soft));
    expect(value).toBeCloseTo(expected.value, 6);
    expectClose(gradient, expected.grad.flat());
  });

  it("binary_cross_entropy takes class numbers and tables of zeros and ones alike", () => {
    const rows = oracle.int.map((label) => [0, 1, 2, 3, 4].map((c) => (c === label ? 1 : 0)));
    const numbers = differentiate(binaryCrossEntropy(), () => tensor1d([...oracle.int], "int32"));
    const columns = differentiate(binaryCrossEntropy(), () => table(rows));
    expect(numbers).toEqual(columns);
  });

  it("stays finite for logits of any size", () => {
    const values = tensor2d([
      [200, -200],
      [-300, 300],
    ]);
    const output: HeadOutput = { values, meaning: "logits" };
    const labels = tensor1d([1, 0], "int32");
    expect(lossOf(crossEntropy(), output, labels)).toBeCloseTo(500, 3);
    expect(lossOf(binaryCrossEntropy(), output, labels)).toBeCloseTo(250, 3);
    values.dispose();
    labels.dispose();
  });

  it("cross_entropy of probabilities is the mean of -log p, with no second softmax", () => {
    const values = tensor2d([
      [0.7, 0.2, 0.1],
      [0.25, 0.25, 0.5],
      [1, 0, 0],
    ]);
    const labels = tensor1d([0, 2, 0], "int32");
    expect(lossOf(crossEntropy(), { values, meaning: "probabilities" }, labels)).toBeCloseTo(
      -(Math.log(0.7) + Math.log(0.5)) / 3,
      6,
    );
    const wrong = tensor1d([0, 2, 1], "int32");
    expect(lossOf(crossEntropy(), { values, meaning: "probabilities" }, wrong)).toBeLessThan(31);
    for (const t of [values, labels, wrong]) t.dispose();
  });

  it("binary_cross_entropy of probabilities is -(t log p + (1 - t) log(1 - p)), held above -100", () => {
    const values = tensor2d([
      [0.9, 0.2],
      [0, 1],
    ]);
    const labels = tensor2d([
      [1, 0],
      [1, 1],
    ]);
    const expected = -(Math.log(0.9) + Math.log(0.8) - 100 + 0) / 4;
    expect(lossOf(binaryCrossEntropy(), { values, meaning: "multi_probabilities" }, labels)).toBeCloseTo(expected, 4);
    values.dispose();
    labels.dispose();
  });

  it("refuses outputs of the other kind", () => {
    const values = tensor2d([[0.5, 0.5]]);
    const labels = tensor1d([0], "int32");
    expect(() => lossOf(crossEntropy(), { values, meaning: "multi_probabilities" }, labels)).toThrow(RunError);
    expect(() => lossOf(binaryCrossEntropy(), { values, meaning: "probabilities" }, labels)).toThrow(RunError);
    values.dispose();
    labels.dispose();
  });
});

it("names the head it looks at", () => {
  expect(crossEntropy().head).toBeUndefined();
  expect(crossEntropy({ head: "action" }).head).toBe("action");
  expect(binaryCrossEntropy({ head: "tags" }).describe()).toEqual({
    component: "binary_cross_entropy",
    options: { head: "tags" },
  });
});
