/** Where a run of an experiment puts what it writes. */
import { resolve } from "node:path";
import type { Binding } from "../language/names/scope.ts";
import type { Span } from "../language/source/source-file.ts";
import type { Given } from "./commands.ts";

export interface RunPlace {
  /** Absolute; undefined where nobody says: then the runtime has a default. */
  readonly out?: string;
  /** Where the file or the command line says it. */
  readonly saidAt?: Span;
}

/** `--out`, else the value of the param `out`. */
export function runPlaceOf(params: readonly Binding[], { options, cwd }: Given): RunPlace {
  const value = params.find(({ name }) => name === "out")?.value();
  const stated = value?.kind === "path" ? { out: value.value, saidAt: value.origin.span } : {};
  return typeof options.out === "string" ? { ...stated, out: resolve(cwd, options.out) } : stated;
}
