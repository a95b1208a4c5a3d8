/** Whether the folder of a run holds one of another experiment. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Experiment } from "../experiment.ts";
import { type Difference, differences, type Json } from "./differences.ts";
import { resolveExperiment, unsaid } from "./resolved.ts";
import { runFiles } from "./run_files.ts";

/** Which fields of the run in `out` differ from this experiment's; none where there is no run or it is one of the same. */
export async function inspectRunFolder(out: string, experiment: Experiment): Promise<readonly Difference[]> {
  const earlier = await readEarlier(join(out, runFiles.experiment));
  if (earlier === undefined) return [];
  const now = resolveExperiment(experiment) as unknown as { readonly [field: string]: Json };
  // `experiment.json` says more than the experiment: when the run began, its classes.
  const was = Object.fromEntries(Object.keys(now).map((field) => [field, earlier[field]]));
  return differences(was, now);
}

async function readEarlier(file: string): Promise<{ readonly [field: string]: Json | undefined } | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(file, "utf8"));
    const isRecord = read !== null && typeof read === "object" && "phases" in read && "model" in read;
    return isRecord ? { ...unsaid, ...(read as { readonly [field: string]: Json | undefined }) } : undefined;
  } catch {
    return undefined;
  }
}
