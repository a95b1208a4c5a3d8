import { join, resolve } from "node:path";
import type { Experiment } from "../experiment.ts";

/** Where a run in `out` keeps checkpoints when its hooks name no folder. */
export function ownCheckpointFolder(out: string): string {
  return join(out, "checkpoints");
}

/** The folders into which the experiment's hooks write checkpoints, absolute: whatever they call `into`. */
export function checkpointFolders(out: string, experiment: Experiment): string[] {
  const named = experiment.hooks.flatMap((hook) => {
    const { into } = hook.describe().options;
    return typeof into === "string" ? [resolve(into)] : [];
  });
  return [...new Set([...named, ownCheckpointFolder(out)])];
}

/** Where the checkpoint of an interruption goes: beside the others. */
export function interruptedFolder(out: string, experiment: Experiment): string {
  return checkpointFolders(out, experiment)[0] ?? ownCheckpointFolder(out);
}
