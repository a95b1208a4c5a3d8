/** A run's folder: made, locked, and cleared of an earlier run. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { RunFolder } from "../experiment.ts";
import { readCheckpointHeader } from "./checkpoint_file.ts";
import { ownCheckpointFolder } from "./checkpoint_folders.ts";
import { diskError } from "./disk_error.ts";
import { findCheckpoint, newestCheckpoint } from "./find_checkpoint.ts";
import { makeFolder } from "./make_folder.ts";
import { moveRunAside } from "./move_aside.ts";
import { isInside, runFiles } from "./run_files.ts";
import { lockRunFolder } from "./run_lock.ts";

/** What a later run reads of `experiment.json`. */
export interface RunRecord {
  /** Tells this run's checkpoints from another's. */
  readonly run?: string;
  /** Where its checkpoints are, absolute. */
  readonly folders?: readonly string[];
}

/** The folder of a run that was given none. */
export function defaultRunFolder(experiment: string): string {
  return resolve("runs", experiment);
}

/**
 * Makes `out` ready for a run. With `resume` the checkpoint is found (`true`: the newest one of the run in `out`) and a run
 * in `out` that is the checkpoint's own stays; any other earlier run is moved to `<out>.1` (the next free number). Files that
 * are no run's stay where they are. RunError where the disk refuses, the checkpoint is missing or another process has `out`.
 */
export async function openRunFolder(options: {
  readonly out: string;
  readonly resume?: string | true | undefined;
}): Promise<RunFolder> {
  const out = resolve(options.out);
  const record = await readRecord(out);
  const checkpoint = await checkpointOf(out, options.resume, record);
  await makeFolder(out).catch((error: unknown) => {
    throw diskError(error, `into the run's folder ${out}`);
  });
  const release = lockRunFolder(out);
  try {
    const goesOn = checkpoint !== undefined && (await belongsHere(out, checkpoint, record));
    const aside = goesOn ? undefined : await moveRunAside(out, foldersOf(out, record));
    const notes = aside === undefined ? [] : [`an earlier run in ${out} was moved to ${aside}`];
    return { out, notes, release, ...(checkpoint === undefined ? {} : { checkpoint }) };
  } catch (error) {
    release();
    throw error;
  }
}

async function checkpointOf(
  out: string,
  resume: string | true | undefined,
  record: RunRecord,
): Promise<string | undefined> {
  if (resume === undefined) return undefined;
  return resume === true ? newestCheckpoint(foldersOf(out, record), out) : findCheckpoint(resume);
}

async function belongsHere(out: string, checkpoint: string, record: RunRecord): Promise<boolean> {
  return isInside(out, checkpoint) || (await readCheckpointHeader(checkpoint)).run === record.run;
}

function foldersOf(out: string, record: RunRecord): string[] {
  return [...new Set([out, ownCheckpointFolder(out), ...(record.folders ?? [])])];
}

async function readRecord(out: string): Promise<RunRecord> {
  try {
    return JSON.parse(await readFile(join(out, runFiles.experiment), "utf8")) as RunRecord;
  } catch {
    return {};
  }
}
