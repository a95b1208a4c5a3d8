/**
 * A text whose lines are not decided yet, after Wadler's "A prettier printer". A group is written on one line where it fits, else
 * each of its own `line`s is a line break. `rows` are things that stand below each other in columns.
 */
import { widthOfText } from "../diagnostics/width.ts";
import type { Rows } from "./rows.ts";

export type Doc = string | readonly Doc[] | Part;

export type Part =
  /** A line break in a broken group, else `flat`. */
  | { readonly kind: "line"; readonly flat: "" | " " }
  /** Always a line break; with `blank`, an empty line before it. */
  | { readonly kind: "hard"; readonly blank: boolean }
  | { readonly kind: "indent"; readonly doc: Doc }
  | { readonly kind: "group"; readonly doc: Doc }
  /** A comment at the end of a line; a `hard` follows. */
  | { readonly kind: "comment"; readonly text: string }
  /** Short values: as many on a line as fit, with commas behind all of them where there are several lines. */
  | { readonly kind: "fill"; readonly items: readonly Doc[] }
  | Rows;

export const softline: Doc = { kind: "line", flat: "" };
export const line: Doc = { kind: "line", flat: " " };
export const hardline: Doc = { kind: "hard", blank: false };
export const emptyLine: Doc = { kind: "hard", blank: true };

export function indent(doc: Doc): Doc {
  return { kind: "indent", doc };
}

export function group(doc: Doc): Doc {
  return { kind: "group", doc };
}

const widths = new WeakMap<object, number>();

/** Columns that the doc takes on one line; infinite where it cannot stand on one. */
export function flatWidth(doc: Doc): number {
  if (typeof doc === "string") return widthOfText(doc);
  const known = widths.get(doc);
  if (known !== undefined) return known;
  const width = measured(doc);
  widths.set(doc, width);
  return width;
}

function measured(doc: readonly Doc[] | Part): number {
  if (isList(doc)) return sum(doc);
  switch (doc.kind) {
    case "line":
      return doc.flat.length;
    case "hard":
    case "comment":
      return Number.POSITIVE_INFINITY;
    case "indent":
    case "group":
      return flatWidth(doc.doc);
    case "fill":
      return sum(doc.items) + 2 * Math.max(doc.items.length - 1, 0);
    case "rows":
      return doc.onOneLine === undefined ? Number.POSITIVE_INFINITY : flatWidth(doc.onOneLine);
  }
}

function sum(docs: readonly Doc[]): number {
  return docs.reduce<number>((width, doc) => width + flatWidth(doc), 0);
}

/** It can stand on one line: there is no comment in it. */
export function isPlain(doc: Doc): boolean {
  return Number.isFinite(flatWidth(doc));
}

export function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

interface Start {
  readonly width: number;
  /** There is a place for a line break behind these columns. */
  readonly breaks: boolean;
}

const starts = new WeakMap<object, Start>();

/** Columns up to the first place where a line break may come, if every group were broken. */
export function startWidth(doc: Doc): Start {
  if (typeof doc === "string") return { width: widthOfText(doc), breaks: false };
  const known = starts.get(doc);
  if (known !== undefined) return known;
  const start = startOf(doc);
  starts.set(doc, start);
  return start;
}

function startOf(doc: readonly Doc[] | Part): Start {
  if (!isList(doc)) {
    if (doc.kind === "indent" || doc.kind === "group") return startWidth(doc.doc);
    return { width: 0, breaks: true };
  }
  let width = 0;
  for (const part of doc) {
    const start = startWidth(part);
    width += start.width;
    if (start.breaks) return { width, breaks: true };
  }
  return { width, breaks: false };
}
