/** Runs the built command line as a process, in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const bin = join(root, "bin", "vcl.js");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with everything printed so far, each time something is. */
  readonly onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
}

export function vcl(args: readonly string[], { cwd = root, env = {}, onOutput }: RunOptions = {}): Promise<Ran> {
  return start(process.execPath, [bin, ...args], { cwd, env, ...(onOutput ? { onOutput } : {}) });
}

/** Any program; without a terminal and without npm's environment, which the tests themselves may run in. */
export function start(
  program: string,
  args: readonly string[],
  { cwd = root, env = {}, onOutput }: RunOptions,
): Promise<Ran> {
  const { npm_command: _, NO_COLOR: __, FORCE_COLOR: ___, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...inherited, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    const seen = (): void => onOutput?.(stdout + stderr, (signal) => child.kill(signal));
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      seen();
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
      seen();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A new folder with these files. */
export function folderWith(files: { readonly [path: string]: string } = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vcl-cli-")));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A whole experiment on videos in the UCF-101 layout, small enough to train in a second. */
export const smallExperiment = `//! A small experiment.

/// Folder with one sub-folder of videos per class.
param videos: dir

/// Folder with the split lists.
param splits: dir

/// Passes over the training sample.
param epochs: epochs >= 1 = 1 epoch

/// Width of the network.
param planes: int in 1..8 = 2

let small = ucf_layout {
  videos
  splits
  index:    "frames.json"
  classes:  2
  frames:   [48x64 px]
  shortest: 12 frames
  clip:     4 frames
}

data train = small {
  split:     .train
  sample:    random(1 clip per video)
  batch:     2 clips
  transform: resize_short(24 px) |> random_crop(16x16 px) |> to_float
}

data test = small {
  split:     .test
  sample:    uniform(2 clips per video)
  batch:     4 clips
  transform: resize_short(24 px) |> to_float
}

model tiny = resnext3d {
  clip:        train.clip
  blocks:      [1, 1]
  planes
  stem_planes: 2
  stem_kernel: 1x3x3

  head class at stage2.last = fully_convolutional_linear {}
}

experiment small_run {
  phases:    [train, test]
  model:     tiny
  loss:      cross_entropy
  optimizer: sgd { lr: 0.01 }
  epochs
  meters:    [video_accuracy]
}
`;
