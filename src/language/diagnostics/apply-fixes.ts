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
  const accepted = new Map<SourceFile, Edits>();
  const closed = new Map<string, number>();
  let made = 0;
  let left = 0;
  for (const { fixes } of diagnostics) {
    const [fix] = fixes;
    if (!fix || fix.edits.some(({ span }) => span.file.origin !== "file")) continue;
    const others = new Set(fix.edits.map(({ span }) => span.file.path).filter((path) => !mayChange(path)));
    for (const path of others) closed.set(path, (closed.get(path) ?? 0) + 1);
    if (others.size > 0) continue;
    if (fix.edits.some((edit) => accepted.get(edit.span.file)?.clash(edit))) {
      left += 1;
      continue;
    }
    made += 1;
    for (const edit of fix.edits) {
      const edits = accepted.get(edit.span.file) ?? new Edits();
      accepted.set(edit.span.file, edits);
      edits.add(edit);
    }
  }
  const texts = new Map([...accepted].map(([file, { all }]) => [file.path, edited(file.text, all)]));
  return { texts, made, left, closed };
}

/** Edits of one file that do not overlap, in the order of the text. */
class Edits {
  readonly all: Edit[] = [];

  /** Two edits at one place clash too: their order would be chance. */
  clash({ span }: Edit): boolean {
    const at = this.placeOf(span.start);
    const [before, after] = [this.all[at - 1]?.span, this.all[at]?.span];
    const touchesBefore = before !== undefined && before.end > span.start;
    return touchesBefore || (after !== undefined && (after.start === span.start || after.start < span.end));
  }

  add(edit: Edit): void {
    this.all.splice(this.placeOf(edit.span.start), 0, edit);
  }

  /** How many begin before `start`. */
  private placeOf(start: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.span.start ?? start) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The text after edits that do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(at, span.start), newText);
    at = span.end;
  }
  return parts.join("") + text.slice(at);
}
