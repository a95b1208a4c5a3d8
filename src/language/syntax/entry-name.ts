import type { Entry, Ident } from "./ast.ts";

/** The one name that an entry sets, as `name` or `name: value`; undefined for a path, an amendment, `+=` and a head. */
export function entryName(entry: Entry): Ident | undefined {
  if (entry.kind === "shorthand") return entry.name;
  return entry.kind === "set" && entry.path.length === 1 ? entry.path[0] : undefined;
}
