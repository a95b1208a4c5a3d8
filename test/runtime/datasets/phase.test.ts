import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { LoadedBatch, PhaseData } from "../../../src/runtime/data.ts";
import { createClipCache } from "../../../src/runtime/datasets/clip_cache.ts";
import { ucfLayout } from "../../../src/runtime/datasets/ucf_layout.ts";
import { random } from "../../../src/runtime/samplers/random.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";
import { toFloat } from "../../../src/runtime/transforms/color.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";
import { flip, randomCrop, resizeShort } from "../../../src/runtime/transforms/spatial.ts";
import { openFfmpeg } from "../../../src/runtime/video/tools.ts";
import { decodeWhole, makeVideo, sharedFolder } from "../video/videos.ts";
import { copyLayout, makeLayout, openContext, optionsIn } from "./layout.ts";

const original = sharedFolder();
beforeAll(() => makeLayout(original));
const never = new AbortController().signal;

type Changes = Partial<Parameters<typeof ucfLayout>[0]>;

async function withPhase<T>(
  folder: string,
  changes: Changes,
  use: (phase: PhaseData, reports: string[]) => Promise<T>,
): Promise<T> {
  const context = openContext();
  const phase = await ucfLayout({ ...optionsIn(folder), ...changes }).open(context);
  try {
    return await use(phase, context.reports);
  } finally {
    await phase.close();
  }
}

const augmented = (): Changes => ({
  split: "train",
  sample: random({ clipsPerVideo: 2 }),
  transform: pipe([resizeShort({ size: [18, 24] }), randomCrop({ size: [16, 16] }), flip({ p: 0.5 }), toFloat()]),
});

describe("a batch", () => {
  test("holds exactly the frames of its clips, with labels and the videos' places", async () => {
    const folder = copyLayout(original);
    const { everyFrame } = await openFfmpeg();
    await withPhase(folder, {}, async (phase) => {
      const plan = phase.plan(0, 1);
      expect(plan.length).toBe(3);
      for (const refs of plan) {
        const { batch, troubles } = await phase.load(refs, 0, 1, never);
        expect(troubles).toEqual([]);
        expect(batch?.shape).toEqual([4, 4, 24, 32, 3]);
        expect([...(batch?.videos ?? [])]).toEqual(refs.map(({ video }) => video));
        for (const [n, { video, start }] of refs.entries()) {
          const name = phase.videoName(video);
          const whole = decodeWhole(join(folder, "videos", name), everyFrame);
          const size = 24 * 32 * 3;
          const wanted = Float32Array.from(whole.subarray(start * size, (start + 4) * size));
          expect(batch?.clips.subarray(n * 4 * size, (n + 1) * 4 * size)).toEqual(wanted);
          expect(phase.classes[batch?.labels[n] ?? -1]).toBe(name.split("/")[0]);
        }
      }
    });
  });

  test("does not depend on the number of decoders, on order or on what else is loaded", async () => {
    const folder = copyLayout(original);
    await withPhase(folder, augmented(), async (phase) => {
      const plan = phase.plan(3, 2);
      expect(plan.length).toBe(6);
      const together = await Promise.all(plan.map((refs) => phase.load(refs, 3, 2, never)));
      const context = { ...openContext(), decoders: 1 };
      const other = await ucfLayout({ ...optionsIn(folder), ...augmented() }).open(context);
      for (const [i, refs] of [...plan.entries()].reverse())
        expect(await other.load(refs, 3, 2, never)).toEqual(together[i]);
      const [first = []] = plan;
      expect(await other.load(first, 4, 2, never)).not.toEqual(together[0]);
      expect(await other.load(first, 3, 1, never)).not.toEqual(together[0]);
      await other.close();
    });
  });

  test("clips of different size cannot share one: both videos are named", async () => {
    const folder = copyLayout(original);
    makeVideo(join(folder, "videos/Walk/v_Walk_g02_c01.avi"), { frames: 12, size: "48x24" });
    await withPhase(folder, {}, async (phase, reports) => {
      expect(reports.join()).toContain("1 video has another frame size than 24x32: Walk/v_Walk_g02_c01.avi (24x48)");
      const loading = phase.load(phase.plan(0, 1)[0] ?? [], 0, 1, never);
      await expect(loading).rejects.toThrow("Walk/v_Walk_g01_c01.avi gives 24x32, Walk/v_Walk_g02_c01.avi 24x48");
    });
  });

  test("an abort rejects with the signal's reason", async () => {
    await withPhase(copyLayout(original), {}, async (phase) => {
      const abort = new AbortController();
      const loads = phase.plan(0, 1).map((refs) => phase.load(refs, 0, 1, abort.signal));
      abort.abort();
      for (const load of await Promise.allSettled(loads)) {
        expect(load).toMatchObject({ status: "rejected", reason: { name: "AbortError" } });
      }
      expect((await phase.load(phase.plan(0, 1)[0] ?? [], 0, 1, never)).batch).not.toBeNull();
    });
  });
});

describe("clips that come again", () => {
  test("are not decoded twice, and are the same", async () => {
    const folder = copyLayout(original);
    const fixed: Changes = { transform: pipe([resizeShort({ size: 12 }), toFloat()]) };
    await withPhase(folder, fixed, async (phase) => {
      const [first = [], second = []] = phase.plan(0, 1);
      const before = await phase.load(first, 0, 1, never);
      rmSync(join(folder, "videos"), { recursive: true });
      expect(await phase.load(first, 0, 2, never)).toEqual(before);
      // A batch is a copy: nobody can change what is kept.
      before.batch?.clips.fill(-1);
      expect((await phase.load(first, 0, 3, never)).batch?.clips.includes(-1)).toBe(false);
      expect((await phase.load(second, 0, 2, never)).batch).toBeNull();
    });
  });

  test("but drawn ones are drawn anew in each epoch", async () => {
    await withPhase(copyLayout(original), { transform: flip({ p: 0.5 }) }, async (phase) => {
      const [first = []] = phase.plan(0, 1);
      const epochs = await Promise.all([1, 2, 3, 4].map((epoch) => phase.load(first, 0, epoch, never)));
      expect(
        new Set(epochs.map(({ batch }) => Buffer.from(batch?.clips.buffer ?? []).toString("base64"))).size,
      ).toBeGreaterThan(1);
    });
  });

  test("are kept up to a limit", () => {
    const clip = {
      data: new Uint8Array(100).subarray(0, 40),
      frames: 1,
      height: 1,
      width: 40,
      channels: 1,
      scale: "u8",
    } as const;
    const cache = createClipCache(100);
    for (const start of [0, 1, 2]) cache.keep(0, start, clip);
    expect([0, 1, 2].map((start) => cache.get(0, start)?.data.buffer.byteLength)).toEqual([40, 40, undefined]);
  });
});

describe("short videos", () => {
  test("are left out in train, and named", async () => {
    const folder = copyLayout(original);
    // Walk has 11 to 16 frames, Archery 12 to 17, YoYo 13 to 18.
    await withPhase(folder, { split: "train", sample: random({ clipsPerVideo: 1 }), clip: 15 }, async (phase) => {
      expect(phase.troubles).toEqual([
        { video: "Walk/v_Walk_g03_c01.avi", reason: "it has 13 frames, fewer than a clip's 15" },
        { video: "Walk/v_Walk_g04_c01.avi", reason: "it has 14 frames, fewer than a clip's 15" },
        { video: "Archery/v_Archery_g03_c01.avi", reason: "it has 14 frames, fewer than a clip's 15" },
      ]);
      expect(phase.videosListed).toBe(12);
      expect(phase.plan(0, 1).flat().length).toBe(9);
    });
  });

  test("repeat their last frame in test", async () => {
    const folder = copyLayout(original);
    const { everyFrame } = await openFfmpeg();
    await withPhase(folder, { clip: 13, sample: uniform({ clipsPerVideo: 1 }), batch: 1 }, async (phase) => {
      expect(phase.troubles).toEqual([]);
      const { batch } = await phase.load(phase.plan(0, 1)[0] ?? [], 0, 1, never);
      const whole = decodeWhole(join(folder, "videos", phase.videoName(0)), everyFrame);
      const size = 24 * 32 * 3;
      expect(whole.length).toBe(11 * size);
      const last = whole.subarray(10 * size);
      expect(batch?.clips).toEqual(Float32Array.from(Buffer.concat([whole, last, last])));
    });
  });
});

describe("broken videos", () => {
  test("that the probe finds are troubles from the start; the rest goes on", async () => {
    const folder = copyLayout(original);
    writeFileSync(join(folder, "videos/Archery/v_Archery_g01_c01.avi"), "not a video");
    writeFileSync(join(folder, "videos/YoYo/v_YoYo_g02_c01.avi"), "");
    await withPhase(folder, {}, async (phase) => {
      expect(phase.troubles).toEqual([
        { video: "Archery/v_Archery_g01_c01.avi", reason: "Invalid data found when processing input" },
        { video: "YoYo/v_YoYo_g02_c01.avi", reason: "Invalid data found when processing input" },
      ]);
      expect(phase.videosListed).toBe(6);
      expect(
        new Set(
          phase
            .plan(0, 1)
            .flat()
            .map(({ video }) => video),
        ),
      ).toEqual(new Set([0, 1, 3, 4]));
    });
  });

  test("that break later are left out of their batch and named", async () => {
    const folder = copyLayout(original);
    await withPhase(folder, { sample: random({ clipsPerVideo: 2 }) }, async (phase) => {
      const [first = []] = phase.plan(0, 1);
      const whole = (await phase.load(first, 0, 1, never)).batch;
      writeFileSync(join(folder, "videos/Walk/v_Walk_g01_c01.avi"), "gone bad");
      const { batch, troubles } = await phase.load(first, 0, 1, never);
      expect(troubles).toEqual([
        {
          video: "Walk/v_Walk_g01_c01.avi",
          reason: expect.stringMatching(/^0 of \d frames decode: Invalid data found when processing input$/),
        },
      ]);
      expect(batch?.shape[0]).toBe(2);
      expect(batch?.clips).toEqual(whole?.clips.slice(whole.clips.length / 2));
      rmSync(join(folder, "videos/Walk/v_Walk_g02_c01.avi"));
      const nothing: LoadedBatch = await phase.load(first, 0, 1, never);
      expect(nothing.batch).toBeNull();
      expect(nothing.troubles.map(({ reason }) => reason)[1]).toMatch(/No such file/);
    });
  });

  test("that are damaged and yet decode in part are used and reported", async () => {
    const folder = copyLayout(original);
    const file = join(folder, "videos/Walk/v_Walk_g01_c01.avi");
    makeVideo(file, { frames: 40, size: "32x24", options: ["-c:v", "mpeg4", "-q:v", "1"] });
    const data = readFileSync(file);
    writeFileSync(file, data.subarray(0, Math.floor(data.length / 2)));
    await withPhase(folder, {}, async (phase, reports) => {
      expect(phase.troubles).toEqual([]);
      expect(reports.join("\n")).toMatch(
        /1 video is damaged; the frames that decode are used: .*g01_c01.avi \(\d+ frames?\)/,
      );
      expect((await phase.load(phase.plan(0, 1)[0] ?? [], 0, 1, never)).batch?.shape[0]).toBe(4);
    });
  });

  test("only: an error", async () => {
    const folder = copyLayout(original);
    for (const name of ["Walk", "Archery", "YoYo"])
      for (const group of ["g01", "g02"]) writeFileSync(join(folder, `videos/${name}/v_${name}_${group}_c01.avi`), "x");
    const opening = ucfLayout(optionsIn(folder)).open(openContext());
    await expect(opening).rejects.toThrow("none of the 6 videos of testlist01.txt can be used");
  });
});

describe("what a phase says of itself", () => {
  test("protocol, counts, description", async () => {
    await withPhase(copyLayout(original), { take: 7 }, async (phase) => {
      expect(phase.protocol).toBe("2 uniform clips");
      expect([phase.clipsPerVideo, phase.videosListed]).toEqual([2, 3]);
      expect(phase.describe()).toMatchObject({
        component: "ucf_layout",
        options: { classes: 3, shuffle: "none", dropLast: false, take: 7, sample: { component: "uniform" }, fold: 1 },
      });
      expect(JSON.parse(JSON.stringify(phase.describe()))).toEqual(phase.describe());
    });
    await withPhase(copyLayout(original), augmented(), async (phase) => {
      expect(phase.describe().options).toMatchObject({ shuffle: "clips", transform: { component: "pipe" } });
    });
    await withPhase(copyLayout(original), { sample: random({ clipsPerVideo: 1 }) }, async (phase) => {
      expect(phase.protocol).toBe("1 random clip");
    });
  });

  test("a take of less than one video is an error", async () => {
    const opening = ucfLayout({ ...optionsIn(copyLayout(original)), take: 1 }).open(openContext());
    await expect(opening).rejects.toThrow("`take` is 1 clip, less than one video's 2");
  });
});
