/**
 * A text that vcl reads: a `.vcl` file, a declaration file of the standard library, or one argument of the command line.
 * Spans are half-open ranges of UTF-16 offsets into it.
 */
export interface SourceFile {
  /** Absolute path of a file; `command line` for an argument, whose text is all of it: `--set train.clip=32 frames`. */
  readonly path: string;
  readonly text: string;
  readonly origin: "file" | "stdlib" | "argument";
}

/** `start` inclusive, `end` exclusive, both within `0..file.text.length`. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Line and column, both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which each line begins; LF, CR LF and a lone CR all end a line. Computed once a file. */
export function startsOfLines(file: SourceFile): readonly number[] {
  const known = lineStarts.get(file);
  if (known) return known;
  const starts = [0];
  for (const end of file.text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  lineStarts.set(file, starts);
  return starts;
}

/** Where an offset lies, for people. */
export function positionAt(file: SourceFile, offset: number): Position {
  const starts = startsOfLines(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

export function textOf(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

/** The smallest span over both; they must lie in the same file. */
export function cover(a: Span, b: Span): Span {
  return { file: a.file, start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}
