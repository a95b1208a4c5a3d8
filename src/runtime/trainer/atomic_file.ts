import { rmSync } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { diskError } from "./disk_error.ts";
import { makeFolder } from "./make_folder.ts";

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Opens the file to be written; a test hands in one whose disk is full. */
export type OpenFile = (path: string) => Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;

/**
 * Writes a file so that at every moment either the old one or the whole new one is there: into `path.tmp`, which is synced
 * and renamed, and the folder synced. Makes the folder. RunError where the disk refuses; the old file is then untouched and
 * the temporary one gone.
 */
export async function writeAtomically(
  path: string,
  what: string,
  chunks: Chunks,
  openFile: OpenFile = (temporary) => open(temporary, "w"),
): Promise<void> {
  const temporary = `${path}.tmp`;
  const dropTemporary = (): void => rmSync(temporary, { force: true });
  process.once("exit", dropTemporary);
  try {
    await makeFolder(dirname(path));
    const file = await openFile(temporary);
    try {
      for await (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskError(error, what, "the file that was there before is untouched");
  } finally {
    process.off("exit", dropTemporary);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
