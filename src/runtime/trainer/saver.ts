/** Writes the whole state of a run into checkpoints, and puts one back. */
import { join, resolve } from "node:path";
import type { Hook, RunningHook } from "../experiment.ts";
import { version } from "../version.ts";
import { writeCheckpointFile } from "./checkpoint_file.ts";
import type { CheckpointHeader, Progress } from "./checkpoint_header.ts";
import { tensorSources } from "./checkpoint_state.ts";
import type { LineFile } from "./line_file.ts";
import type { ResolvedExperiment } from "./resolved.ts";
import type { Network } from "./step.ts";

export interface SavedRun {
  readonly run: string;
  readonly experiment: ResolvedExperiment;
  readonly classes: readonly string[];
  readonly network: Network;
  readonly hooks: readonly Hook[];
  /** The hooks at work, once they are. */
  running(): readonly RunningHook[];
  progress(): Progress;
  /** Brought to the disk first, so that no checkpoint is ahead of them. */
  readonly lines: readonly LineFile[];
}

/** Writes `folder/name.ckpt` whole or not at all; gives its path. RunError where the disk refuses. */
export async function saveRun(saved: SavedRun, folder: string, name: string): Promise<string> {
  for (const lines of saved.lines) lines.sync();
  const { model, optimizer, compute } = saved.network;
  const header: CheckpointHeader = {
    format: 1,
    vcl: version,
    run: saved.run,
    written: new Date().toISOString(),
    engine: compute.name,
    experiment: saved.experiment,
    classes: saved.classes,
    progress: saved.progress(),
    hooks: saved.running().map((hook, i) => ({
      component: saved.hooks[i]?.describe().component ?? "",
      state: hook.save?.() ?? null,
    })),
    optimizer: optimizer.counters,
  };
  const path = join(resolve(folder), `${name}.ckpt`);
  await writeCheckpointFile(path, { ...header }, tensorSources(model, optimizer));
  return path;
}

/** Gives each hook the state of the one of its kind that the checkpoint knows, in their order; new hooks start empty. */
export function restoreHooks(
  hooks: readonly Hook[],
  running: readonly RunningHook[],
  states: CheckpointHeader["hooks"],
): void {
  const left = [...states];
  for (const [i, hook] of hooks.entries()) {
    const at = left.findIndex(({ component }) => component === hook.describe().component);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found && found.state !== null) running[i]?.load?.(found.state);
  }
}
