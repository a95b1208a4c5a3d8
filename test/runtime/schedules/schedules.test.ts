import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunError } from "../../../src/runtime/error.ts";
import type { Schedule } from "../../../src/runtime/network.ts";
import { asSchedule } from "../../../src/runtime/schedules/as_schedule.ts";
import { chain } from "../../../src/runtime/schedules/chain.ts";
import { constant } from "../../../src/runtime/schedules/constant.ts";
import { cosine } from "../../../src/runtime/schedules/cosine.ts";
import { linear } from "../../../src/runtime/schedules/linear.ts";
import { multistep } from "../../../src/runtime/schedules/multistep.ts";

interface Config {
  readonly name: string;
  readonly value?: number;
  readonly values?: readonly number[];
  readonly milestones?: readonly number[];
  readonly start_value?: number;
  readonly end_value?: number;
  readonly num_epochs?: number;
  readonly schedulers?: readonly Config[];
  readonly lengths?: readonly number[];
  readonly interval_scaling?: readonly string[];
}

interface Oracle {
  readonly where: readonly number[];
  readonly schedulers: readonly { readonly config: Config; readonly values: readonly number[] }[];
}

const oracle = JSON.parse(
  readFileSync(new URL("../../fixtures/reference/oracles/schedulers.json", import.meta.url), "utf8"),
) as Oracle;

/** The oracle's schedule in vcl's terms, where vcl has it. */
function fromConfig(config: Config, over = 1): Schedule | undefined {
  const ramp = { from: config.start_value ?? 0, to: config.end_value ?? 0, over };
  switch (config.name) {
    case "constant":
      return constant({ value: config.value ?? 0, over });
    case "linear":
      return linear(ramp);
    case "cosine":
      return cosine(ramp);
    case "multistep":
      if (config.milestones === undefined || config.num_epochs === undefined) return undefined;
      return multistep({ values: config.values ?? [], at: config.milestones, over });
    case "composite": {
      if (config.interval_scaling?.includes("fixed")) return undefined;
      const parts = config.schedulers?.map((part, i) => fromConfig(part, config.lengths?.[i])) ?? [];
      return parts.every((part) => part !== undefined) ? chain(parts) : undefined;
    }
  }
  return undefined;
}

describe("schedules give the reference's values", () => {
  const known = oracle.schedulers.flatMap(({ config, values }) => {
    const schedule = fromConfig(config);
    return schedule === undefined ? [] : [{ config, values, schedule, name: JSON.stringify(config) }];
  });

  it("covers constant, linear, cosine, multistep and a chain of two", () => {
    expect(known.map(({ config }) => config.name)).toEqual([
      "constant",
      "linear",
      "cosine",
      "multistep",
      "multistep",
      "composite",
    ]);
  });

  it.each(known)("$name", ({ config, values, schedule }) => {
    oracle.where.forEach((where, i) => {
      expect(schedule.at(where, config.num_epochs ?? 1), `at ${where}`).toBeCloseTo(values[i] as number, 12);
    });
  });
});

describe("multistep", () => {
  it("keeps its value within an epoch and changes it after the milestone's last step", () => {
    const schedule = multistep({ values: [0.005, 0.0005], at: [1] });
    const rates = Array.from({ length: 16 }, (_, step) => schedule.at(step / 16, 2));
    expect(rates).toEqual([...new Array(8).fill(0.005), ...new Array(8).fill(0.0005)]);
  });

  it("changes on the step for any number of steps", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 2, max: 300 }),
        fc.nat(),
        (perEpoch, epochs, pick) => {
          const milestone = 1 + (pick % (epochs - 1));
          const schedule = multistep({ values: [1, 2], at: [milestone] });
          const total = perEpoch * epochs;
          expect(schedule.at((perEpoch * milestone - 1) / total, epochs)).toBe(1);
          expect(schedule.at((perEpoch * milestone) / total, epochs)).toBe(2);
        },
      ),
    );
  });

  it("refuses milestones that do not fit", () => {
    expect(() => multistep({ values: [1, 2], at: [1, 2] })).toThrow("2 milestones need 3 values, not 2");
    expect(() => multistep({ values: [1, 2, 3], at: [2, 1] })).toThrow("must ascend and be above 0, not [2, 1]");
    expect(() => multistep({ values: [1, 2], at: [0] })).toThrow("must ascend and be above 0");
  });
});

describe("chain", () => {
  const warmUp = linear({ from: 0, to: 1, over: 0.25 });
  const decay = cosine({ from: 1, to: 0, over: 0.75 });

  it("rescales each part to its share, and a boundary belongs to the part that begins there", () => {
    const schedule = chain([warmUp, decay]);
    expect(schedule.at(0, 4)).toBe(0);
    expect(schedule.at(0.125, 4)).toBeCloseTo(0.5, 12);
    expect(schedule.at(0.25, 4)).toBe(1);
    expect(schedule.at(0.625, 4)).toBeCloseTo(0.5, 12);
  });

  it("counts a part's epochs from its start", () => {
    const schedule = chain([constant({ value: 9, over: 0.5 }), multistep({ values: [1, 2], at: [3], over: 0.5 })]);
    expect([0.4, 0.5, 0.79, 0.8, 0.9].map((where) => schedule.at(where, 10))).toEqual([9, 1, 1, 2, 2]);
  });

  it("may hold a chain", () => {
    const schedule = chain([
      chain([constant({ value: 1, over: 0.2 }), constant({ value: 2, over: 0.3 })]),
      constant({ value: 3, over: 0.5 }),
    ]);
    expect([0, 0.19, 0.2, 0.49, 0.5, 0.99].map((where) => schedule.at(where, 1))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("must cover the whole run to be a learning rate", () => {
    expect(() => chain([warmUp, linear({ from: 1, to: 0 })])).toThrow("cover 125% of the run");
    expect(() => asSchedule(chain([warmUp, cosine({ from: 1, to: 0, over: 0.5 })]))).toThrow(
      "covers 75% of the run, not all of it",
    );
    expect(() => asSchedule(warmUp)).toThrow(RunError);
    expect(asSchedule(chain([warmUp, decay])).at(0.25, 1)).toBe(1);
    expect(asSchedule(0.1).at(0.7, 3)).toBe(0.1);
  });

  it("describes its parts", () => {
    expect(chain([warmUp, decay]).describe()).toEqual({
      component: "chain",
      options: {
        parts: [
          { component: "linear", options: { from: 0, to: 1, over: 0.25 } },
          { component: "cosine", options: { from: 1, to: 0, over: 0.75 } },
        ],
      },
    });
  });
});
