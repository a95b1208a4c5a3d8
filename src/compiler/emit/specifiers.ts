/** What a program imports for a module, and in which order. */
import { posix } from "node:path";
import type { Import } from "../plan/program.ts";

/**
 * The imports as they stand in the program, sorted as Biome sorts them: Node's own, packages, files beside the program.
 * `specifiers` says what is imported for a module, where that differs.
 */
export function resolvedImports(
  imports: readonly Import[],
  specifiers: ReadonlyMap<string, string>,
): readonly Import[] {
  return imports
    .map(({ from, names }) => ({ from: specifiers.get(from) ?? from, names }))
    .sort((a, b) => rank(a.from) - rank(b.from) || (a.from < b.from ? -1 : 1));
}

/** Specifiers of the modules at `paths` for a program that reads as if it lay in `folder`. */
export function relativeSpecifiers(folder: string, paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    paths.map((path) => {
      const relative = posix.relative(folder, path);
      return [path, relative.startsWith(".") ? relative : `./${relative}`];
    }),
  );
}

function rank(from: string): number {
  return from.startsWith("node:") ? 0 : from.startsWith(".") ? 2 : 1;
}
