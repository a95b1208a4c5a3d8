/** Five steps that were measured, and how to take them. */
import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { makeParameter } from "../../../src/runtime/engine/parameters.ts";
import type { Optimizer, Parameter } from "../../../src/runtime/network.ts";

type Rows = readonly (readonly number[])[];

interface Config {
  readonly name: string;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weight_decay?: number;
  readonly betas?: readonly number[];
  readonly amsgrad?: boolean;
}

interface Oracle {
  readonly p0: Rows;
  readonly b0: readonly number[];
  readonly grads: readonly { readonly p: Rows; readonly b: readonly number[] }[];
  readonly cases: readonly {
    readonly config: Config;
    readonly lr: number;
    /** Left out where the configuration is refused. */
    readonly trace?: readonly { readonly p: Rows; readonly b: readonly number[] }[];
  }[];
}

export const oracle = JSON.parse(
  readFileSync(new URL("../../fixtures/reference/oracles/optimizers.json", import.meta.url), "utf8"),
) as Oracle;

export function casesOf(...names: readonly string[]) {
  return oracle.cases.flatMap(({ config, lr, trace }) =>
    names.includes(config.name) && trace !== undefined ? [{ config, lr, trace, name: JSON.stringify(config) }] : [],
  );
}

/** `p` decays; `b` stands for batch norm's shift, which does not. */
export function parameters(): Parameter[] {
  return [
    makeParameter("p", [2, 3], Float32Array.from(oracle.p0.flat()), true),
    makeParameter("b", [3], Float32Array.from(oracle.b0), false),
  ];
}

export function gradientsOf(step: number): Map<string, Tensor> {
  const { p, b } = oracle.grads[step] ?? { p: [], b: [] };
  return new Map([
    ["p", tensor(p.flat(), [2, 3])],
    ["b", tensor([...b])],
  ]);
}

/** The values after each step, and the optimiser's counters at the end. */
export function take(optimizer: Optimizer, rate: number, steps: number) {
  const values = parameters();
  const built = optimizer.build(values);
  const trace = Array.from({ length: steps }, (_, step) => {
    const gradients = gradientsOf(step);
    built.step(gradients, rate);
    for (const gradient of gradients.values()) gradient.dispose();
    return values.map(({ variable }) => [...variable.dataSync()]);
  });
  const counters = built.counters;
  built.dispose();
  for (const { variable } of values) variable.dispose();
  return { trace, counters };
}

/** Takes two of five steps, saves, and takes the rest with an optimiser and parameters made from what was saved. */
export function takeInTwo(optimizer: Optimizer, rate: number) {
  const first = parameters();
  const before = optimizer.build(first);
  for (let step = 0; step < 2; step++) before.step(gradientsOf(step), rate);
  const saved = before.state.map(({ name, variable }) => [name, variable.dataSync<"float32">().slice()] as const);
  const second = first.map(({ name, variable, decay }) =>
    makeParameter(name, variable.shape, variable.dataSync<"float32">().slice(), decay),
  );
  const after = optimizer.build(second);
  after.restore(before.counters);
  for (const [name, values] of saved) {
    const buffer = after.state.find((each) => each.name === name);
    buffer?.variable.assign(tensor(values, buffer.variable.shape));
  }
  for (let step = 2; step < 5; step++) after.step(gradientsOf(step), rate);
  return { values: second.map(({ variable }) => [...variable.dataSync()]), counters: after.counters };
}

export function expectClose(actual: readonly number[], expected: readonly number[], tolerance = 1e-6): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThan(tolerance);
  });
}
