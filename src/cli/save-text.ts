/** Changes a user's file: whole or not at all, whatever the disk says. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { byteOrderMark } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";

/** Problem where the file cannot be written; then it is as it was. */
export function saveText(path: string, text: string, cwd: string): void {
  const file = realpathSync(path);
  const temporary = `${file}.${process.pid}`;
  try {
    const mark = readFileSync(file, "utf8").startsWith(byteOrderMark) ? byteOrderMark : "";
    writeFileSync(temporary, mark + text, { mode: statSync(file).mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Problem(`${shownPath(path, cwd)} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
