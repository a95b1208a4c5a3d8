import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { motion } from "../../../src/runtime/datasets/motion.ts";
import { makeMotion, stateOf } from "../../../src/runtime/datasets/motion_folder.ts";
import { drawFrame, frameBytes } from "../../../src/runtime/datasets/motion_frame.ts";
import {
  frameHeight,
  frameWidth,
  type MotionClass,
  type MotionVideo,
  motionClasses,
  motionVideos,
  speedsOf,
} from "../../../src/runtime/datasets/motion_scene.ts";
import { type Look, lookOf } from "../../../src/runtime/datasets/motion_texture.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";
import { toFloat } from "../../../src/runtime/transforms/color.ts";
import { sharedFolder, temporaryFolder } from "../video/videos.ts";
import { affineFlow } from "./affine_flow.ts";
import { openContext } from "./layout.ts";
import { accuracyOf, type Samples, trainLinear } from "./linear_classifier.ts";

const videos = motionVideos();
const looks = new Map<number, Look>();

function look(group: number): Look {
  const found = looks.get(group) ?? lookOf(group);
  looks.set(group, found);
  return found;
}

function options(folder: string, split: "train" | "test", framesPerVideo: number) {
  return {
    folder,
    split,
    clip: 1,
    sample: uniform({ clipsPerVideo: framesPerVideo }),
    batch: 64,
    transform: toFloat(),
  };
}

describe("the scene", () => {
  test("192 videos of eight classes, each group in one list with all classes", () => {
    expect(videos.length).toBe(192);
    expect(new Set(videos.map(({ name }) => name)).size).toBe(192);
    expect(videos.filter(({ split }) => split === "test").length).toBe(48);
    for (let group = 1; group <= 24; group++) {
      const own = videos.filter((video) => video.group === group);
      expect(own.map((video) => video.class)).toEqual([...motionClasses]);
      expect(new Set(own.map(({ split }) => split)).size).toBe(1);
    }
  });

  test("30 to 80 frames, both ends there", () => {
    const frames = videos.map((video) => video.frames);
    expect([Math.min(...frames), Math.max(...frames)]).toEqual([30, 80]);
  });

  test("no test group's speeds are a training group's", () => {
    for (let tested = 1; tested <= 6; tested++) {
      for (let trained = 7; trained <= 24; trained++) {
        const [[low, high], [from, to]] = [speedsOf(tested), speedsOf(trained)];
        expect(high < from || low > to).toBe(true);
      }
    }
  });

  test("no two groups look alike", () => {
    const digest = (data: Uint8Array | Int32Array): string => createHash("md5").update(data).digest("hex");
    const seen = Array.from({ length: 24 }, (_, g) => look(g + 1)).flatMap(({ tile, background }) => [
      digest(tile),
      digest(background),
    ]);
    expect(new Set(seen).size).toBe(48);
  });

  test("the motion between two frames tells the class, in every group", () => {
    const wrong = videos.filter((video) => movesAs(video) !== video.class);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

/** The class whose motion explains two pairs of frames best. */
function movesAs(video: MotionVideo): MotionClass | undefined {
  const sums = new Map<MotionClass, number>();
  for (const t of [4, 20]) {
    const flow = affineFlow(blurred(video, t), blurred(video, t + 1), frameHeight / 8, frameWidth / 8);
    // Each in units of a middle speed, so that they can be compared.
    const add = (towards: MotionClass, away: MotionClass, amount: number): void => {
      sums.set(towards, (sums.get(towards) ?? 0) + amount);
      sums.set(away, (sums.get(away) ?? 0) - amount);
    };
    add("MoveRight", "MoveLeft", flow.right / (7.5 / 8));
    add("MoveDown", "MoveUp", flow.down / (7.5 / 8));
    add("Grow", "Shrink", flow.grow / (0.085 * Math.LN2));
    add("TurnRight", "TurnLeft", flow.turn / 0.125);
  }
  return [...sums].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Brightness, averaged over squares of 8 by 8 pixels. */
function blurred(video: MotionVideo, t: number): Float64Array {
  const frame = new Uint8Array(frameBytes);
  drawFrame(video, look(video.group), t, frame);
  const picture = new Float64Array((frameHeight / 8) * (frameWidth / 8));
  average(frame.subarray(0, frameHeight * frameWidth), frameWidth, 8, picture);
  return picture;
}

test("a linear classifier on single frames stays near chance, though it learns its frames", () => {
  const classify = trainLinear(framesOf("train"), 8);
  const [train, tested] = (["train", "test"] as const).map((split) => {
    const { features, labels } = framesOf(split);
    return accuracyOf(classify(features), labels);
  });
  expect(train).toBeGreaterThan(0.5);
  expect(tested).toBeLessThan(0.25);
});

/** Three frames of every video of the list, brightness and both colours averaged over squares of 16 by 16 pixels. */
function framesOf(split: "train" | "test"): Samples {
  const own = videos
    .filter((video) => video.split === split)
    .flatMap((video) => [0, 14, 28].map((t) => ({ video, t })));
  const cells = (frameHeight / 16) * (frameWidth / 16);
  const features = new Float32Array(own.length * cells * 3);
  const frame = new Uint8Array(frameBytes);
  for (const [n, { video, t }] of own.entries()) {
    drawFrame(video, look(video.group), t, frame);
    const pixels = frameHeight * frameWidth;
    average(frame.subarray(0, pixels), frameWidth, 16, features.subarray(n * cells * 3));
    average(frame.subarray(pixels, pixels * 1.25), frameWidth / 2, 8, features.subarray(n * cells * 3 + cells));
    average(frame.subarray(pixels * 1.25), frameWidth / 2, 8, features.subarray(n * cells * 3 + 2 * cells));
  }
  return { features, labels: own.map(({ video }) => motionClasses.indexOf(video.class)) };
}

/** Averages a plane over squares. */
function average(plane: Uint8Array, width: number, edge: number, into: Float32Array | Float64Array): void {
  const share = 1 / (edge * edge);
  for (let start = 0, row = 0; start < plane.length; start += width, row++) {
    const below = Math.floor(row / edge) * (width / edge);
    for (let x = 0; x < width; x++) {
      const at = below + Math.floor(x / edge);
      into[at] = (into[at] ?? 0) + (plane[start + x] ?? 0) * share;
    }
  }
}

describe("the folder", () => {
  const folder = join(sharedFolder(), "motion");
  const some = videos.filter(({ group }) => group === 1 || group === 7 || group === 8);
  const beside = (): string[] => readdirSync(dirname(folder)).filter((name) => name !== "motion");

  test("an interrupted making leaves nothing", async () => {
    const abort = new AbortController();
    const context = openContext(abort.signal);
    const making = makeMotion(folder, context, some);
    const stop = setInterval(() => beside().length > 0 && abort.abort(), 5);
    await expect(making).rejects.toMatchObject({ name: "AbortError" });
    clearInterval(stop);
    expect(existsSync(folder)).toBe(false);
    expect(beside()).toEqual([]);
  });

  test("is made once, also when two phases ask at once, and is a data set in order", async () => {
    // What a process left that was killed while making.
    mkdirSync(`${folder}.part-999999999/videos`, { recursive: true });
    const context = openContext();
    const sets = [motion(options(folder, "train", 1)), motion(options(folder, "test", 1))];
    expect(await Promise.all(sets.map((set) => set.inspect()))).toEqual([[], []]);
    await Promise.all([makeMotion(folder, context, some), makeMotion(folder, context, some)]);
    expect(context.reports.filter((text) => text.startsWith("making 24 sample videos")).length).toBe(1);
    expect(beside()).toEqual([]);

    const [train, tested] = await Promise.all(sets.map((set) => set.open(context)));
    expect([train?.videosListed, tested?.videosListed]).toEqual([16, 8]);
    expect([train?.troubles, tested?.troubles]).toEqual([[], []]);
    expect(train?.classes).toEqual([...motionClasses]);
    expect(train?.describe()).toMatchObject({ component: "motion", options: { folder, split: "train" } });
    await Promise.all([train?.close(), tested?.close()]);
    expect(await Promise.all(sets.map((set) => set.inspect()))).toEqual([[], []]);

    const index = JSON.parse(readFileSync(join(folder, "frames.json"), "utf8")).videos;
    for (const { name, frames } of some) {
      expect(index[name]?.video.facts).toEqual({ frames, height: 240, width: 320, fps: 25 });
    }
    const again = openContext();
    const reopened = await motion(options(folder, "test", 1)).open(again);
    await reopened.close();
    expect(again.reports).toEqual([]);
  });

  test("shows what was drawn", async () => {
    const phase = await motion(options(folder, "test", 1)).open(openContext());
    const [refs = []] = phase.plan(0, 1);
    const { batch } = await phase.load(refs, 0, 1, new AbortController().signal);
    await phase.close();
    for (const [n, { video, start }] of refs.entries()) {
      const drawn = some.find(({ name }) => name === phase.videoName(video));
      if (drawn === undefined || batch === null) throw new Error("no such video");
      expect(phase.classes[batch.labels[n] ?? -1]).toBe(drawn.class);
      const frame = new Uint8Array(frameBytes);
      drawFrame(drawn, look(drawn.group), start, frame);
      const size = frameHeight * frameWidth;
      let difference = 0;
      for (let i = 0; i < size; i++) {
        const [r = 0, g = 0, b = 0] = batch.clips.subarray((n * size + i) * 3, (n * size + i) * 3 + 3);
        const luma = 16 + 219 * (0.299 * r + 0.587 * g + 0.114 * b);
        difference += Math.abs(luma - (frame[i] ?? 0)) / size;
      }
      expect(difference).toBeLessThan(4);
    }
  });

  test("what an earlier vcl made is made anew", async () => {
    const old = join(temporaryFolder(), "motion");
    mkdirSync(join(old, "videos/Bounce"), { recursive: true });
    writeFileSync(join(old, "recipe.txt"), "vcl sample videos, recipe 0\n");
    expect(stateOf(old)).toBe("outdated");
    await makeMotion(old, openContext(), some.slice(0, 1));
    expect(stateOf(old)).toBe("made");
    expect(readdirSync(join(old, "videos")).sort()).toEqual([...motionClasses].sort());
  });

  test("something else in its place is left alone", async () => {
    const other = temporaryFolder();
    writeFileSync(join(other, "recipe.txt"), "Take two eggs.");
    const data = motion(options(other, "train", 1));
    expect(await data.inspect()).toEqual([expect.objectContaining({ code: "V0904", field: "folder", why: other })]);
    await expect(data.open(openContext())).rejects.toThrow("holds something else than vcl's sample videos");
    expect(readdirSync(other)).toEqual(["recipe.txt"]);
    rmSync(join(other, "recipe.txt"));
    expect(await data.inspect()).toEqual([]);
  });
});
