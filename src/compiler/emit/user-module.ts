/**
 * A user's own components: their TypeScript (or JavaScript) is copied beside the program and transpiled there, with every
 * file that they import by a relative path. So a run's folder holds the code it was made with.
 */
import { posix } from "node:path";
import { ts } from "ts-morph";
import type { SourceMap } from "./source-map.ts";
import { moduleName, type Transpiled, transpile } from "./transpile.ts";

/** Where the copies lie, in the program's folder. */
const folder = "components";

export interface UserModules {
  /** From the absolute path that a declaration names to the specifier in the program: `./components/attention_pool.ts`. */
  readonly specifiers: ReadonlyMap<string, string>;
  /** What is written beside the program: path in its folder, and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that are imported and are not there. */
  readonly missing: readonly MissingFile[];
  /** Files that are no TypeScript. */
  readonly broken: readonly BrokenFile[];
}

export interface MissingFile {
  readonly path: string;
  /** Undefined where a declaration names it. */
  readonly importedBy:
    | { readonly path: string; readonly text: string; readonly start: number; readonly end: number }
    | undefined;
}

export interface BrokenFile {
  readonly path: string;
  readonly text: string;
  /** Offset of the first thing that cannot be read. */
  readonly at: number;
  readonly message: string;
}

export interface UserModuleOptions {
  /** The program's folder, absolute. */
  readonly into: string;
  /** A file's text, or undefined where there is none. */
  readonly readText: (path: string) => string | undefined;
}

/** The modules at `paths` (absolute, `/` between the parts) and all that they import, made ready for the program's folder. */
export function userModules(paths: readonly string[], { into, readText }: UserModuleOptions): UserModules {
  const found = new Map<string, Source>();
  const missing: MissingFile[] = [];
  const collect = (path: string, importedBy: MissingFile["importedBy"]): void => {
    const file = candidates(path).find((each) => found.has(each) || readText(each) !== undefined);
    if (file === undefined) missing.push({ path, importedBy });
    if (file === undefined || found.has(file)) return;
    const source = readSource(readText(file) ?? "");
    found.set(file, source);
    for (const { fileName, pos, end } of source.imports) {
      collect(posix.resolve(posix.dirname(file), fileName), { path: file, text: source.text, start: pos, end });
    }
  };
  for (const path of paths) collect(path, undefined);
  const root = commonFolder([...found.keys()]);
  const nameOf = (file: string): string => posix.join(folder, posix.relative(root, file));
  const files = new Map([...found].flatMap(([file, source]) => copies(nameOf(file), file, source, into)));
  const broken = [...found].flatMap(([path, { text, made }]) => (made.broken ? [{ path, text, ...made.broken }] : []));
  return { specifiers: new Map(paths.map((path) => [path, `./${nameOf(path)}`])), files, missing, broken };
}

interface Source {
  readonly text: string;
  readonly made: Transpiled;
  /** Files that the JavaScript imports: those of which only types are used are not needed to run it. */
  readonly imports: readonly ts.FileReference[];
}

function readSource(text: string): Source {
  const made = transpile("component", text, { dropsTypes: true });
  const kept = new Set(ts.preProcessFile(made.code, true, true).importedFiles.map(({ fileName }) => fileName));
  const written = ts.preProcessFile(text, true, true).importedFiles;
  const imports = written.filter(({ fileName }) => /^\.{1,2}\//.test(fileName) && kept.has(moduleName(fileName)));
  return { text, made, imports };
}

/** The source itself and what Node runs, whose map leads to the file that the user wrote. */
function copies(name: string, file: string, { text, made }: Source, into: string): [string, string][] {
  const stem = withoutEnding(name);
  const own = posix.relative(posix.dirname(posix.join(into, name)), file);
  const map: SourceMap = { ...made.map, file: `${posix.basename(stem)}.mjs`, sources: [urlPath(own)] };
  return [
    [name, text],
    [
      `${stem}.mjs`,
      made.code.replace(/(?<=sourceMappingURL=).*$/m, `${encodeURIComponent(posix.basename(stem))}.mjs.map`),
    ],
    [`${stem}.mjs.map`, JSON.stringify(map)],
  ];
}

/** In TypeScript `./pool.js` may mean `pool.ts`, and so may `./pool`. */
function candidates(path: string): string[] {
  if (/\.m?js$/.test(path)) return [path, path.replace(/js$/, "ts")];
  return /\.[mc]?ts$/.test(path) ? [path] : [path, `${path}.ts`, `${path}.mts`, `${path}.js`, `${path}.mjs`];
}

function withoutEnding(name: string): string {
  return name.replace(/\.[mc]?[tj]s$/, "");
}

function urlPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function commonFolder(files: readonly string[]): string {
  const [first, ...rest] = files.map((file) => posix.dirname(file).split("/"));
  const shared = first?.findIndex((part, i) => rest.some((other) => other[i] !== part)) ?? 0;
  return (shared === -1 ? first : first?.slice(0, shared))?.join("/") || "/";
}
