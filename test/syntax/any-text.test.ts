/** Whatever the text: no throw, no hang, spans inside it. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/language/diagnostics/diagnostic.ts";
import { render } from "../../src/language/diagnostics/render.ts";
import type { SourceFile } from "../../src/language/source/source-file.ts";
import { parse, parseExpression } from "../../src/language/syntax/parse.ts";

const tutorial = readFileSync(new URL("../fixtures/language/ucf101.vcl", import.meta.url), "utf8");
const externs = readFileSync(new URL("../fixtures/language/stdlib_excerpts.vcl", import.meta.url), "utf8");

function fileOf(text: string): SourceFile {
  return { path: "/any.vcl", text, origin: "file" };
}

/** Every span in a tree or a diagnostic. */
function spansIn(value: unknown, found: { file: SourceFile; start: number; end: number }[] = []) {
  if (typeof value !== "object" || value === null) return found;
  if ("file" in value && "start" in value && "end" in value) found.push(value as (typeof found)[number]);
  for (const [key, part] of Object.entries(value)) if (key !== "file") spansIn(part, found);
  return found;
}

function check(text: string): readonly Diagnostic[] {
  const file = fileOf(text);
  const { tree, diagnostics } = parse(file);
  const lone = parseExpression(file);
  for (const { file: of, start, end } of spansIn([tree, diagnostics, lone])) {
    if (of !== file || !(start >= 0 && start <= end && end <= text.length)) throw new Error(`span ${start}..${end}`);
  }
  for (const diagnostic of diagnostics) render(diagnostic, { folder: "/" });
  return diagnostics;
}

const word = fc.constantFrom(
  ..."param let data model transform experiment check extern import amends from as with head at in of per then when else or".split(
    " ",
  ),
  ..."and not none true false derived facts takes yields blocks random unused require x clip frames px dataset".split(
    " ",
  ),
  ...["|>", "==", "<=", "..", "..<", "+=", "+", "-", "*", "/", "%", "^", "=", ":", "|", ",", ";", "?", "."],
  ...[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "1",
    "0.5",
    "1e-4",
    "1x7x7",
    '"a"',
    '"a',
    "//! m\n",
    "/// d\n",
    "// c\n",
    "\n",
    "×",
    "#",
  ],
);
const soup = fc
  .array(fc.tuple(word, fc.constantFrom("", " ", "\n", "\n  ")), { maxLength: 80 })
  .map((all) => all.flat().join(""));
const mutilated = fc
  .tuple(
    fc.constantFrom(tutorial, externs),
    fc.array(fc.tuple(fc.nat(), fc.nat({ max: 60 }), soup), { minLength: 1, maxLength: 3 }),
  )
  .map(([text, cuts]) =>
    cuts.reduce((result, [at, length, put]) => {
      const start = at % (result.length + 1);
      return result.slice(0, start) + put + result.slice(start + length);
    }, text),
  );
const bounded = { interruptAfterTimeLimit: 8_000, markInterruptAsFailure: false } as const;

describe("any text parses without a throw and with spans inside it", () => {
  it("of any characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => void check(text)),
      { numRuns: 300, ...bounded },
    );
  });

  it("of the language's own words in any order", () => {
    fc.assert(
      fc.property(soup, (text) => void check(text)),
      { numRuns: 400, ...bounded },
    );
  });

  it("cut out of a program or put into it", () => {
    fc.assert(
      fc.property(mutilated, (text) => void check(text)),
      { numRuns: 200, ...bounded },
    );
  });
});

describe("a wrong bracket", () => {
  it("is always noticed", () => {
    const places = [...tutorial.matchAll(/[{}[\]()]/g)].map(({ index }) => index).filter((at) => !isComment(at));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom("", "{", "}", "[", "]", "(", ")"), (at, put) => {
        fc.pre(put !== tutorial[at]);
        expect(parse(fileOf(tutorial.slice(0, at) + put + tutorial.slice(at + 1))).diagnostics).not.toEqual([]);
      }),
      { numRuns: 150, ...bounded },
    );
  });

  function isComment(at: number): boolean {
    return tutorial.slice(tutorial.lastIndexOf("\n", at) + 1, at).includes("//");
  }
});

describe("hostile texts", () => {
  const deep = 10_000;

  it.each([
    ["[", "]"],
    ["(", ")"],
    ["{a: x", "}"],
    ["x {a: ", "}"],
    ["f(", ")"],
    ["x[", "]"],
    ["-(", ")"],
    ["not (", ")"],
    ["1 when (", ") else 2"],
  ])("%s … %s nested 10,000 deep is one diagnostic", (open, close) => {
    for (const text of [`let x = ${open.repeat(deep)}1${close.repeat(deep)}\n`, `let x = ${open.repeat(deep)}`]) {
      const diagnostics = check(text);
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0]?.title).toMatch(/^brackets are nested too deeply$|^this `[[(]` is never closed$/);
    }
  });

  it("types nested 10,000 deep are one diagnostic", () => {
    expect(check(`param x: ${"[".repeat(deep)}int${"]".repeat(deep)}\n`)).toHaveLength(1);
  });

  it("as deep as is allowed is no mistake", () => {
    expect(check(`let x = ${"[".repeat(64)}1${"]".repeat(64)}\n`)).toEqual([]);
    expect(check(`let x = ${"a {b: ".repeat(64)}1${"}".repeat(64)}\n`)).toEqual([]);
    expect(check(`let x = ${"[".repeat(65)}1${"]".repeat(65)}\n`)).toHaveLength(1);
  });

  it.each([" + 1", " ^ 1", ".a", " {}", "[1]", "()", " when 1 else 1", " or 1"])(
    "1%s 10,000 times is one diagnostic",
    (more) => {
      const diagnostics = check(`let x = 1${more.repeat(deep)}\n`);
      expect(diagnostics.map(({ title }) => title)).toEqual(["this expression is nested too deeply"]);
    },
  );

  it("long flat texts are fine", () => {
    expect(check(`let x = [${"1, ".repeat(deep)}]\n`)).toEqual([]);
    expect(check("let x = 1\n".repeat(2_000))).toEqual([]);
    expect(check(`let x = a {\n${"  b: 1\n".repeat(2_000)}}\n`)).toEqual([]);
  });

  it("ends soon on large rubbish, with the first mistakes told", () => {
    for (const text of [
      "\u0000".repeat(300_000),
      "}".repeat(50_000),
      "let\n".repeat(20_000),
      '"\n'.repeat(20_000),
      "\u00e9 ".repeat(50_000),
    ]) {
      const started = performance.now();
      const { diagnostics } = parse(fileOf(text));
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(diagnostics.length).toBeLessThanOrEqual(50);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });

  it("numbers that no computer holds are told", () => {
    expect(check("let x = 1e999\n").map(({ title }) => title)).toEqual(["this number is too large"]);
    const inexact = "this whole number is too large to be exact";
    expect(check(`let x = ${"9".repeat(400)}\n`).map(({ title }) => title)).toEqual(["this number is too large"]);
    expect(check("let x = 9007199254740993\n").map(({ title }) => title)).toEqual([inexact]);
    expect(check("let x = 1x9007199254740993\n").map(({ title }) => title)).toEqual([inexact]);
    expect(check("let x = [9007199254740991, 200_000, 1.5e308, 1e-400]\n")).toEqual([]);
  });

  it("a byte order mark, CR LF and lone CR are blanks", () => {
    expect(check(`\uFEFF${tutorial.replaceAll("\n", "\r\n")}`)).toEqual([]);
    expect(check(tutorial.replaceAll("\n", "\r"))).toEqual([]);
  });

  it("a NUL is told once, at its place", () => {
    const [first, ...others] = check("let x = 1\nlet y = \u0000\u00002\n");
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      title: "these characters mean nothing here",
      primary: { span: { start: 18, end: 20 } },
    });
  });
});
