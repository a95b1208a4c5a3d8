import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Hook, StepEvent } from "../../../src/runtime/experiment.ts";
import { readCheckpointFile } from "../../../src/runtime/trainer/checkpoint_file.ts";

/** A folder of this test file's own; removed at its end. In memory where that can be had: checkpoints are synced to the disk. */
export function scratchFolder(): (name: string) => string {
  const memory = "/dev/shm";
  const root = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), "vcl-trainer-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return (name) => join(root, name);
}

export interface MetricsLine {
  readonly event: string;
  readonly phase?: string;
  readonly epoch: number;
  readonly step: number;
  readonly [field: string]: unknown;
}

export function metricsOf(out: string): MetricsLine[] {
  const text = readFileSync(join(out, "metrics.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** Steps and phases without what depends on the clock. */
export function resultsOf(out: string): object[] {
  return metricsOf(out)
    .filter(({ event }) => event === "step" || event === "phase")
    .map(({ data_seconds, step_seconds, seconds, ...rest }) => rest);
}

/** Every tensor of a checkpoint, as its bits. */
export async function bitsOf(path: string): Promise<Map<string, string>> {
  const { tensors } = await readCheckpointFile(path);
  return new Map(
    [...tensors].map(([name, { values }]) => [
      name,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex"),
    ]),
  );
}

export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** A hook that does something after every step and batch. */
export function stepSpy(action: (event: StepEvent) => void): Hook {
  return { describe: () => ({ component: "spy", options: {} }), start: () => ({ step: action }) };
}

/** A disk of 256 KiB at `path`, where this machine lets us have one; it goes with the test file. */
export function mountSmallDisk(path: string): boolean {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", path], { stdio: "ignore" });
  } catch {
    return false;
  }
  afterAll(() => void execFileSync("umount", [path]));
  return true;
}
