/**
 * A user's own components: their TypeScript (or JavaScript) is copied beside the program and transpiled there, with every
 * file that they import by a relative path. So a run's folder holds the code it was made with.
 */
import { posix } from "node:path";
import { ts } from "ts-morph";
import type { SourceMap } from "./source-map.ts";
import { transpile } from "./transpile.ts";

/** Where the copies lie, in the program's folder. */
const folder = "components";

export interface UserModules {
  /** From the absolute path that a declaration names to the specifier in the program: `./components/attention_pool.ts`. */
  readonly specifiers: ReadonlyMap<string, string>;
  /** What is written beside the program: path in its folder, and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that are imported and cannot be read. */
  readonly missing: readonly { readonly path: string; readonly importedBy: string | undefined }[];
}

export interface UserModuleOptions {
  /** The program's folder, absolute. */
  readonly into: string;
  /** A file's text, or undefined where there is none. */
  readonly readText: (path: string) => string | undefined;
}

/** The modules at `paths` (absolute, `/` between the parts) and all that they import, made ready for the program's folder. */
export function userModules(paths: readonly string[], { into, readText }: UserModuleOptions): UserModules {
  const found = new Map<string, string>();
  const missing: { path: string; importedBy: string | undefined }[] = [];
  const collect = (path: string, importedBy: string | undefined): void => {
    const file = candidates(path).find((each) => found.has(each) || readText(each) !== undefined);
    if (file === undefined) missing.push({ path, importedBy });
    if (file === undefined || found.has(file)) return;
    const text = readText(file) ?? "";
    found.set(file, text);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      if (/^\.{1,2}\//.test(fileName)) collect(posix.resolve(posix.dirname(file), fileName), file);
    }
  };
  for (const path of paths) collect(path, undefined);
  const root = commonFolder([...found.keys()]);
  const nameOf = (file: string): string => posix.join(folder, posix.relative(root, file));
  const files = new Map<string, string>();
  for (const [file, text] of found) {
    for (const [name, content] of copies(nameOf(file), file, text, into)) files.set(name, content);
  }
  return { specifiers: new Map(paths.map((path) => [path, `./${nameOf(path)}`])), files, missing };
}

/** The source itself and what Node runs, whose map leads to the file that the user wrote. */
function copies(name: string, file: string, text: string, into: string): [string, string][] {
  const stem = name.replace(/\.[mc]?[tj]s$/, "");
  const { code, map } = transpile(stem, text);
  const own = posix.relative(posix.dirname(posix.join(into, name)), file);
  const ownMap: SourceMap = { ...map, sources: [own] };
  return [
    [name, text],
    [`${stem}.mjs`, code],
    [`${stem}.mjs.map`, JSON.stringify(ownMap)],
  ];
}

/** In TypeScript `./pool.js` may mean `pool.ts`. */
function candidates(path: string): string[] {
  return /\.m?js$/.test(path) ? [path, path.replace(/js$/, "ts")] : [path];
}

function commonFolder(files: readonly string[]): string {
  const [first, ...rest] = files.map((file) => posix.dirname(file).split("/"));
  const shared = first?.findIndex((part, i) => rest.some((other) => other[i] !== part)) ?? 0;
  return (shared === -1 ? first : first?.slice(0, shared))?.join("/") || "/";
}
