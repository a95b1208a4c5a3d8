import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stream } from "../../../src/runtime/random.ts";
import { random } from "../../../src/runtime/samplers/random.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";

interface Oracle {
  readonly uniform_clip_sampler: readonly {
    readonly clips_of_each_video: readonly number[];
    readonly clips_per_video: number;
    readonly clip_ids: readonly number[];
  }[];
}

const file = join(import.meta.dirname, "../../fixtures/reference/oracles/sampling.json");
const oracle: Oracle = JSON.parse(readFileSync(file, "utf8"));
const draws = stream(0, "unused");

describe("uniform", () => {
  const several = oracle.uniform_clip_sampler.filter((one) => one.clips_per_video > 1);

  test.each(several)(
    "$clips_per_video clips of videos with $clips_of_each_video windows, as in the reference",
    (one) => {
      let before = 0;
      const ids: number[] = [];
      for (const count of one.clips_of_each_video) {
        if (count > 0)
          ids.push(
            ...uniform({ clipsPerVideo: one.clips_per_video })
              .pick(count, draws)
              .map((id) => id + before),
          );
        before += count;
      }
      expect(several.length).toBeGreaterThan(1);
      expect(ids).toEqual(one.clip_ids);
    },
  );

  test("a single clip is the middle one, where the reference takes the first", () => {
    const single = oracle.uniform_clip_sampler.find((one) => one.clips_per_video === 1);
    expect(single).toMatchObject({ clips_of_each_video: [23, 5, 1, 30], clip_ids: [0, 23, 28, 29] });
    expect([23, 5, 1, 30, 4].map((count) => uniform({ clipsPerVideo: 1 }).pick(count, draws)[0])).toEqual([
      11, 2, 0, 14, 1,
    ]);
  });

  test("is exact in lists longer than float32 counts", () => {
    const picked = uniform({ clipsPerVideo: 3 }).pick(2 ** 25 + 2, draws);
    expect(picked).toEqual([0, 2 ** 24, 2 ** 25 + 1]);
  });

  test("begins with the first window, ends with the last, never goes back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 2, max: 40 }), (count, n) => {
        const picked = uniform({ clipsPerVideo: n }).pick(count, draws);
        expect([picked.length, picked[0], picked.at(-1)]).toEqual([n, 0, count - 1]);
        expect(picked.every((window, i) => window >= (picked[i - 1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe("random", () => {
  test("draws distinct windows, all of them where there are too few", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), fc.integer(), (count, n, seed) => {
        const picked = random({ clipsPerVideo: n }).pick(count, stream(seed));
        expect(new Set(picked).size).toBe(Math.min(n, count));
        expect(picked.length).toBe(Math.min(n, count));
        expect(picked.every((window) => window >= 0 && window < count)).toBe(true);
      }),
    );
  });

  test("every window is as likely, at every place", () => {
    const random2 = stream(7, "likely");
    const counts = [0, 1].map(() => new Array<number>(5).fill(0));
    for (let i = 0; i < 5000; i++) {
      for (const [place, window] of random({ clipsPerVideo: 2 }).pick(5, random2).entries()) {
        const row = counts[place] ?? [];
        row[window] = (row[window] ?? 0) + 1;
      }
    }
    for (const row of counts) for (const count of row) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

test("descriptions", () => {
  expect(random({ clipsPerVideo: 2 }).describe()).toEqual({ component: "random", options: { clipsPerVideo: 2 } });
  expect(uniform({ clipsPerVideo: 10 }).describe()).toEqual({ component: "uniform", options: { clipsPerVideo: 10 } });
});
