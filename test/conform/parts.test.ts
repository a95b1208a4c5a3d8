/** What `stdlib` declares of samplers, schedules, losses and meters against what the runtime does. */
import { tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Sampler } from "../../src/runtime/data.ts";
import { selectEngine } from "../../src/runtime/engine/select.ts";
import { RunError } from "../../src/runtime/error.ts";
import type { Loss, Meaning, Meter, Schedule } from "../../src/runtime/network.ts";
import { stream } from "../../src/runtime/random.ts";
import { components, factoryOf, namesOf } from "./components.ts";

beforeAll(async () => {
  await selectEngine("wasm");
});

const meanings: readonly Meaning[] = ["logits", "probabilities", "multi_probabilities"];

async function made<Made>(name: string, options: object): Promise<Made> {
  const decl = components.find((each) => each.name.name === name);
  if (!decl) throw new Error(`no ${name}`);
  return (await factoryOf(decl))(options) as unknown as Made;
}

/** The meanings that a declaration takes. */
function taken(name: string): readonly string[] {
  const items = components.find((each) => each.name.name === name)?.items ?? [];
  return items.flatMap((item) => {
    const text = item.span.file.text.slice(item.span.start, item.span.end);
    return /^takes\s+(\w+)/.exec(text)?.[1] ?? [];
  });
}

describe.each(namesOf("sampler"))("sampler %s", (name) => {
  it("gives as many clips as it says, all of them there", async () => {
    for (const clips of [1, 2, 3, 10]) {
      const sampler = await made<Sampler>(name, { clipsPerVideo: clips });
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (windows, seed) => {
          const picked = sampler.pick(windows, stream(seed));
          // One that draws distinct clips gives all there are of a video with fewer.
          expect(picked.length).toBe(sampler.random ? Math.min(clips, windows) : clips);
          for (const start of picked) expect(start >= 0 && start < windows && Number.isInteger(start)).toBe(true);
          if (sampler.random) expect(new Set(picked).size).toBe(picked.length);
          else expect(sampler.pick(windows, stream(seed + 1))).toEqual(picked);
        }),
        { numRuns: 40 },
      );
    }
  });
});

const rate = fc.double({ min: 0.001, max: 1, noNaN: true });

/** Random options of each schedule, with the least and the greatest rate that they may give. */
const schedules: Readonly<
  Record<string, fc.Arbitrary<{ readonly options: object; readonly rates: readonly number[] }>>
> = {
  constant: rate.map((value) => ({ options: { value }, rates: [value] })),
  linear: fc.tuple(rate, rate).map(([from, to]) => ({ options: { from, to }, rates: [from, to] })),
  cosine: fc.tuple(rate, rate).map(([from, to]) => ({ options: { from, to }, rates: [from, to] })),
  multistep: fc
    .array(rate, { minLength: 1, maxLength: 4 })
    .map((values) => ({ options: { values, at: values.slice(1).map((_, i) => i + 1) }, rates: values })),
};

it("every schedule is tried", () => {
  expect(Object.keys(schedules).toSorted()).toEqual(namesOf("schedule").toSorted());
});

describe.each(Object.entries(schedules))("schedule %s", (name, arbitrary) => {
  it("gives a rate within its bounds over the whole run", async () => {
    const samples = fc.sample(arbitrary, { numRuns: 40, seed: 1 });
    for (const { options, rates } of samples) {
      const schedule = await made<Schedule>(name, options);
      for (let step = 0; step < 50; step++) {
        const value = schedule.at(step / 50, 5);
        expect(value).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-12);
        expect(value).toBeLessThanOrEqual(Math.max(...rates) + 1e-12);
      }
      expect(schedule.at(0, 5)).toBeCloseTo(rates[0] ?? Number.NaN, 12);
    }
  });
});

/** Rows that are fine as any meaning: probabilities that add up to 1, and between 0 and 1. */
const rows = [0.5, 0.3, 0.2, 0.1, 0.2, 0.7];

describe.each(namesOf("loss"))("loss %s", (name) => {
  it.each(meanings)("takes %s as declared", async (meaning) => {
    const loss = await made<Loss>(name, {});
    const multi = taken(name).includes("multi_labels");
    const compute = (): number =>
      tidy(() => {
        const labels = multi ? tensor2d([0, 1, 1, 1, 0, 0], [2, 3]) : tensor1d([0, 2], "int32");
        return loss.compute({ values: tensor2d(rows, [2, 3]), meaning }, labels).dataSync()[0] ?? Number.NaN;
      });
    if (taken(name).includes(meaning)) expect(compute()).toBeGreaterThan(0);
    else expect(compute).toThrow(RunError);
  });
});

describe.each(namesOf("meter"))("meter %s", (name) => {
  it("takes what every head may yield, and one class each", () => {
    expect(taken(name)).toEqual([...meanings, "labels"]);
  });

  it("gives a share for each k, up to the number of classes", async () => {
    const batch = {
      values: Float32Array.from(rows),
      classes: 3,
      labels: Int32Array.of(0, 1),
      videos: Int32Array.of(0, 1),
    };
    const running = (await made<Meter>(name, { topk: [1, 2, 3], clipsPerVideo: 1 })).start();
    running.update(batch);
    expect(running.value()).toEqual({ top1: 0.5, top2: 1, top3: 1 });
    const tooMany = (await made<Meter>(name, { topk: [4], clipsPerVideo: 1 })).start();
    expect(() => {
      tooMany.update(batch);
      tooMany.value();
    }).toThrow(RunError);
  });
});
