/** Rows and columns set in plain text: sizes right-aligned under each other, column by column. */
import type { Column, Row } from "./report-table.ts";

/** Between two phases, and between two frame sizes of one phase. */
const gaps = { phase: 3, frame: 4 };

export function table(
  columns: readonly Column[],
  rows: readonly Row[],
  costTitles: readonly string[] = [],
): readonly string[] {
  const widths = columns.map((_, at) => sizeWidths(rows, at));
  const cellWidths = widths.map(
    (sizes) => sizes.reduce((sum, width) => sum + width, 0) + 3 * Math.max(sizes.length - 1, 0),
  );
  const starts = startsOf(columns, rows, cellWidths);
  const heading = columns.map(({ title }, at) => ({
    start: (starts[at] ?? 0) + indent(rows[0], at, widths),
    text: title,
  }));
  const body = rows.map(({ label, cells }) => {
    const pieces = cells.map((cell, at) => ({
      start: starts[at] ?? 0,
      text: typeof cell === "string" ? cell : aligned(cell, widths[at] ?? []),
    }));
    return placed([{ start: 0, text: label }, ...pieces]);
  });
  const lines = [placed(heading), ...body];
  const costs = costTexts(costTitles, rows);
  const end = Math.max(...lines.map((line) => line.length));
  return lines.map((line, at) => {
    const cost = costs[at] ?? "";
    const note = rows[at - 1]?.note;
    const whole = cost.trim() === "" && note === undefined ? line : `${line.padEnd(costs.length > 0 ? end : 0)}${cost}`;
    return `${whole}${note === undefined ? "" : `   ${note}`}`.trimEnd();
  });
}

/** The columns behind the tensors, for the heading and each row: right-aligned, all as wide as each other. */
function costTexts(titles: readonly string[], rows: readonly Row[]): readonly string[] {
  if (titles.length === 0) return [];
  const lines = [titles, ...rows.map((row) => row.costs ?? titles.map(() => ""))];
  const widths = titles.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines.map((line) => line.map((text, i) => `   ${text.padStart(widths[i] ?? 0)}`).join(""));
}

/** How wide each size of a column's tensors is. */
function sizeWidths(rows: readonly Row[], at: number): readonly number[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    const cell = cells[at];
    if (typeof cell === "string" || !cell) continue;
    for (const [i, size] of cell.entries()) widths[i] = Math.max(widths[i] ?? 0, size.length);
  }
  return widths;
}

function startsOf(columns: readonly Column[], rows: readonly Row[], cellWidths: readonly number[]): readonly number[] {
  let next = Math.max(...rows.map((row) => row.label.length)) + 5;
  return columns.map((_, at) => {
    const start = next;
    next += (cellWidths[at] ?? 0) + (columns[at + 1]?.first === false ? gaps.frame : gaps.phase);
    return start;
  });
}

/** A heading begins where the first row's first size does. */
function indent(row: Row | undefined, at: number, widths: readonly (readonly number[])[]): number {
  const cell = row?.cells[at];
  return typeof cell === "string" || !cell ? 0 : (widths[at]?.[0] ?? 0) - (cell[0]?.length ?? 0);
}

function aligned(sizes: readonly string[], widths: readonly number[]): string {
  return sizes.map((size, i) => size.padStart(widths[i] ?? 0)).join(" × ");
}

/** Pieces at their columns; one that is too long pushes the next one on. */
function placed(pieces: readonly { readonly start: number; readonly text: string }[]): string {
  let line = "";
  for (const { start, text } of pieces) {
    if (text === "") continue;
    line = `${line}${line.length >= start && line !== "" ? "  " : ""}`.padEnd(start) + text;
  }
  return line;
}
