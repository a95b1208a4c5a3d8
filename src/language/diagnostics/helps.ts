/** The help lines of a diagnostic: what a machine can do first, in columns where they have some. */

import { positionAt } from "../source/source-file.ts";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import { lineText } from "./snippet.ts";
import { widthOfText } from "./width.ts";

/** A longer line of code is not repeated beside its fix. */
const LONGEST_CODE = 50;

/** One text a line, without `help:`. Two spaces in a help part what to do from the code that does it. */
export function helpLines(diagnostic: Diagnostic): string[] {
  const rows = [
    ...diagnostic.fixes.map((fix) => ({
      cells: [fix.title, resultOf(fix)].filter((cell) => cell !== undefined),
      fix: true,
    })),
    ...diagnostic.helps.map((help) => ({ cells: help.split(/\s{2,}/), fix: false })),
  ];
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.filter(({ cells }) => cells.length > 1).map(({ cells }) => widthOfText(cells[column] ?? ""))),
  );
  return rows.map(({ cells, fix }) => {
    const columns = cells.map((cell, at) => {
      const width = cells.length > 1 && (at < cells.length - 1 || fix) ? (widths[at] ?? 0) : 0;
      return cell + " ".repeat(Math.max(width - widthOfText(cell), 0));
    });
    return [...columns, ...(fix ? ["(fix)"] : [])].join("   ");
  });
}

/** The line that a fix leads to, unless its title shows it already or it is too long to repeat. */
function resultOf({ title, edits }: Fix): string | undefined {
  const [edit] = edits;
  if (!edit || edits.length > 1 || /[\r\n]/.test(edit.newText)) return undefined;
  const { file, start, end } = edit.span;
  const from = positionAt(file, start);
  if (positionAt(file, end).line !== from.line) return undefined;
  const line = lineText(file, from.line);
  // Of a long line blanks may be squeezed out, but not as many as that.
  if (line.length > 20 * LONGEST_CODE) return undefined;
  const at = from.column - 1;
  const code = (line.slice(0, at) + edit.newText + line.slice(at + end - start)).replace(/\s*\/\/.*$/, "").trim();
  const squeezed = code.replace(/ {2,}/g, " ");
  if (squeezed === "" || squeezed.length > LONGEST_CODE || title.includes(squeezed)) return undefined;
  return edit.newText.trim() !== "" && title.includes(edit.newText.trim()) ? undefined : squeezed;
}
