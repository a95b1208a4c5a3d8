/** A few real videos in the UCF-101 layout, encoded by ffmpeg in about a second. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findFfmpeg } from "../../../src/runtime/video/tools.ts";

export interface SmallVideos {
  readonly videos: string;
  readonly splits: string;
  readonly frames: readonly (readonly [number, number])[];
}

/**
 * `train` videos of each of two classes for training and `test` for testing, `frames` frames of `size` (height, width) at 25
 * fps. `classes` are more names for the class list.
 */
export function makeSmallVideos(
  folder: string,
  counts: {
    readonly train: number;
    readonly test: number;
    readonly frames?: number;
    readonly size?: readonly [number, number];
    readonly classes?: readonly string[];
  },
): SmallVideos {
  const found = findFfmpeg();
  if (found.kind === "missing") throw new Error(found.message);
  const { train, test, frames = 12, size = [48, 64], classes = [] } = counts;
  const lists = { train: [] as string[], test: [] as string[] };
  const outputs: string[] = [];
  const sources: string[] = [];
  for (const [label, name] of ["Calm", "Noisy"].entries()) {
    mkdirSync(join(folder, "videos", name), { recursive: true });
    for (let i = 0; i < train + test; i++) {
      const file = `${name}/v_${name}_g${String(i + 1).padStart(2, "0")}_c01.avi`;
      if (i < train) lists.train.push(`${file} ${label + 1}`);
      else lists.test.push(file);
      const noise = label === 1 ? `,noise=alls=60:allf=t:all_seed=${i}` : "";
      sources.push(
        "-f",
        "lavfi",
        "-i",
        `testsrc=size=${size[1]}x${size[0]}:rate=25:duration=4${noise},hue=h=${i * 20}`,
      );
      const output = ["-map", `${sources.length / 4 - 1}:v`, "-frames:v", String(frames), "-c:v", "mpeg4"];
      outputs.push(...output, join(folder, "videos", file));
    }
  }
  execFileSync(found.path, ["-loglevel", "error", ...sources, ...outputs]);
  const splits = join(folder, "splits");
  mkdirSync(splits, { recursive: true });
  const names = ["Calm", "Noisy", ...classes].map((name, i) => `${i + 1} ${name}\n`);
  writeFileSync(join(splits, "classInd.txt"), names.join(""));
  writeFileSync(join(splits, "trainlist01.txt"), `${lists.train.join("\n")}\n`);
  writeFileSync(join(splits, "testlist01.txt"), `${lists.test.join("\n")}\n`);
  return { videos: join(folder, "videos"), splits, frames: [size] };
}
