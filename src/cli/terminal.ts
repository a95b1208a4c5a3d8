/** What vcl needs to know of the place where its output goes. */
import { resolve } from "node:path";
import picocolors from "picocolors";
import { relativePath } from "../language/source/paths.ts";
import { slashed } from "./disk-host.ts";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours where a person looks: on a terminal, unless NO_COLOR (any text) says otherwise. */
export function hasColors(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

export function colorsOf(stream: { readonly isTTY?: boolean }): Colors {
  return picocolors.createColors(hasColors(stream));
}

/** In `vcl check … | head` the reader leaves first: no message, vcl just ends. */
export function quietWhenNobodyReads(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
}

/** A path as vcl's messages write it: as seen from the current folder. */
export function shownPath(path: string, cwd: string): string {
  return relativePath(slashed(cwd), slashed(resolve(cwd, path)));
}

/** A word as one would have to type it in a shell. */
export function quoted(word: string): string {
  return /^[\w./~:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
