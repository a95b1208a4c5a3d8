import { memory, tensor } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { enginesToTest } from "../engine/engines.ts";
import { casesOf, expectClose, oracle, parameters, take, takeInTwo } from "./oracle.ts";

const cases = casesOf("sgd");

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
    const taken = take(sgd(options), lr, trace.length);
    trace.forEach(({ p, b }, step) => {
      expectClose(taken.trace[step]?.[0] ?? [], p.flat());
      expectClose(taken.trace[step]?.[1] ?? [], b);
    });
    expect(taken.counters).toEqual({ steps: 5 });
    expect(memory().numTensors).toBe(before);
  });

  it("decays batch norm only when told to", () => {
    const plain = take(sgd({ lr: 0.1, weightDecay: 0.5 }), 0.1, 1).trace[0];
    const all = take(sgd({ lr: 0.1, weightDecay: 0.5, weightDecayOnNorm: true }), 0.1, 1).trace[0];
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
    const optimizer = sgd({ lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.05 });
    const inTwo = takeInTwo(optimizer, 0.1);
    expect(inTwo.counters).toEqual({ steps: 5 });
    expect(inTwo.values).toEqual(take(optimizer, 0.1, 5).trace[4]);
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
