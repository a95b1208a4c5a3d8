/** Writes a user's file: whole or not at all, whatever the disk says. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { byteOrderMark } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";

/** Problem where the file cannot be written; then it is as it was. One that is there keeps its mode and its byte order mark. */
export function saveText(path: string, text: string, cwd: string): void {
  let temporary: string | undefined;
  try {
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
    const file = isThere ? realpathSync(path) : path;
    temporary = `${file}.${process.pid}`;
    const mark = isThere && readFileSync(file, "utf8").startsWith(byteOrderMark) ? byteOrderMark : "";
    writeFileSync(temporary, mark + text, isThere ? { mode: statSync(file).mode } : {});
    renameSync(temporary, file);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    throw new Problem(`${shownPath(path, cwd)} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
