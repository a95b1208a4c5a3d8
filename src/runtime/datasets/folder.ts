import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** What lies directly in a folder: names of folders and of everything else, sorted. Links count as what they lead to. */
export interface FolderContent {
  readonly folders: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** Undefined where there is no such folder. */
export async function readFolder(path: string): Promise<FolderContent | undefined> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const folders: string[] = [];
  const files = new Set<string>();
  for (const entry of entries) {
    const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(path, entry.name)) : entry.isDirectory();
    if (isFolder) folders.push(entry.name);
    else files.add(entry.name);
  }
  return { folders: folders.sort(), files };
}

/** A file's text; undefined where it cannot be read. */
export function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

async function leadsToFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
