/** What holds of every program that is laid out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read } from "../../grammar/read.ts";
import { linesOfAllowance } from "../../src/language/diagnostics/allow.ts";
import { format } from "../../src/language/format/format.ts";
import { meaningOf } from "../../src/language/format/same-tree.ts";
import { positionAt, type SourceFile } from "../../src/language/source/source-file.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import { randomProgram } from "./random-program.ts";

function fileOf(text: string): SourceFile {
  return { path: "/a.vcl", text, origin: "file" };
}

/** Tokens and comments in order, without commas: these come and go. */
function wordsOf(text: string): readonly string[] {
  const { tokens, comments } = read(text, "file");
  return [...tokens, ...comments]
    .sort((a, b) => a.startOffset - b.startOffset)
    .map(({ image }) => image.trimEnd())
    .filter((image) => image !== ",");
}

/** For each allowed warning the words on its lines. */
function allowed(text: string): readonly (readonly string[])[] {
  const file = fileOf(text);
  const tokens = read(text, "file").tokens.filter(({ image }) => image !== ",");
  const numbered = tokens.map((token, at) => ({
    line: positionAt(file, token.startOffset).line,
    name: `${at} ${token.image}`,
  }));
  return parse(file).tree.allowances.map((allowance) => {
    const lines = linesOfAllowance(allowance);
    return numbered.filter(({ line }) => lines.includes(line)).map(({ name }) => name);
  });
}

function expectLaidOut(text: string): string {
  const before = parse(fileOf(text));
  expect(before.diagnostics.map(({ title }) => title)).toEqual([]);
  const laidOut = format(fileOf(text)).text;
  expect(format(fileOf(laidOut)).text).toBe(laidOut);
  expect(meaningOf(parse(fileOf(laidOut)).tree)).toBe(meaningOf(before.tree));
  expect(wordsOf(laidOut)).toEqual(wordsOf(text));
  expect(laidOut).not.toMatch(/[ \t]\n|\r|\n\n\n|^\n|\n\n$/);
  if (laidOut !== "") expect(laidOut.endsWith("\n")).toBe(true);
  for (const [at, words] of allowed(text).entries()) {
    expect(allowed(laidOut)[at]).toEqual(expect.arrayContaining([...words]));
  }
  return laidOut;
}

describe("any program, laid out,", () => {
  it("means the same, has all its comments, and stays as it is when laid out again", () => {
    fc.assert(
      fc.property(randomProgram, (text) => void expectLaidOut(text)),
      { numRuns: Number(process.env.RUNS ?? 300) },
    );
  });
});
