import { readFileSync } from "node:fs";
import { memory, type Tensor, tensor } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { RunError } from "../../../src/runtime/error.ts";
import type { Parameter } from "../../../src/runtime/network.ts";
import { type SgdOptions, sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { enginesToTest } from "../engine/engines.ts";

type Rows = readonly (readonly number[])[];

interface Oracle {
  readonly p0: Rows;
  readonly b0: readonly number[];
  readonly grads: readonly { readonly p: Rows; readonly b: readonly number[] }[];
  readonly cases: readonly {
    readonly config: {
      readonly name: string;
      readonly momentum?: number;
      readonly nesterov?: boolean;
      readonly weight_decay?: number;
    };
    readonly lr: number;
    readonly trace?: readonly { readonly p: Rows; readonly b: readonly number[] }[];
  }[];
}

const oracle = JSON.parse(
  readFileSync(new URL("../../fixtures/reference/oracles/optimizers.json", import.meta.url), "utf8"),
) as Oracle;

const cases = oracle.cases.flatMap(({ config, lr, trace }) =>
  config.name === "sgd" && trace !== undefined ? [{ config, lr, trace, name: JSON.stringify(config) }] : [],
);

function parameters(): Parameter[] {
  return [
    makeParameter("p", [2, 3], Float32Array.from(oracle.p0.flat()), true),
    makeParameter("b", [3], Float32Array.from(oracle.b0), false),
  ];
}

function gradientsOf(step: number): Map<string, Tensor> {
  const { p, b } = oracle.grads[step] ?? { p: [], b: [] };
  return new Map([
    ["p", tensor(p.flat(), [2, 3])],
    ["b", tensor([...b])],
  ]);
}

function take(options: SgdOptions, steps: number) {
  const values = parameters();
  const optimizer = sgd(options).build(values);
  const trace = Array.from({ length: steps }, (_, step) => {
    const gradients = gradientsOf(step);
    optimizer.step(gradients, options.lr as number);
    for (const gradient of gradients.values()) gradient.dispose();
    return values.map(({ variable }) => [...variable.dataSync()]);
  });
  const counters = optimizer.counters;
  optimizer.dispose();
  for (const { variable } of values) variable.dispose();
  return { trace, counters };
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(1e-6);
  });
}

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  it.each(cases)("takes the reference's five steps: $name", ({ config, lr, trace }) => {
    const before = memory().numTensors;
    const options = {
      lr,
      momentum: config.momentum ?? 0,
      nesterov: config.nesterov ?? false,
      weightDecay: config.weight_decay ?? 0,
    };
    const taken = take(options, trace.length);
    trace.forEach(({ p, b }, step) => {
      expectClose(taken.trace[step]?.[0] ?? [], p.flat());
      expectClose(taken.trace[step]?.[1] ?? [], b);
    });
    expect(taken.counters).toEqual({ steps: 5 });
    expect(memory().numTensors).toBe(before);
  });

  it("decays batch norm only when told to", () => {
    const plain = take({ lr: 0.1, weightDecay: 0.5 }, 1).trace[0];
    const all = take({ lr: 0.1, weightDecay: 0.5, weightDecayOnNorm: true }, 1).trace[0];
    expect(all?.[0]).toEqual(plain?.[0]);
    oracle.b0.forEach((value, i) => {
      expect((plain?.[1]?.[i] ?? 0) - (all?.[1]?.[i] ?? 0)).toBeCloseTo(0.1 * 0.5 * value, 6);
    });
  });

  it("leaves a parameter without a gradient as it is, decay included", () => {
    const values = parameters();
    const optimizer = sgd({ lr: 1, momentum: 0.9, weightDecay: 0.5 }).build(values);
    const only = new Map([["b", tensor([1, 1, 1])]]);
    optimizer.step(only, 1);
    expect([...(values[0]?.variable.dataSync() ?? [])]).toEqual([...Float32Array.from(oracle.p0.flat())]);
    for (const t of only.values()) t.dispose();
    optimizer.dispose();
    for (const { variable } of values) variable.dispose();
  });

  it("goes on from its saved state bit for bit", () => {
    const options: SgdOptions = { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.05 };
    const whole = take(options, 5).trace[4];
    const first = parameters();
    const before = sgd(options).build(first);
    for (let step = 0; step < 2; step++) before.step(gradientsOf(step), 0.1);
    const saved = before.state.map(({ name, variable }) => [name, variable.dataSync<"float32">().slice()] as const);
    const second = first.map(({ name, variable, decay }) =>
      makeParameter(name, variable.shape, variable.dataSync<"float32">().slice(), decay),
    );
    const after = sgd(options).build(second);
    after.restore(before.counters);
    saved.forEach(([name, values]) => {
      const buffer = after.state.find((each) => each.name === name);
      buffer?.variable.assign(tensor(values, buffer.variable.shape));
    });
    for (let step = 2; step < 5; step++) after.step(gradientsOf(step), 0.1);
    expect(after.counters).toEqual({ steps: 5 });
    expect(second.map(({ variable }) => [...variable.dataSync()])).toEqual(whole);
  });

  it("treats every length alike", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.boolean(), (length, nesterov) => {
        const start = Float32Array.from({ length }, (_, i) => Math.sin(i));
        const value = makeParameter("w", [length], start, true);
        const optimizer = sgd({ lr: 0.1, momentum: 0.9, nesterov, weightDecay: 0.1 }).build([value]);
        const gradient = tensor(Float32Array.from({ length }, (_, i) => Math.cos(i)));
        optimizer.step(new Map([["w", gradient]]), 0.1);
        expectClose(
          [...value.variable.dataSync()],
          Array.from(start, (w, i) => w - 0.1 * (Math.cos(i) + 0.1 * w) * (nesterov ? 1.9 : 1)),
        );
        gradient.dispose();
        optimizer.dispose();
        value.variable.dispose();
      }),
      { numRuns: 30 },
    );
  });
});

it("refuses settings that make no sense", () => {
  expect(() => sgd({ lr: 0.1, nesterov: true })).toThrow("Nesterov needs a momentum above 0");
  expect(() => sgd({ lr: 0.1, momentum: 1 })).toThrow("momentum must be at least 0 and below 1, not 1");
  expect(() => sgd({ lr: 0.1, weightDecay: -1 })).toThrow(RunError);
});

it("describes all its options", () => {
  expect(sgd({ lr: 0.1 }).describe()).toEqual({
    component: "sgd",
    options: { lr: 0.1, momentum: 0, nesterov: false, weightDecay: 0, weightDecayOnNorm: false },
  });
});
