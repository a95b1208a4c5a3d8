/** Lines of a source text with what is said about places in them. */
import { positionAt, type SourceFile, startsOfLines } from "../source/source-file.ts";
import type { Label } from "./diagnostic.ts";
import type { Palette } from "./palette.ts";
import { type Cell, cells } from "./width.ts";

/** Longer lines are cut around their label. */
const WIDEST = 140;

/** Of a very long line only as many UTF-16 units around the label are looked at: each label would cost the whole line. */
const [BEFORE, BEHIND] = [400, 1600];

export interface Mark {
  readonly label: Label;
  readonly primary: boolean;
}

/** Source lines in order, each followed by a row for each of its marks. `gutter` is the width of the line numbers. */
export function snippet(
  marks: readonly Mark[],
  gutter: number,
  palette: Palette,
  tone: (text: string) => string,
): string[] {
  const byLine = new Map<number, Mark[]>();
  for (const mark of [...marks].sort((a, b) => a.label.span.start - b.label.span.start)) {
    const { line } = positionAt(mark.label.span.file, mark.label.span.start);
    byLine.set(line, [...(byLine.get(line) ?? []), mark]);
  }
  return [...byLine].flatMap(([line, onLine]) => {
    const [first] = onLine;
    if (!first) return [];
    const source = cut(cellsAround(lineText(first.label.span.file, line), startIn(first, line)), startIn(first, line));
    const number = palette.gutter(`${String(line).padStart(gutter)} │`);
    const text = source
      .map(({ drawn }) => drawn)
      .join("")
      .trimEnd();
    const rows = onLine.map((mark) => markRow(mark, line, source, palette, tone));
    return [text === "" ? number : `${number} ${text}`, ...rows.map((row) => `${edge(gutter, palette)} ${row}`)];
  });
}

/** The gutter of a row that has no line number. */
export function edge(gutter: number, palette: Palette): string {
  return palette.gutter(`${" ".repeat(gutter)} │`);
}

export function lineText(file: SourceFile, line: number): string {
  const starts = startsOfLines(file);
  const start = starts[line - 1] ?? 0;
  let end = starts[line] ?? file.text.length;
  while (end > start && /[\r\n]/.test(file.text.charAt(end - 1))) end -= 1;
  return file.text.slice(start, end);
}

function startIn({ label: { span } }: Mark, line: number): number {
  return span.start - (startsOfLines(span.file)[line - 1] ?? 0);
}

function markRow(
  mark: Mark,
  line: number,
  source: readonly Cell[],
  palette: Palette,
  tone: (text: string) => string,
): string {
  const { span, text } = mark.label;
  const start = startIn(mark, line);
  const end = start + (span.end - span.start);
  const before = source.filter(({ at }) => at < start).reduce((sum, { width }) => sum + width, 0);
  const covered = source.filter(({ at }) => at >= start && at < end).reduce((sum, { width }) => sum + width, 0);
  const sign = (mark.primary ? "^" : "─").repeat(Math.max(covered, 1));
  const row = text === "" ? sign : `${sign} ${text}`;
  return " ".repeat(before) + (mark.primary ? tone(row) : palette.secondary(row));
}

/** A line's cells; of a very long line, those near `start`. */
function cellsAround(line: string, start: number): readonly Cell[] {
  if (line.length <= BEFORE + BEHIND) return cells(line);
  const isHalf = (at: number): boolean => /[\uDC00-\uDFFF]/.test(line[at] ?? "");
  let from = Math.max(start - BEFORE, 0);
  while (from > 0 && isHalf(from)) from -= 1;
  return cells(line.slice(from, start + BEHIND)).map((cell) => ({ ...cell, at: cell.at + from }));
}

/** At most `WIDEST` columns of a line, among them those from `start` on. */
function cut(line: readonly Cell[], start: number): Cell[] {
  const total = line.reduce((sum, { width }) => sum + width, 0);
  if (total <= WIDEST) return [...line];
  const first = Math.max(line.findIndex(({ at }) => at >= start) - 40, 0);
  const kept: Cell[] = [];
  let columns = 2;
  for (const cell of line.slice(first)) {
    columns += cell.width;
    if (columns > WIDEST) break;
    kept.push(cell);
  }
  const dots = (at: number): Cell => ({ at, drawn: "…", width: 1 });
  const from = first > 0 ? [dots(-1)] : [];
  const to = first + kept.length < line.length ? [dots(Number.MAX_SAFE_INTEGER)] : [];
  return [...from, ...kept, ...to];
}
