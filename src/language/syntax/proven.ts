/** Fixes of syntax mistakes are guesses until they have been tried. */
import { edited } from "../diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";

/** Each trial parses the text once more. */
const MOST_TRIALS = 10;
const LONGEST_TEXT = 100_000;

/** The same diagnostics, without those fixes of a V0001 that leave as many mistakes as before. */
export function proven(
  diagnostics: readonly Diagnostic[],
  file: SourceFile,
  check: (text: string) => readonly Diagnostic[],
): readonly Diagnostic[] {
  let trials = 0;
  return diagnostics.map((diagnostic) => {
    if (diagnostic.code !== "V0001" || diagnostic.fixes.length === 0) return diagnostic;
    const fixes = diagnostic.fixes.filter((fix) => {
      trials += 1;
      if (trials > MOST_TRIALS || file.text.length > LONGEST_TEXT) return false;
      return check(edited(file.text, fix.edits)).length < diagnostics.length;
    });
    return { ...diagnostic, fixes };
  });
}
