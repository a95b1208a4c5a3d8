/** What the data sets of `stdlib` declare of a clip, its labels and classes against batches of real videos, for random options. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataSet } from "../../src/runtime/data.ts";
import { ucfLayout } from "../../src/runtime/datasets/ucf_layout.ts";
import { ucf101 } from "../../src/runtime/datasets/ucf101.ts";
import { random } from "../../src/runtime/samplers/random.ts";
import { uniform } from "../../src/runtime/samplers/uniform.ts";
import { toFloat } from "../../src/runtime/transforms/color.ts";
import { pipe } from "../../src/runtime/transforms/pipe.ts";
import { randomCrop, resizeShort } from "../../src/runtime/transforms/spatial.ts";
import { check } from "../language/helpers.ts";
import { openContext } from "../runtime/datasets/layout.ts";
import { makeSmallVideos } from "../runtime/trainer/small_videos.ts";
import { namesOf } from "./components.ts";
import { boundsOf } from "./program.ts";

const folder = mkdtempSync(join(tmpdir(), "vcl-conform-"));
const frames = 30;

interface Case {
  /** What the declaration needs beside the fields that all data sets have. */
  readonly fields: string;
  readonly make: (options: Parameters<typeof ucf101>[0]) => DataSet;
  readonly size: readonly [number, number];
  readonly classes: number;
}

const more = Array.from({ length: 99 }, (_, i) => `Other${i}`);
const cases: Readonly<Record<string, Case>> = {
  ucf_layout: {
    fields: `classes: 2, frames: [48x64 px], shortest: ${frames} frames,`,
    make: (options) => ucfLayout({ ...options, classes: 2, frames: [[48, 64]], shortest: frames }),
    size: [48, 64],
    classes: 2,
  },
  ucf101: { fields: "", make: ucf101, size: [240, 320], classes: 101 },
};

const options = fc.record({
  clip: fc.integer({ min: 1, max: 9 }),
  step: fc.integer({ min: 1, max: 3 }),
  clips: fc.integer({ min: 1, max: 3 }),
  batch: fc.integer({ min: 1, max: 5 }),
  short: fc.integer({ min: 12, max: 20 }),
  crop: fc.option(fc.tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 3, max: 12 }))),
});

beforeAll(() => {
  for (const [name, { size }] of Object.entries(cases)) {
    makeSmallVideos(join(folder, name), { train: 3, test: 2, frames, size, classes: name === "ucf101" ? more : [] });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("data sets", () => {
  it.each(Object.entries(cases))("%s gives clips, labels and classes as declared", async (name, known) => {
    await fc.assert(
      fc.asyncProperty(options, async ({ clip, step, clips, batch, short, crop }) => {
        const [videos, splits] = [join(folder, name, "videos"), join(folder, name, "splits")];
        const index = join(folder, name, "frames.json");
        const cut = crop ? `|> random_crop(${crop[0]}x${crop[1]} px) ` : "";
        const { experiments } = check(`
let videos = ${name} {
  videos: "${videos}", splits: "${splits}", index: "${index}", ${known.fields}
  clip: ${clip} frames, step: ${step} frames, batch: ${batch} clips, transform: resize_short(${short} px) ${cut}|> to_float
}
data train = videos { split: .train, sample: random(${clips} clips per video) }
data test = videos { split: .test, sample: uniform(${clips} clips per video), batch: ${batch * clips} clips }
model m = resnext3d { blocks: [1], planes: 1, stem_planes: 1, head h at stage1.last = fully_convolutional_linear {} }
experiment e { phases: [train, test], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`);
        const shared = { videos, splits, index, clip, step };
        const steps = [resizeShort({ size: short }), ...(crop ? [randomCrop({ size: crop })] : []), toFloat()];
        for (const [split, sample, most] of [
          ["train", random({ clipsPerVideo: clips }), batch],
          ["test", uniform({ clipsPerVideo: clips }), batch * clips],
        ] as const) {
          const made = known.make({ ...shared, split, sample, batch: most, transform: pipe(steps) });
          const phase = await made.open(openContext());
          try {
            const declared = experiments[0]?.phases.find((each) => each.name === split)?.runs[0]?.clip;
            const bounds = boundsOf(declared);
            expect(bounds).toHaveLength(4);
            expect(phase.classes).toHaveLength(known.classes);
            const [first = []] = phase.plan(0, 1);
            const { batch: loaded } = await phase.load(first, 0, 1, new AbortController().signal);
            const [n, t, h, w, c] = loaded?.shape ?? [];
            expect(n).toBeLessThanOrEqual(most);
            for (const [i, size] of [c, t, h, w].entries()) {
              expect(size).toBeGreaterThanOrEqual(bounds[i]?.[0] ?? Number.NaN);
              expect(size).toBeLessThanOrEqual(bounds[i]?.[1] ?? Number.NaN);
            }
            for (const label of loaded?.labels ?? []) expect([0, 1]).toContain(label);
          } finally {
            await phase.close();
          }
        }
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it("are all tried, here or beside the samplers", () => {
    expect([...Object.keys(cases), "motion"].toSorted()).toEqual(namesOf("dataset").toSorted());
  });
});
