/**
 * The second half of the compiler in one call: a plan in, its TypeScript program out, with what is needed to run it. Both are
 * plain data. Loads ts-morph, which takes a while and as much memory as the rest of vcl.
 */
import { posix } from "node:path";
import type { SourceFile } from "../language/source/source-file.ts";
import { printProgram } from "./emit/print.ts";
import { compose, type SourceMap } from "./emit/source-map.ts";
import { relativeSpecifiers, resolvedImports } from "./emit/specifiers.ts";
import { traceMap } from "./emit/trace-map.ts";
import { transpile } from "./emit/transpile.ts";
import { type UserModules, userModules } from "./emit/user-module.ts";
import type { Plan } from "./plan/plan.ts";
import type { Import } from "./plan/program.ts";

export interface EmittedProgram {
  readonly kind: "program";
  /** `experiment.ts` */
  readonly ts: string;
  /** `experiment.ts.map`: from the TypeScript into the `.vcl` files. */
  readonly tsMap: string;
  /** `experiment.mjs`: types stripped; refers to its map. */
  readonly mjs: string;
  /** `experiment.mjs.map`: from what Node runs straight into the `.vcl` files. */
  readonly mjsMap: string;
  /** A user's own components, to be written beside it: path in the folder, and text. */
  readonly modules: ReadonlyMap<string, string>;
  /** What the program imports of them. */
  readonly own: readonly OwnModule[];
  /** `Plan.params` */
  readonly params: Plan["params"];
  /** `Plan.fixed` */
  readonly fixed: Plan["fixed"];
}

/** A module of the user's own components. */
export interface OwnModule {
  /** Where the user keeps it, absolute. */
  readonly path: string;
  /** What Node runs, in the program's folder: `components/attention_pool.mjs`. */
  readonly file: string;
  /** The exports that the program imports. */
  readonly names: readonly string[];
}

export type Emitted =
  | EmittedProgram
  /** Components' own files are not there, or are no TypeScript. */
  | { readonly kind: "unusable"; readonly missing: UserModules["missing"]; readonly broken: UserModules["broken"] };

/**
 * The same text for the same input, on every machine. `readText` gives a file's text, for a user's own components; undefined
 * where there is none.
 */
export function emitProgram(
  { program, folder, into, params, fixed }: Plan,
  readText: (path: string) => string | undefined,
): Emitted {
  const paths = program.imports.map(({ from }) => from).filter((from) => posix.isAbsolute(from));
  const own: UserModules =
    into === undefined
      ? { specifiers: relativeSpecifiers(folder, paths), files: new Map(), missing: [], broken: [] }
      : userModules(paths, { into, readText });
  const { specifiers, files, missing, broken } = own;
  if (missing.length > 0 || broken.length > 0) return { kind: "unusable", missing, broken };
  const imports = resolvedImports(program.imports, specifiers);
  const { text, marks } = printProgram({ ...program, imports });
  const tsMap = traceMap("experiment.ts", marks, (file) => sourceName(file, into ?? folder));
  const { code, map } = transpile("experiment", text);
  return {
    kind: "program",
    ts: text,
    tsMap: textOfMap(tsMap),
    mjs: code,
    mjsMap: textOfMap(compose(map, tsMap)),
    modules: files,
    own: into === undefined ? [] : [...specifiers].map(([path, specifier]) => ownModule(path, specifier, imports)),
    params,
    fixed,
  };
}

function ownModule(path: string, specifier: string, imports: readonly Import[]): OwnModule {
  const { names = [] } = imports.find(({ from }) => from === specifier) ?? {};
  return {
    path,
    file: specifier.replace(/^\.\//, "").replace(/\.[mc]?[tj]s$/, ".mjs"),
    names: names.map(({ name }) => name),
  };
}

function sourceName({ path }: SourceFile, folder: string): string {
  return posix.relative(folder, path).split("/").map(encodeURIComponent).join("/");
}

function textOfMap(map: SourceMap): string {
  return `${JSON.stringify(map)}\n`;
}
