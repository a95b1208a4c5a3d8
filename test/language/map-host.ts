/** Files of a map as the front end's host, with the real standard library. */
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host } from "../../src/language/source/host.ts";
import type { SourceFile } from "../../src/language/source/source-file.ts";

let stdlib: readonly SourceFile[] | undefined;

function stdlibFiles(): readonly SourceFile[] {
  const folder = fileURLToPath(new URL("../../stdlib/", import.meta.url));
  stdlib ??= readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".vcl"))
    .sort()
    .map((name) => ({ path: `stdlib/${name}`, text: readFileSync(folder + name, "utf8"), origin: "stdlib" as const }));
  return stdlib;
}

/** Files of a map, in the folder `/work`. */
export function mapHost(files: Readonly<Record<string, string>>): Host {
  const texts = new Map(Object.entries(files).map(([name, text]) => [posix.resolve("/work", name), text]));
  return {
    readText: (path) => texts.get(path),
    list: (folder) =>
      [...texts.keys()].filter((path) => posix.dirname(path) === folder).map((path) => posix.basename(path)),
    stdlib: stdlibFiles,
    resolve: (from, specifier) => posix.resolve(posix.dirname(from), specifier),
  };
}
