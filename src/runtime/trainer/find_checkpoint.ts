import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RunError } from "../error.ts";
import { readCheckpointHeader } from "./checkpoint_file.ts";

/** The files of a folder that are named like checkpoints; none where there is no such folder. */
export async function checkpointsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".ckpt")).map((name) => join(folder, name));
}

/**
 * The checkpoint that `path` means: itself, or the newest in that folder. RunError (V0908) where there is none.
 */
export async function findCheckpoint(path: string): Promise<string> {
  const absolute = resolve(path);
  const isFolder = await stat(absolute).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return newestCheckpoint([absolute, join(absolute, "checkpoints")], path);
  await readCheckpointHeader(absolute);
  return absolute;
}

/**
 * The checkpoint that was written last, by what its header says (a copied file's time says nothing). Files that are no
 * checkpoints do not count; RunError (V0908) where none is left.
 */
export async function newestCheckpoint(folders: readonly string[], what: string): Promise<string> {
  let newest: { readonly path: string; readonly written: string } | undefined;
  let refused: unknown;
  for (const path of (await Promise.all(folders.map(checkpointsIn))).flat()) {
    try {
      const written = String((await readCheckpointHeader(path)).written);
      if (newest === undefined || written > newest.written) newest = { path, written };
    } catch (error) {
      refused = error;
    }
  }
  if (newest !== undefined) return newest.path;
  if (refused instanceof RunError) throw refused;
  throw new RunError(`there is no checkpoint in ${what} to go on from`, {
    code: "V0908",
    help: "start anew without --resume, or name a checkpoint: --resume FILE.ckpt",
  });
}
