/** Paths as text: the front end knows no file system. */
import type { SourceFile } from "./source-file.ts";

/** What `path` is called seen from `folder`; both absolute, with `/` between their parts. */
export function relativePath(folder: string, path: string): string {
  const from = folder.split("/").filter((part) => part !== "");
  const to = path.split("/").filter((part) => part !== "");
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/** How messages name a file: relative to `folder`; the standard library's files and arguments by what they are called. */
export function shownFile(file: SourceFile, folder: string): string {
  return file.origin === "file" && file.path.startsWith("/") ? relativePath(folder, file.path) : file.path;
}
