/** V0910, advice: an absolute path in a file that others build on is right on one machine alone. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { type SourceFile, type Span, textOf } from "../source/source-file.ts";
import type { FileNode, TypeNode } from "../syntax/ast.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { Value } from "../values/value.ts";
import { slotsOf } from "./amendments.ts";
import type { Module } from "./module.ts";

/** `"/data"`, `"C:\data"`, `"~/data"`, with their quotes. */
const absolute = /^"(?:\/|~|[A-Za-z]:[\\/]|\\\\)/;

/** Looks at all files but the program's own: what stands in that one is nobody else's concern. */
export function reportAbsolutePaths(
  modules: readonly Module[],
  root: FileNode,
  trees: readonly FileNode[],
  session: Evaluator,
): void {
  const seen = new Set<string>();
  const values = new Set<Value>();
  for (const { span, param } of modules.flatMap((each) => pathsOf(each, values))) {
    const place = `${span.file.path}:${span.start}`;
    if (span.file.origin !== "file" || span.file === root.file || seen.has(place)) continue;
    seen.add(place);
    session.report(
      diagnose(
        "V0910",
        {},
        {
          primary: { span, text: "is there on one machine alone" },
          secondary: usesOf(span.file, trees, session).map((use) => ({
            span: use,
            text: "whoever runs this needs it",
          })),
          helps: [
            param === undefined
              ? "make it a param without a default: `param NAME: dir`"
              : `leave the default out: each user then says \`--${param} …\``,
            "or write a path relative to the file",
          ],
        },
      ),
    );
  }
}

/** Where the files of the program import or amend a file. */
function usesOf(file: SourceFile, trees: readonly FileNode[], { host }: Evaluator): readonly Span[] {
  return trees
    .flatMap((tree) => [...tree.imports.map((node) => node.from), ...(tree.amends ? [tree.amends] : [])])
    .filter((from) => host.resolve(from.span.file.path, from.value) === file.path)
    .map((from) => from.span);
}

interface Written {
  readonly span: Span;
  /** The param whose default it is. */
  readonly param?: string;
}

function pathsOf(module: Module, seen: Set<Value>): readonly Written[] {
  return slotsOf(module.top).flatMap((slot): readonly Written[] => {
    const { node } = slot;
    if (node.kind !== "param") return spansOf(slot.value(), seen).map((span) => ({ span }));
    const isPath = namedType(node.type) === "dir" || namedType(node.type) === "file";
    const span = node.default?.span;
    return isPath && span && absolute.test(textOf(span)) ? [{ span, param: slot.name }] : [];
  });
}

function namedType(type: TypeNode): string | undefined {
  return type.kind === "optional" ? namedType(type.of) : type.kind === "named" ? type.name.name : undefined;
}

/** Where a declared value has such a path written into it. Values share their parts, so each is looked at once. */
function spansOf(declared: Value, seen: Set<Value>): readonly Span[] {
  const spans: Span[] = [];
  const waiting = [declared];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (value.kind === "path" && absolute.test(textOf(value.origin.span))) spans.push(value.origin.span);
    for (const part of partsWithin(value)) waiting.push(part);
  }
  return spans;
}

function partsWithin(value: Value): readonly Value[] {
  switch (value.kind) {
    case "list":
      return value.items;
    case "composed":
      return value.parts;
    case "component":
      return [...value.settings.values(), ...[...value.heads.values()].map((head) => head.value)];
    case "experiment":
      return [...value.settings.values()];
    default:
      return [];
  }
}
