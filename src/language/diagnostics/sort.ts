import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };

/** By file, in the order in which files first appear, then by place; an error before a warning about the same place. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = new Map<SourceFile, number>();
  for (const { primary } of diagnostics) files.set(primary.span.file, files.get(primary.span.file) ?? files.size);
  const order = ({ primary }: Diagnostic): number => files.get(primary.span.file) ?? 0;
  return [...diagnostics].sort(
    (a, b) =>
      order(a) - order(b) ||
      a.primary.span.start - b.primary.span.start ||
      weight[a.severity] - weight[b.severity] ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
