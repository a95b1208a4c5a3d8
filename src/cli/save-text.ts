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
 * Problem where the file cannot be written, is marked as read-only, or is no UTF-8; then it is as it was. One that is there keeps
 * its mode; its byte order mark stays, or is left out.
 */
export function saveText(
  path: string,
  text: string,
  cwd: string,
  mark: "with mark" | "without mark" = "with mark",
): void {
  const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
  let temporary: string | undefined;
  try {
    const file = isThere ? realpathSync(path) : path;
    const earlier = isThere ? earlierFile(file, shownPath(path, cwd)) : undefined;
    temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, mark === "with mark" && earlier?.hasMark ? byteOrderMark + text : text);
    if (earlier) chmodSync(temporary, earlier.mode);
    renameSync(temporary, file);
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    if (error instanceof Problem) throw error;
    throw new Problem(`${shownPath(path, cwd)} cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** What must outlive the change. Another file could take a read-only one's place: only the folder must be writable for that. */
function earlierFile(file: string, shown: string): { readonly mode: number; readonly hasMark: boolean } {
  const { mode } = statSync(file);
  if ((mode & WRITABLE) === 0) throw new Problem(`${shown} is read-only`);
  accessSync(file, constants.W_OK);
  const text = utf8(readFileSync(file));
  if (text === undefined) throw new Problem(`${shown} is not UTF-8 text; it is left as it is`);
  return { mode, hasMark: text.startsWith(byteOrderMark) };
}
