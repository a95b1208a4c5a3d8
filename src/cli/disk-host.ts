/** Files of the disk, for the front end. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import type { Host } from "../language/source/host.ts";
import { stdlibFiles, stdlibTree } from "./stdlib-files.ts";

/** Each file is read once, so that every stage sees the same text. */
export function diskHost(): Host {
  const texts = new Map<string, string | undefined>();
  return {
    readText(path) {
      if (!texts.has(path)) texts.set(path, readText(path));
      return texts.get(path);
    },
    list(folder) {
      try {
        return readdirSync(folder).sort();
      } catch {
        return [];
      }
    },
    stdlib: stdlibFiles,
    stdlibTree,
    resolve: (from, specifier) => slashed(resolve(dirname(from), specifier)),
  };
}

/** An absolute path with `/` between its parts. */
export function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

export const byteOrderMark = "\uFEFF";

/** Bytes of the largest text that is read: hundreds of times what people write. */
export const largestText = 16_000_000;

/** Undefined where there is no file, none that can be read, or what is there is no file of its own: a pipe, a device. */
export function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= largestText ? withoutMark(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}

export function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}
