/** The `.vcl` file that a command was given: one message for each way in which there is none. */
import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { largestText, slashed } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";

/** The absolute path of a file that can be read and holds text; else a Problem. */
export function sourcePath(word: string, cwd: string): string {
  const path = resolve(cwd, word);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new Problem(`there is no file ${word}`, helpOf(nearbyFile(path, cwd)));
  if (stats.isDirectory()) throw new Problem(`${word} is a folder; a .vcl file is wanted`, helpOf(fileIn(path, cwd)));
  if (!stats.isFile())
    throw new Problem(`${word} is no file on the disk`, { help: "save what it gives as a .vcl file" });
  if (stats.size > largestText) throw new Problem(`${word} is larger than any .vcl file, ${stats.size} bytes`);
  if (isBinary(path, word)) throw new Problem(`${word} is not a text file`, { help: "a .vcl file is UTF-8 text" });
  return slashed(path);
}

function helpOf(help: string | undefined): { readonly help?: string } {
  return help === undefined ? {} : { help };
}

/** `ucf101` for `ucf101.vcl`, or the folder's own `.vcl` files. */
function nearbyFile(path: string, cwd: string): string | undefined {
  if (extname(path) === "" && statSync(`${path}.vcl`, { throwIfNoEntry: false })?.isFile()) {
    return `did you mean ${shownPath(`${path}.vcl`, cwd)}?`;
  }
  const folder = dirname(path);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return `there is no folder ${shownPath(folder, cwd)} either`;
  return fileIn(folder, cwd);
}

function fileIn(folder: string, cwd: string): string | undefined {
  const files = namesIn(folder).filter((name) => name.endsWith(".vcl"));
  if (files.length === 0) return undefined;
  const shown = files.slice(0, 3).map((name) => shownPath(resolve(folder, basename(name)), cwd));
  return `there is ${shown.join(", ")}${files.length > 3 ? ` and ${files.length - 3} more` : ""}`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** A NUL byte in the first 8 KiB, as git decides it. Problem where the file cannot be opened. */
function isBinary(path: string, word: string): boolean {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Problem(`${word} cannot be read${code === "EACCES" ? ": permission denied" : ` (${code})`}`);
  }
  try {
    const start = Buffer.alloc(8192);
    return start.subarray(0, readSync(file, start)).includes(0);
  } finally {
    closeSync(file);
  }
}
