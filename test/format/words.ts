/** What a layout must not change, and how it looks whatever is laid out. */
import { expect } from "vitest";
import { read } from "../../grammar/read.ts";
import { linesOfAllowances } from "../../src/language/diagnostics/allow.ts";
import { format } from "../../src/language/format/format.ts";
import { meaningOf } from "../../src/language/format/same-tree.ts";
import { positionAt, type SourceFile } from "../../src/language/source/source-file.ts";
import { parse } from "../../src/language/syntax/parse.ts";

export function fileOf(text: string): SourceFile {
  return { path: "/a.vcl", text, origin: "file" };
}

/** Words that come, go, or change places with a comment at the end of their line. */
const signs = /^(?:,|\|>|then|else|or|and|[=!<>]=|[<>+*/%-])$/;

/** Tokens and comments in order, without signs between values; and all tokens but commas. */
function wordsOf(text: string): readonly (readonly string[])[] {
  const { tokens, comments } = read(text, "file");
  const words = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset);
  return [
    words.map(({ image }) => image.trimEnd()).filter((image) => !signs.test(image)),
    tokens.map(({ image }) => image).filter((image) => image !== ","),
  ];
}

/** For each allowed warning the words on its lines. */
function allowed(text: string): readonly (readonly string[])[] {
  const file = fileOf(text);
  const tokens = read(text, "file").tokens.filter(({ image }) => image !== ",");
  const numbered = tokens.map(({ startOffset, image }, at) => ({
    line: positionAt(file, startOffset).line,
    name: `${at} ${image}`,
  }));
  const { allowances } = parse(file).tree;
  const lines = linesOfAllowances(file, allowances);
  return allowances.map((allowance) =>
    numbered.filter(({ line }) => lines.get(line)?.includes(allowance)).map(({ name }) => name),
  );
}

/** Lays a program out; it must have no mistakes. What comes out says the same, and is a fixed point. */
export function laidOut(text: string): string {
  const before = parse(fileOf(text));
  expect(before.diagnostics.map(({ title }) => title)).toEqual([]);
  const result = format(fileOf(text)).text;
  expect(format(fileOf(result)).text).toBe(result);
  expect(meaningOf(parse(fileOf(result)).tree)).toBe(meaningOf(before.tree));
  expect(wordsOf(result)).toEqual(wordsOf(text));
  expect(result).toMatch(/^$|\n$/);
  expect(result).not.toMatch(/[ \t]\n|\r|\t|\n\n\n|^\n|\n\n$/);
  for (const [at, words] of allowed(text).entries()) {
    expect(allowed(result)[at]).toEqual(expect.arrayContaining([...words]));
  }
  return result;
}
