/** Changes a user's file: whole or not at all, whatever the disk says. */
import {
  accessSync,
  chmodSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { byteOrderMark } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { shownPath } from "./terminal.ts";
import { utf8 } from "./utf8.ts";

/** Any of the bits that let somebody write. */
const WRITABLE = 0o222;

/**
 * Problem where the file cannot be written, is marked as read-only, or is no UTF-8; then it is as it was. A byte order mark
 * stays, or is left out.
 */
export function saveText(
  path: string,
  text: string,
  cwd: string,
  mark: "with mark" | "without mark" = "with mark",
): void {
  const file = realpathSync(path);
  const { mode } = statSync(file);
  // Another file could take its place all the same: only the folder must be writable for that.
  if ((mode & WRITABLE) === 0) throw new Problem(`${shownPath(path, cwd)} is read-only`);
  const temporary = `${file}.${process.pid}`;
  try {
    accessSync(file, constants.W_OK);
    const before = utf8(readFileSync(file));
    if (before === undefined) throw new Problem(`${shownPath(path, cwd)} is not UTF-8 text; it is left as it is`);
    const kept = mark === "with mark" && before.startsWith(byteOrderMark) ? byteOrderMark : "";
    writeFileSync(temporary, kept + text, { mode });
    chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof Problem) throw error;
    throw new Problem(`${shownPath(path, cwd)} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}
