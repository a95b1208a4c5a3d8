/** Changes to a program's text, for fixes. Each answers undefined where the text is not the user's to change like that. */

import type { SourceFile, Span } from "../source/source-file.ts";
import type { ComponentValue, Origin, Value } from "../values/value.ts";
import type { Edit } from "./diagnostic.ts";

/** `name: value` as it stands in a block; not where the value was given by shorthand, by a param or by an argument. */
export function entryOf(value: Value): Span | undefined {
  const { key, span, how } = value.origin;
  if (how !== "set" || key === undefined || key.file !== span.file || key.file.origin !== "file") return undefined;
  if (key.end > span.start || !/^\s*:\s*$/.test(key.file.text.slice(key.end, span.start))) return undefined;
  return { file: key.file, start: key.start, end: span.end };
}

/** Writes another value in the same place. */
export function replaceValue(value: Value, newText: string): Edit | undefined {
  return entryOf(value) && { span: value.origin.span, newText };
}

/** Takes the field out of its block, with its line where it has one. Not where an earlier setting would come to light. */
export function removeField(value: Value): Edit | undefined {
  const entry = entryOf(value);
  if (!entry || value.origin.replaced !== undefined) return undefined;
  return { span: removable(entry), newText: "" };
}

function removable(entry: Span): Span {
  const { file, start, end } = entry;
  const { text } = file;
  const lineStart = startOfLine(file, start);
  const before = text.slice(lineStart, start);
  const after = /^[ \t]*,?[ \t]*(?:\/\/[^\n\r]*)?(?:\r\n|\n|\r|$)/.exec(text.slice(end));
  if (before.trim() === "" && after) return { file, start: lineStart, end: end + after[0].length };
  const comma = /^[ \t]*,[ \t]*/.exec(text.slice(end));
  if (comma) return { file, start, end: end + comma[0].length };
  const leading = /,[ \t]*$/.exec(before) ?? /[ \t]+$/.exec(before);
  // Of a block with this field alone, `{}` is left.
  const trailing = /\{[ \t]*$/.test(before) ? /^[ \t]+(?=\})/.exec(text.slice(end)) : null;
  return { file, start: start - (leading?.[0].length ?? 0), end: end + (trailing?.[0].length ?? 0) };
}

/** Adds a field behind another one of the same block. */
export function addFieldAfter(neighbour: Value, field: string): Edit | undefined {
  const entry = entryOf(neighbour);
  if (!entry) return undefined;
  const { file } = entry;
  const lineStart = startOfLine(file, entry.start);
  const indent = file.text.slice(lineStart, entry.start);
  const rest = /^[ \t]*,?[ \t]*(?:\/\/[^\n\r]*)?(?=\r\n|\n|\r|$)/.exec(file.text.slice(entry.end));
  if (indent.trim() === "" && rest) {
    const at = entry.end + rest[0].length;
    return { span: { file, start: at, end: at }, newText: `\n${indent}${field}` };
  }
  return { span: { file, start: entry.end, end: entry.end }, newText: `, ${field}` };
}

function startOfLine(file: SourceFile, offset: number): number {
  return Math.max(file.text.lastIndexOf("\n", offset - 1), file.text.lastIndexOf("\r", offset - 1)) + 1;
}

/** The component's own name where the program writes it: `fully_convolutional_linear` of `fully_convolutional_linear { … }`. */
export function nameSpanOf(component: ComponentValue): Span {
  let at = component.origin;
  while (at.source && at.source.span.file.origin === "file") at = at.source;
  let expr = at.expr;
  while (expr && (expr.kind === "amended" || expr.kind === "call" || expr.kind === "paren")) {
    expr = expr.kind === "amended" ? expr.base : expr.kind === "call" ? expr.callee : expr.inner;
  }
  return expr?.span ?? at.span;
}

/**
 * Where a person wrote this value, in a file or as an argument; undefined for defaults and facts of the standard library. A
 * place that only names a value (`classes: ucf.classes`) counts; what stands in the library (a composite's inside) does not.
 */
export function writtenAt(value: Value): Span | undefined {
  for (let at: Origin | undefined = value.origin; at; at = at.source) {
    if (at.how !== "default" && at.span.file.origin !== "stdlib") return at.span;
  }
  return undefined;
}

/** Where the value itself stands, behind all names for it. */
export function rootOf(value: Value): Span {
  let at = value.origin;
  while (at.source) at = at.source;
  return at.span;
}
