import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClipRef, EpochPlan } from "../../../src/runtime/data.ts";
import { countWindows, type PlanVideo, planTest, planTraining } from "../../../src/runtime/datasets/clip_plan.ts";
import { withDefaults } from "../../../src/runtime/datasets/ucf_config.ts";
import { random } from "../../../src/runtime/samplers/random.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";

type Options = Parameters<typeof withDefaults>[0];

const base = { clip: 8, batch: 8, transform: pipe([]) };
const train = (options: Partial<Options> = {}) =>
  withDefaults({ ...base, split: "train", sample: random({ clipsPerVideo: 1 }), ...options });
const inTest = (options: Partial<Options> = {}) =>
  withDefaults({ ...base, split: "test", sample: uniform({ clipsPerVideo: 4 }), ...options });

/** `perClass` videos of each class, of 10 to 49 windows. */
function videosOf(classes: number, perClass: number): PlanVideo[] {
  return Array.from({ length: classes * perClass }, (_, i) => {
    const label = Math.floor(i / perClass);
    return { name: `c${label}/v${i}.avi`, label, windows: 10 + ((i * 7) % 40) };
  });
}

const key = ({ video, start }: ClipRef): string => `${video}@${start}`;
const flat = (plan: EpochPlan): readonly ClipRef[] => plan.flat();

test("windows are counted as in the reference", () => {
  const file = join(import.meta.dirname, "../../fixtures/reference/oracles/sampling.json");
  const { video_clips: cases } = JSON.parse(readFileSync(file, "utf8")) as {
    video_clips: {
      frames: number;
      frames_per_clip: number;
      step_between_clips: number;
      frame_rate: number | null;
      clips: number[][];
    }[];
  };
  const plain = cases.filter((one) => one.frame_rate === null);
  expect(plain.length).toBeGreaterThan(3);
  for (const { frames, frames_per_clip: clip, step_between_clips: step, clips } of plain) {
    const windows = countWindows(frames, clip, step);
    const starts = Array.from({ length: windows }, (_, window) => window * step);
    expect(starts.map((start) => Array.from({ length: clip }, (_, i) => start + i))).toEqual(clips);
  }
});

describe("train", () => {
  test("the same for the same seed and epoch, another one for another", () => {
    const videos = videosOf(3, 10);
    const plan = (seed: number, epoch: number): EpochPlan => planTraining(videos, train({ take: 16 }), seed, epoch);
    expect(plan(5, 2)).toEqual(plan(5, 2));
    expect(plan(5, 3)).not.toEqual(plan(5, 2));
    expect(plan(6, 2)).not.toEqual(plan(5, 2));
  });

  test("`take` clips of the epoch, none twice; over the epochs every video comes", () => {
    const videos = videosOf(4, 10);
    const seen = new Set<number>();
    for (let epoch = 1; epoch <= 12; epoch++) {
      const clips = flat(planTraining(videos, train({ take: 16, sample: random({ clipsPerVideo: 3 }) }), 0, epoch));
      expect(new Set(clips.map(key)).size).toBe(16);
      for (const { video } of clips) seen.add(video);
    }
    expect(seen.size).toBe(40);
  });

  test("a take larger than the epoch takes all", () => {
    expect(flat(planTraining(videosOf(2, 5), train({ take: 1000 }), 0, 1)).length).toBe(10);
  });

  test("windows lie `step` frames apart and numbers count a video's clips", () => {
    const videos = [{ name: "a", label: 0, windows: 3 }];
    const clips = flat(
      planTraining(videos, train({ step: 5, sample: random({ clipsPerVideo: 9 }), shuffle: "none" }), 0, 1),
    );
    expect(clips.map(({ start }) => start).sort((a, b) => a - b)).toEqual([0, 5, 10]);
    expect(clips.map(({ index }) => index)).toEqual([0, 1, 2]);
  });

  test("a video's clips do not depend on the other videos", () => {
    const videos = videosOf(2, 10);
    const options = train({ shuffle: "none", sample: random({ clipsPerVideo: 2 }) });
    const all = flat(planTraining(videos, options, 1, 1)).filter(({ video }) => video === 7);
    const without = videos.map((video, i) => (i === 3 ? { ...video, windows: 0 } : video));
    const fewer = flat(planTraining(without, options, 1, 1));
    expect(fewer.filter(({ video }) => video === 7)).toEqual(all);
    expect(fewer.filter(({ video }) => video === 3)).toEqual([]);
  });

  test("shuffle", () => {
    const videos = videosOf(3, 6);
    const sample = random({ clipsPerVideo: 3 });
    const order = (shuffle: "clips" | "videos" | "none", take: number | null = null): number[] =>
      flat(planTraining(videos, train({ sample, shuffle, take }), 0, 1)).map(({ video }) => video);
    const runs = (list: number[]): number[] => list.filter((video, i) => video !== list[i - 1]);
    expect(order("none")).toEqual(videos.flatMap((_, i) => [i, i, i]));
    expect(runs(order("videos")).length).toBe(18);
    expect(order("videos")).not.toEqual(order("none"));
    expect(runs(order("clips")).length).toBeGreaterThan(30);
    // The same clips are taken, whatever their order.
    expect(order("videos", 20).sort((a, b) => a - b)).toEqual(order("none", 20));
    expect(order("clips", 20).sort((a, b) => a - b)).toEqual(order("none", 20));
  });

  test("a last batch that is not full stays, or is dropped", () => {
    const videos = videosOf(1, 20);
    expect(planTraining(videos, train(), 0, 1).map((batch) => batch.length)).toEqual([8, 8, 4]);
    expect(planTraining(videos, train({ dropLast: true }), 0, 1).map((batch) => batch.length)).toEqual([8, 8]);
    expect(planTraining(videosOf(1, 16), train({ dropLast: true }), 0, 1).length).toBe(2);
    expect(planTraining(videosOf(1, 5), train({ dropLast: true }), 0, 1)).toEqual([]);
  });
});

describe("test", () => {
  test("whole videos in every batch, in the order of the list, the same in every epoch", () => {
    const videos = videosOf(3, 5);
    const plan = planTest(videos, inTest({ batch: 10 }), 0, 1);
    expect(plan.map((batch) => batch.length)).toEqual([8, 8, 8, 8, 8, 8, 8, 4]);
    expect(flat(plan).map(({ video }) => video)).toEqual(videos.flatMap((_, i) => [i, i, i, i]));
    expect(planTest(videos, inTest({ batch: 10 }), 0, 9)).toEqual(plan);
    expect(planTest(videos, inTest({ batch: 10 }), 3, 1)).toEqual(plan);
    expect(planTest(videos, inTest({ batch: 10, dropLast: true }), 0, 1).length).toBe(7);
  });

  test("`take` deals whole videos round-robin over the classes, the same ones every epoch, by the seed", () => {
    const videos = videosOf(5, 6);
    const options = inTest({ take: 50, batch: 8 });
    const chosen = (seed: number, epoch: number): number[] => [
      ...new Set(flat(planTest(videos, options, seed, epoch)).map((c) => c.video)),
    ];
    // 50 clips are 12 whole videos of 4: two of each class, and of two classes a third.
    const perClass = [0, 1, 2, 3, 4].map(
      (label) => chosen(0, 1).filter((video) => videos[video]?.label === label).length,
    );
    expect(perClass.sort()).toEqual([2, 2, 2, 3, 3]);
    expect(chosen(0, 7)).toEqual(chosen(0, 1));
    const seeds = new Set(Array.from({ length: 20 }, (_, seed) => chosen(seed, 1).join()));
    expect(seeds.size).toBeGreaterThan(15);
  });

  test("a class with fewer videos gives its turns to the others", () => {
    const videos = [...videosOf(1, 1), ...videosOf(2, 5).map((video) => ({ ...video, label: video.label + 1 }))];
    const plan = planTest(videos, inTest({ take: 28 }), 0, 1);
    const chosen = [...new Set(flat(plan).map(({ video }) => video))];
    expect([0, 1, 2].map((label) => chosen.filter((video) => videos[video]?.label === label).length)).toEqual([
      1, 3, 3,
    ]);
  });

  test("no batch cuts a video in two, whatever the numbers", () => {
    const windows = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        windows,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 6, max: 20 }),
        fc.boolean(),
        (counts, n, batch, shuffled) => {
          const videos = counts.map((count, i) => ({ name: `v${i}`, label: i % 3, windows: count }));
          const sample = n % 2 === 0 ? uniform({ clipsPerVideo: n }) : random({ clipsPerVideo: n });
          const plan = planTest(videos, inTest({ sample, batch, shuffle: shuffled ? "videos" : "none" }), 1, 1);
          const usable = counts.filter((count) => count > 0).length;
          const homes = new Map<number, number>();
          for (const [b, clips] of plan.entries()) {
            expect(clips.length).toBeGreaterThan(0);
            expect(clips.length).toBeLessThanOrEqual(batch);
            for (const { video } of clips) expect(homes.get(video) ?? b).toBe(homes.set(video, b).get(video));
          }
          expect(homes.size).toBe(usable);
        },
      ),
    );
  });

  test("a video with more clips than a batch holds is cut, and loses none", () => {
    const plan = planTest(videosOf(1, 2), inTest({ sample: uniform({ clipsPerVideo: 10 }), batch: 4 }), 0, 1);
    expect(plan.map((batch) => batch.length)).toEqual([4, 4, 4, 4, 4]);
  });

  test("shuffle draws another order each epoch, over the same clips", () => {
    const videos = videosOf(2, 8);
    for (const shuffle of ["videos", "clips"] as const) {
      const one = flat(planTest(videos, inTest({ shuffle }), 0, 1)).map(key);
      const two = flat(planTest(videos, inTest({ shuffle }), 0, 2)).map(key);
      expect(one).not.toEqual(two);
      expect([...one].sort()).toEqual([...two].sort());
    }
  });
});
