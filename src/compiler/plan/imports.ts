/** What a program imports, one line a module. */
import type { Draft, Names } from "./draft.ts";
import type { Import, ImportedName } from "./program.ts";

export interface Imported {
  readonly module: string;
  readonly name: string;
  readonly typeOnly: boolean;
}

/** `names` has the names in the program. */
export function groupedImports(all: readonly Imported[], names: Names): Import[] {
  const modules = new Map<string, Map<string, ImportedName>>();
  for (const { module, name, typeOnly } of all) {
    const as = names.imported(module, name);
    const known = modules.get(module) ?? new Map<string, ImportedName>();
    modules.set(module, known.set(name, { name, ...(as === name ? {} : { as }), typeOnly }));
  }
  return [...modules].map(([from, known]) => ({
    from,
    names: [...known.values()].sort((a, b) => compare(a.name, b.name)),
  }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What `main` and the last line are written with. */
const standard: readonly Imported[] = [
  { module: "vcl/runtime/experiment", name: "Experiment", typeOnly: true },
  { module: "vcl/runtime/experiment", name: "RunOptions", typeOnly: true },
  { module: "vcl/runtime/experiment", name: "RunResult", typeOnly: true },
  { module: "vcl/runtime/trainer/program", name: "Flags", typeOnly: true },
  { module: "vcl/runtime/trainer/program", name: "runByHand", typeOnly: false },
  { module: "vcl/runtime/trainer/run_experiment", name: "runExperiment", typeOnly: false },
];
const open: Imported = { module: "vcl/runtime/component", name: "Open", typeOnly: true };

/** All that the program of a draft imports: what every program needs, then what was used, sorted. */
export function importsOf(draft: Draft): Imported[] {
  const statements = [...draft.groups.values()].flatMap((group) => group.statements);
  const usesOpen = statements.some((statement) => statement.kind === "const" && statement.open !== undefined);
  const used = [...draft.imports].flatMap(([module, names]) =>
    [...names].map((name): Imported => ({ module, name, typeOnly: false })),
  );
  used.sort((a, b) => compare(a.module, b.module) || compare(a.name, b.name));
  return [...standard, ...(usesOpen ? [open] : []), ...used];
}
