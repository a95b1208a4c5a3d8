/** A small data set in the UCF-101 layout, made once per test file. */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OpenContext } from "../../../src/runtime/data.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";
import { makeVideos, temporaryFolder } from "../video/videos.ts";

export const classes = ["Walk", "Archery", "YoYo"] as const;

/** Six videos of each class; g01 and g02 are the test groups, and frame counts differ. */
export function makeLayout(folder: string): void {
  const train: string[] = [];
  const test: string[] = [];
  const videos: { path: string; frames: number }[] = [];
  for (const [k, name] of classes.entries()) {
    for (let group = 1; group <= 6; group++) {
      const video = `${name}/v_${name}_g0${group}_c01.avi`;
      mkdirSync(dirname(join(folder, "videos", video)), { recursive: true });
      videos.push({ path: join(folder, "videos", video), frames: 10 + group + k });
      if (group <= 2) test.push(video);
      else train.push(`${video} ${k + 1}`);
    }
  }
  makeVideos(videos, "32x24");
  mkdirSync(join(folder, "splits"));
  writeFileSync(join(folder, "splits/trainlist01.txt"), `${train.join("\r\n")}\r\n`);
  writeFileSync(join(folder, "splits/testlist01.txt"), test.join("\n"));
  writeFileSync(join(folder, "splits/classInd.txt"), classes.map((name, k) => `${k + 1} ${name}\r\n`).join(""));
}

/** A copy that a test may break. */
export function copyLayout(original: string): string {
  const folder = temporaryFolder();
  cpSync(original, folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

/** Options of a data set in `folder`; a test changes what it is about. */
export function optionsIn(folder: string) {
  return {
    videos: join(folder, "videos"),
    splits: join(folder, "splits"),
    index: join(folder, "frames.json"),
    classes: 3,
    frames: [[24, 32]] as const,
    split: "test" as "train" | "test",
    clip: 4,
    sample: uniform({ clipsPerVideo: 2 }),
    batch: 4,
    transform: pipe([]),
  };
}

/** A context that keeps what is reported. */
export function openContext(signal = new AbortController().signal): OpenContext & { readonly reports: string[] } {
  const reports: string[] = [];
  return { signal, decoders: 2, report: (message) => reports.push(message), reports };
}
