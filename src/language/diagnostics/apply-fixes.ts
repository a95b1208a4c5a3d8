/** Makes the changes that fixes propose. */
import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic, Edit } from "./diagnostic.ts";

export interface Fixed {
  /** The new texts, by path; only files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many fixes were made. */
  readonly made: number;
  /** Those left for another round, because they touch what an earlier one changes. */
  readonly left: number;
  /** Files that may not be changed and have fixes, by path, with how many they are part of. */
  readonly closed: ReadonlyMap<string, number>;
}

/**
 * Makes the first fix of each diagnostic, in the order given. A fix is made whole or not at all. Only files are changed:
 * the standard library and arguments are not the user's to edit here. `mayChange` says of which files, by path.
 */
export function applyFixes(
  diagnostics: readonly Diagnostic[],
  mayChange: (path: string) => boolean = () => true,
): Fixed {
  const accepted = new Map<SourceFile, Edit[]>();
  const closed = new Map<string, number>();
  let made = 0;
  let left = 0;
  for (const { fixes } of diagnostics) {
    const [fix] = fixes;
    if (!fix || fix.edits.some(({ span }) => span.file.origin !== "file")) continue;
    const others = new Set(fix.edits.map(({ span }) => span.file.path).filter((path) => !mayChange(path)));
    for (const path of others) closed.set(path, (closed.get(path) ?? 0) + 1);
    if (others.size > 0) continue;
    const clashes = fix.edits.some((edit) =>
      (accepted.get(edit.span.file) ?? []).some((other) => overlap(edit, other)),
    );
    if (clashes) {
      left += 1;
      continue;
    }
    made += 1;
    for (const edit of fix.edits) accepted.set(edit.span.file, [...(accepted.get(edit.span.file) ?? []), edit]);
  }
  const texts = new Map([...accepted].map(([file, edits]) => [file.path, edited(file.text, edits)]));
  return { texts, made, left, closed };
}

/** Two edits at one place clash too: their order would be chance. */
function overlap({ span: a }: Edit, { span: b }: Edit): boolean {
  return a.start === b.start || (a.start < b.end && b.start < a.end);
}

/** The text after edits that do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end), text);
}
