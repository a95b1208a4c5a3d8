/** The params of a file, for `vcl train exp.vcl --help`: name, type and range, doc comment, default. */
import { basename } from "node:path";
import type { Binding } from "../language/names/scope.ts";
import { textOf } from "../language/source/source-file.ts";
import { wrap } from "./wrap.ts";

/** Two columns, doc comments wrapped to `width`; types and defaults as the file writes them. */
export function paramsHelp(path: string, params: readonly Binding[], width: number): string {
  const rows = params.flatMap((param) => rowOf(param) ?? []);
  if (rows.length === 0) return `\n${basename(path)} has no params.\n`;
  const left = Math.max(...rows.map(({ flag }) => flag.length)) + 4;
  const lines = rows.flatMap(({ flag, text }) => {
    const [first = "", ...more] = wrap(text, Math.max(width - left, 30));
    return [`  ${flag}`.padEnd(left) + first, ...more.map((line) => " ".repeat(left) + line)];
  });
  return `\nParams of ${basename(path)}:\n${lines.map((line) => `${line.trimEnd()}\n`).join("")}`;
}

function rowOf(param: Binding): { readonly flag: string; readonly text: string } | undefined {
  const { name, docs, node } = param;
  if (node.kind !== "param") return undefined;
  // Not the declaration's own default: a file that amends may have put another in its place.
  const set = param.open ? "(required)" : `(default: ${oneLine(textOf(param.value().origin.span))})`;
  return {
    flag: `--${name} <${oneLine(textOf(node.type.span))}>`,
    text: [...docs.map((line) => line.trim()), set].filter((line) => line !== "").join(" "),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
