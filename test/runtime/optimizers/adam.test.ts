import { memory, tensor } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { type AdamOptions, adam } from "../../../src/runtime/optimizers/adam.ts";
import { adamw } from "../../../src/runtime/optimizers/adamw.ts";
import { enginesToTest } from "../engine/engines.ts";
import { casesOf, expectClose, oracle, parameters, take, takeInTwo } from "./oracle.ts";

const cases = casesOf("adam", "adamw", "adamw_mt");

/** One weight through some steps, in float64. */
function inFloat64(start: number, gradients: readonly number[], options: Required<AdamOptions>, decoupled: boolean) {
  const [beta1 = 0, beta2 = 0] = options.betas;
  const rate = options.lr as number;
  let [weight, first, second, largest] = [start, 0, 0, 0];
  gradients.forEach((gradient, i) => {
    const g = decoupled ? gradient : gradient + options.weightDecay * weight;
    if (decoupled) weight -= rate * options.weightDecay * weight;
    first = beta1 * first + (1 - beta1) * g;
    second = beta2 * second + (1 - beta2) * g ** 2;
    largest = Math.max(largest, second);
    const mean = first / (1 - beta1 ** (i + 1));
    const square = (options.amsgrad ? largest : second) / (1 - beta2 ** (i + 1));
    weight -= (rate * mean) / (Math.sqrt(square) + options.eps);
  });
  return weight;
}

describe.each(enginesToTest)("on %s", (engineName) => {
  beforeAll(async () => {
    await selectEngine(engineName);
  });

  it("has the reference's cases", () => {
    expect(cases.map(({ config }) => config.name)).toEqual(["adam", "adam", "adamw", "adamw", "adamw_mt"]);
  });

  it.each(cases)("takes the reference's five steps: $name", ({ config, lr, trace }) => {
    const before = memory().numTensors;
    const options = {
      lr,
      ...(config.betas ? { betas: config.betas } : {}),
      ...(config.amsgrad ? { amsgrad: true } : {}),
      ...(config.weight_decay === undefined ? {} : { weightDecay: config.weight_decay }),
    };
    const taken = take(config.name === "adam" ? adam(options) : adamw(options), lr, trace.length);
    trace.forEach(({ p, b }, step) => {
      expectClose(taken.trace[step]?.[0] ?? [], p.flat());
      expectClose(taken.trace[step]?.[1] ?? [], b);
    });
    expect(taken.counters).toEqual({ steps: 5 });
    expect(memory().numTensors).toBe(before);
  });

  it.each([
    ["adam", adam],
    ["adamw", adamw],
  ] as const)("%s decays batch norm only when told to", (_, make) => {
    const plain = take(make({ lr: 0.1, weightDecay: 0.5 }), 0.1, 2).trace[1];
    const all = take(make({ lr: 0.1, weightDecay: 0.5, weightDecayOnNorm: true }), 0.1, 2).trace[1];
    const none = take(make({ lr: 0.1, weightDecay: 0 }), 0.1, 2).trace[1];
    expect(all?.[0]).toEqual(plain?.[0]);
    expect(plain?.[0]).not.toEqual(none?.[0]);
    expect(plain?.[1]).toEqual(none?.[1]);
    expect(all?.[1]).not.toEqual(none?.[1]);
  });

  it("leaves a parameter without a gradient as it is, decay included", () => {
    const values = parameters();
    const optimizer = adamw({ lr: 1, weightDecay: 0.5 }).build(values);
    const only = new Map([["b", tensor([1, 1, 1])]]);
    optimizer.step(only, 1);
    expect([...(values[0]?.variable.dataSync() ?? [])]).toEqual([...Float32Array.from(oracle.p0.flat())]);
    for (const t of only.values()) t.dispose();
    optimizer.dispose();
    for (const { variable } of values) variable.dispose();
  });

  it.each([
    ["adam", adam({ lr: 0.1, weightDecay: 0.05 })],
    ["adam with amsgrad", adam({ lr: 0.1, amsgrad: true })],
    ["adamw", adamw({ lr: 0.1, weightDecay: 0.05 })],
  ])("goes on from its saved state bit for bit: %s", (_, optimizer) => {
    const inTwo = takeInTwo(optimizer, 0.1);
    expect(inTwo.counters).toEqual({ steps: 5 });
    expect(inTwo.values).toEqual(take(optimizer, 0.1, 5).trace[4]);
  });

  it("treats every length alike, as float64 has it", () => {
    const settings = fc.record({
      lr: fc.constantFrom(0.1, 0.001),
      betas: fc.constantFrom([0.9, 0.999], [0, 0], [0.5, 0.9]),
      eps: fc.constantFrom(1e-8, 0.1),
      weightDecay: fc.constantFrom(0, 0.3),
      amsgrad: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), settings, fc.boolean(), (length, options, decoupled) => {
        const value = makeParameter(
          "w",
          [length],
          Float32Array.from({ length }, (_, i) => Math.sin(i)),
          true,
        );
        const optimizer = (decoupled ? adamw : adam)(options).build([value]);
        const gradients = (i: number): number[] => [1, 2, 3].map((step) => Math.cos(i) / step ** 2);
        for (const step of [0, 1, 2]) {
          const gradient = tensor(Float32Array.from({ length }, (_, i) => gradients(i)[step] as number));
          optimizer.step(new Map([["w", gradient]]), options.lr);
          gradient.dispose();
        }
        const full = { weightDecayOnNorm: false, ...options };
        const expected = Array.from({ length }, (_, i) => inFloat64(Math.sin(i), gradients(i), full, decoupled));
        expectClose([...value.variable.dataSync()], expected, 1e-5);
        optimizer.dispose();
        value.variable.dispose();
      }),
      { numRuns: 40 },
    );
  });
});

it("refuses settings that make no sense", () => {
  expect(() => adam({ lr: 0.1, betas: [0.9, 1] })).toThrow(
    "adam: betas must be two numbers from 0 to below 1, not [0.9, 1]",
  );
  expect(() => adamw({ lr: 0.1, betas: [0.9] })).toThrow("adamw: betas must be two numbers");
  expect(() => adam({ lr: 0.1, eps: 0 })).toThrow("adam: eps must be above 0, not 0");
  expect(() => adamw({ lr: 0.1, weightDecay: -1 })).toThrow("adamw: weightDecay must be at least 0, not -1");
});

it("describes all its options", () => {
  const options = { lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecayOnNorm: false, amsgrad: false };
  expect(adam({ lr: 0.1 }).describe()).toEqual({ component: "adam", options: { ...options, weightDecay: 0 } });
  expect(adamw({ lr: 0.1 }).describe()).toEqual({ component: "adamw", options: { ...options, weightDecay: 0.01 } });
});
