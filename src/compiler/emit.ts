/**
 * The compiler in one call: a checked experiment in, its TypeScript program out, with what is needed to run it. Whoever
 * calls loads this module only then: ts-morph takes a while to start.
 */
import { posix } from "node:path";
import type { CheckedExperiment } from "../language/checked.ts";
import type { Binding } from "../language/names/scope.ts";
import type { SourceFile } from "../language/source/source-file.ts";
import { printProgram } from "./emit/print.ts";
import { compose, type SourceMap } from "./emit/source-map.ts";
import { traceMap } from "./emit/trace-map.ts";
import { transpile } from "./emit/transpile.ts";
import { type UserModules, userModules } from "./emit/user-module.ts";
import { type PlainValue, paramValue } from "./plan/params.ts";
import { planProgram } from "./plan/plan.ts";

export interface EmitOptions {
  /** Of vcl. */
  readonly version: string;
  /** The file as it stands in a command: `ucf101.vcl`. */
  readonly source: string;
  /** `CheckResult.params`. */
  readonly params: readonly Binding[];
  /**
   * Folder in which the program will lie, absolute, `/` between the parts. Source maps are relative to it, and a user's own
   * components are copied into it. Without it the program stands for reading: it imports them from where they lie.
   */
  readonly into?: string;
  /** A file's text, for a user's own components; undefined where there is none. */
  readonly readText: (path: string) => string | undefined;
}

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
  /** What `main` takes as `params`: the values that were given or are the default. Open ones are missing. */
  readonly params: { readonly [name: string]: PlainValue };
  /** Params that are compiled in. */
  readonly fixed: readonly Binding[];
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
  /** Numbers of the program follow from these params, and they have no value: it cannot be written without. */
  | { readonly kind: "open"; readonly params: readonly Binding[] }
  /** Components' own files are not there, or are no TypeScript. */
  | { readonly kind: "unusable"; readonly missing: UserModules["missing"]; readonly broken: UserModules["broken"] };

/** The same text for the same input, on every machine. */
export function emitProgram(checked: CheckedExperiment, options: EmitOptions): Emitted {
  const folder = posix.dirname(checked.file.path);
  let own: UserModules = { specifiers: new Map(), files: new Map(), missing: [], broken: [] };
  const planned = planProgram(checked, {
    ...options,
    specifiersOf: (modules) => {
      const paths = modules.filter((module) => posix.isAbsolute(module));
      if (options.into === undefined) return new Map(paths.map((path) => [path, relativeSpecifier(folder, path)]));
      own = userModules(paths, { into: options.into, readText: options.readText });
      return own.specifiers;
    },
  });
  if (planned.kind === "open") return planned;
  const { missing, broken } = own;
  if (missing.length > 0 || broken.length > 0) return { kind: "unusable", missing, broken };
  const { text, marks } = printProgram(planned.program);
  const tsMap = traceMap("experiment.ts", marks, (file) => sourceName(file, options.into ?? folder));
  const { code, map } = transpile("experiment", text);
  return {
    kind: "program",
    ts: text,
    tsMap: textOfMap(tsMap),
    mjs: code,
    mjsMap: textOfMap(compose(map, tsMap)),
    modules: own.files,
    own: [...own.specifiers].map(([path, specifier]) => ({
      path,
      file: specifier.replace(/^\.\//, "").replace(/\.[mc]?[tj]s$/, ".mjs"),
      names: planned.program.imports
        .filter(({ from }) => from === specifier)
        .flatMap(({ names }) => names.map(({ name }) => name)),
    })),
    params: Object.fromEntries(
      planned.params.flatMap(([name, param]) => {
        const value = paramValue(param);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    fixed: planned.fixed,
  };
}

function relativeSpecifier(folder: string, path: string): string {
  const relative = posix.relative(folder, path);
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function sourceName({ path }: SourceFile, folder: string): string {
  return posix.relative(folder, path).split("/").map(encodeURIComponent).join("/");
}

function textOfMap(map: SourceMap): string {
  return `${JSON.stringify(map)}\n`;
}
