/**
 * Source maps, version 3 (ECMA-426): which place of a text that vcl wrote came from which place of a text that a person
 * wrote. Lines and columns count from 0 here, columns in UTF-16 units, as the format has it.
 */

/** A place of the generated text, and from there on the place it came from; nowhere where `source` is undefined. */
export interface Segment {
  readonly line: number;
  readonly column: number;
  readonly source?: { readonly index: number; readonly line: number; readonly column: number };
}

export interface SourceMap {
  readonly version: 3;
  /** The generated file's name. */
  readonly file: string;
  /** Relative to the map, or URLs. */
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/** The `mappings` text of segments that are sorted by place. */
export function encodeMappings(segments: readonly Segment[]): string {
  let text = "";
  let line = 0;
  let column = 0;
  let first = true;
  let source = { index: 0, line: 0, column: 0 };
  for (const segment of segments) {
    if (segment.line > line) {
      text += ";".repeat(segment.line - line);
      line = segment.line;
      column = 0;
      first = true;
    }
    const fields = [segment.column - column];
    column = segment.column;
    if (segment.source) {
      const { source: to } = segment;
      fields.push(to.index - source.index, to.line - source.line, to.column - source.column);
      source = to;
    }
    text += (first ? "" : ",") + fields.map(encodeNumber).join("");
    first = false;
  }
  return text;
}

/** The segments of a `mappings` text, sorted by place. Names are left out. */
export function decodeMappings(mappings: string): Segment[] {
  const segments: Segment[] = [];
  const source = { index: 0, line: 0, column: 0 };
  for (const [line, row] of mappings.split(";").entries()) {
    let column = 0;
    for (const text of row === "" ? [] : row.split(",")) {
      const [toColumn = 0, index, toLine = 0, toSourceColumn = 0] = decodeNumbers(text);
      column += toColumn;
      if (index === undefined) {
        segments.push({ line, column });
        continue;
      }
      source.index += index;
      source.line += toLine;
      source.column += toSourceColumn;
      segments.push({ line, column, source: { ...source } });
    }
  }
  return segments;
}

/**
 * The way from the outer text straight to the inner map's sources, where `outer` leads to the text that `inner` was made
 * for: types are stripped from a program that was compiled from a `.vcl`, and its frames still point into the `.vcl`.
 */
export function compose(outer: SourceMap, inner: SourceMap): SourceMap {
  const inside = decodeMappings(inner.mappings);
  const segments = decodeMappings(outer.mappings).map(({ line, column, source }): Segment => {
    const through = source && lastBefore(inside, source.line, source.column)?.source;
    return through ? { line, column, source: through } : { line, column };
  });
  return { ...inner, file: outer.file, mappings: encodeMappings(withoutRepeats(segments)) };
}

/** One segment a place (the last), and none that says what the one before it on the line already said. */
export function withoutRepeats(segments: readonly Segment[]): Segment[] {
  const places = segments.filter(({ line, column }, i) => {
    const next = segments[i + 1];
    return next?.line !== line || next.column !== column;
  });
  return places.filter(({ line, source }, i) => {
    const before = places[i - 1];
    return before?.line !== line || !sameSource(before.source, source);
  });
}

/** The segment that holds for a place: the last one on its line that does not lie behind it. */
export function lastBefore(segments: readonly Segment[], line: number, column: number): Segment | undefined {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment && (segment.line < line || (segment.line === line && segment.column <= column))) low = middle + 1;
    else high = middle;
  }
  const found = segments[low - 1];
  return found?.line === line ? found : undefined;
}

function sameSource(a: Segment["source"], b: Segment["source"]): boolean {
  return a === b || (!!a && !!b && a.index === b.index && a.line === b.line && a.column === b.column);
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 digits of five bits each, lowest first, the sign in the lowest bit, a sixth bit where more follow. */
function encodeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
