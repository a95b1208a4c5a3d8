/**
 * Layout: brackets stand on one line where they fit, else they are opened from the outside in, one item a line. The rules
 * are those of Prettier and Biome, as far as emitted programs need them.
 */
import type { Span } from "../../language/source/source-file.ts";
import { commentText } from "./literal.ts";
import type { TracedWriter } from "./traced-text.ts";

export const lineWidth = 120;

export type Document =
  | string
  | readonly Document[]
  | Brackets
  /** Text that came from a place of a `.vcl` file. */
  | { readonly kind: "region"; readonly span: Span; readonly body: Document }
  /** Text behind a `:` or `=`: after a space, or on a line of its own where it does not fit. */
  | { readonly kind: "movable"; readonly text: string };

export interface Brackets {
  readonly kind: "brackets";
  readonly open: "[" | "{" | "(";
  readonly items: readonly Item[];
  /** Opened in any case; an item's comment does that too. */
  readonly opened: boolean;
  /** As many items on a line as it holds. */
  readonly filled: boolean;
}

export interface Item {
  readonly body: Document;
  /** Stands behind the item, at the end of the line. */
  readonly comment?: string;
}

const closing = { "[": "]", "{": "}", "(": ")" } as const;

/**
 * Writes `document` where the writer stands. `indent` is that of the line it begins on, `tail` the number of columns that
 * will follow it on its last line.
 */
export function writeDocument(document: Document, writer: TracedWriter, indent: number, tail: number): void {
  if (typeof document === "string") {
    writer.write(document);
  } else if ("kind" in document) {
    writeNode(document, writer, indent, tail);
  } else {
    for (const [i, part] of document.entries()) {
      const behind = sum(document.slice(i + 1).map(widthOf));
      writeDocument(part, writer, indent, Number.isFinite(behind) ? behind + tail : 0);
    }
  }
}

/** Columns on one line; infinite where it cannot stand on one. */
export function widthOf(document: Document): number {
  if (typeof document === "string") return document.length;
  if (!("kind" in document)) return sum(document.map(widthOf));
  switch (document.kind) {
    case "region":
      return widthOf(document.body);
    case "movable":
      return document.text.length + 1;
    case "brackets": {
      if (document.opened || document.items.some(({ comment }) => comment !== undefined))
        return Number.POSITIVE_INFINITY;
      const gaps = 2 * Math.max(document.items.length - 1, 0);
      return 2 + 2 * padding(document).length + gaps + sum(document.items.map(({ body }) => widthOf(body)));
    }
  }
}

type Node = Exclude<Document, string | readonly Document[]>;

function writeNode(node: Node, writer: TracedWriter, indent: number, tail: number): void {
  const fits = writer.column + widthOf(node) + tail <= lineWidth;
  switch (node.kind) {
    case "region":
      writer.region(node.span, () => writeDocument(node.body, writer, indent, tail));
      break;
    case "movable":
      if (fits) writer.write(" ");
      else writer.newLine(indent + 2);
      writer.write(node.text);
      break;
    case "brackets":
      writer.write(node.open);
      if (fits) writeClosed(node, writer);
      else writeOpened(node, writer, indent);
      writer.write(closing[node.open]);
  }
}

function writeClosed(brackets: Brackets, writer: TracedWriter): void {
  writer.write(padding(brackets));
  for (const [i, { body }] of brackets.items.entries()) {
    if (i > 0) writer.write(", ");
    writeDocument(body, writer, 0, 0);
  }
  writer.write(padding(brackets));
}

function writeOpened({ items, filled }: Brackets, writer: TracedWriter, indent: number): void {
  for (const [i, { body, comment }] of items.entries()) {
    if (filled && i > 0 && writer.column + widthOf(body) + 2 <= lineWidth) writer.write(" ");
    else writer.newLine(indent + 2);
    writeDocument(body, writer, indent + 2, 1);
    writer.write(",");
    if (comment !== undefined) writer.write(` // ${commentText(comment)}`);
  }
  writer.newLine(indent);
}

function padding({ open, items }: Brackets): string {
  return open === "{" && items.length > 0 ? " " : "";
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
