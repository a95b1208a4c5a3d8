/** New files: all of them or none, and never in place of one that is there. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Problem } from "../problem.ts";
import { shownPath } from "../terminal.ts";

/** Texts by absolute path. Problem where one is there already, or the disk refuses; then nothing was written. */
export function writeNew(files: ReadonlyMap<string, string>, cwd: string): void {
  const there = [...files.keys()].find((path) => existsSync(path));
  if (there !== undefined) throw isThere(there, cwd);
  const written: string[] = [];
  for (const [path, text] of files) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { flag: "wx" });
      written.push(path);
    } catch (error) {
      for (const each of written) rmSync(each, { force: true });
      const { code } = error as NodeJS.ErrnoException;
      throw code === "EEXIST" ? isThere(path, cwd) : new Problem(`${shownPath(path, cwd)} cannot be written (${code})`);
    }
  }
}

function isThere(path: string, cwd: string): Problem {
  return new Problem(`${shownPath(path, cwd)} is there already; nothing was written`, {
    help: "take another name, or move it",
  });
}
