import { cp, mkdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { diskError } from "./disk_error.ts";
import { checkpointsIn } from "./find_checkpoint.ts";
import { makeFolder } from "./make_folder.ts";
import { isInside, runFiles } from "./run_files.ts";

/**
 * Moves the files of an earlier run out of `out` into `<out>.1` (the next free number) and says where; undefined where there
 * was no run. Only a run's own files move: the frame index and whatever else lies there stays. `folders` are those that may
 * hold its checkpoints; those outside of `out` are left to `moveCheckpointsAside`.
 */
export async function moveRunAside(out: string, folders: readonly string[]): Promise<string | undefined> {
  const own = [runFiles.experiment, runFiles.metrics, runFiles.log, ...runFiles.program].map((name) => join(out, name));
  const inside = folders.filter((folder) => isInside(out, folder));
  const files = [...own, ...(await Promise.all(inside.map(checkpointsIn))).flat()];
  return moveFiles(out, await existing(files));
}

/** The same for checkpoints of earlier runs in a folder that lies elsewhere. */
export async function moveCheckpointsAside(folder: string): Promise<string | undefined> {
  return moveFiles(folder, await checkpointsIn(folder));
}

async function moveFiles(folder: string, files: readonly string[]): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  try {
    const aside = await claimNext(folder);
    for (const file of files) {
      const target = join(aside, relative(folder, file));
      await makeFolder(dirname(target));
      await move(file, target);
    }
    for (const emptied of new Set(files.map(dirname))) {
      if (emptied !== folder) await rmdir(emptied).catch(() => undefined);
    }
    return aside;
  } catch (error) {
    throw diskError(error, `the earlier run of ${folder} aside`);
  }
}

async function claimNext(folder: string): Promise<string> {
  for (let n = 1; ; n++) {
    try {
      await mkdir(`${folder}.${n}`);
      return `${folder}.${n}`;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

/** The neighbour may lie on another disk where `folder` is a mount point. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EXDEV")) throw error;
    await cp(from, to, { recursive: true, preserveTimestamps: true });
    await rm(from, { recursive: true });
  }
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => [path],
        () => [],
      ),
    ),
  );
  return found.flat();
}
