/** What holds of every program that is laid out, whatever stands in it and wherever comments do. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read } from "../../grammar/read.ts";
import { format } from "../../src/language/format/format.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import { programFiles } from "./program-files.ts";
import { randomProgram } from "./random-program.ts";
import { fileOf, laidOut } from "./words.ts";

const bounded = { interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false } as const;

describe("a program, laid out, means the same, has all its comments in order, and stays as it is when laid out again:", () => {
  it("programs of every form, with comments wherever they may stand", () => {
    fc.assert(
      fc.property(randomProgram, (text) => void laidOut(text)),
      { numRuns: 400, seed: 1, ...bounded },
    );
  });

  it("examples, the standard library and fixtures, with further comments in them", () => {
    const texts = programFiles("examples", "stdlib", "test/fixtures").map((path) => readFileSync(path, "utf8"));
    const places = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...remarks)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...texts), places, (text, where) => void laidOut(where.reduce(withRemark, text))),
      { numRuns: 150, seed: 2, ...bounded },
    );
  });

  it("the same programs with other line ends and blanks", () => {
    for (const path of programFiles("examples", "stdlib", "test/fixtures")) {
      const text = readFileSync(path, "utf8");
      const result = laidOut(text);
      expect(laidOut(text.replaceAll("\n", "\r\n"))).toBe(result);
      expect(laidOut(text.replaceAll("\n", "\r"))).toBe(result);
      expect(laidOut(`\uFEFF${text.replaceAll("\n", " \n\t ")}\n\n\n`)).toBe(result);
    }
  });
});

const remarks = [" // remark\n", "\n// remark\n", "\n\n/// remark\n\n", " //! remark\n// another\n"];

/** With a comment before one of the tokens, if it may stand there. */
function withRemark(text: string, [place, remark]: readonly [number, string]): string {
  const { tokens } = read(text, "file");
  const at = tokens[place % tokens.length]?.startOffset ?? 0;
  const changed = text.slice(0, at) + remark + text.slice(at);
  return parse(fileOf(changed)).diagnostics.length === 0 ? changed : text;
}

describe("no line is wider than 100 columns where it can be broken:", () => {
  it("programs of short words", () => {
    const width = ({ length }: string): number => length;
    const name = fc.constantFrom("frames", "random_crop", "weight_decay", "a");
    const value = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        name,
        fc.array(tie("value"), { maxLength: 5 }).map((items) => `[${items.join(", ")}]`),
        fc.tuple(name, fc.array(tie("value"), { maxLength: 4 })).map(([of, items]) => `${of}(${items.join(", ")})`),
        fc.tuple(name, fc.array(fc.tuple(name, tie("value")), { maxLength: 4 })).map(([of, fields]) => {
          return `${of} { ${fields.map(([key, each]) => `${key}: ${each}`).join(", ")} }`;
        }),
        fc.array(tie("value"), { minLength: 2, maxLength: 4 }).map((stages) => stages.join(" |> ")),
        fc.array(tie("value"), { minLength: 2, maxLength: 4 }).map((parts) => `(${parts.join(" + ")})`),
      ),
    })).value;
    fc.assert(
      fc.property(value, (text) => {
        expect(Math.max(...laidOut(`let a = ${text}\n`).split("\n").map(width))).toBeLessThanOrEqual(100);
      }),
      { numRuns: 200, seed: 3, ...bounded },
    );
  });
});

describe("large and deep programs:", () => {
  it("as deep as brackets may be nested", () => {
    for (const [open, close] of [
      ["[", "]"],
      ["(", ")"],
      ["f(", ")"],
      ["a { b: ", " }"],
      ["not (", ")"],
    ] as const) {
      expect(laidOut(`let x = ${open.repeat(60)}y${close.repeat(60)}\n`)).toContain("y");
    }
  });

  it("long chains, lists and files", () => {
    for (const more of [" + 1", " |> f", " when 1 else 1", ".a", "(1)", " {}"]) {
      expect(laidOut(`let x = a${more.repeat(390)}\n`)).toContain("let x =");
    }
    expect(laidOut(`let x = [${"1, ".repeat(10_000)}]\n`).split("\n").length).toBeGreaterThan(100);
    expect(laidOut(`let x = [${"a {}, ".repeat(5_000)}]\n`).split("\n")).toHaveLength(5_003);
    expect(laidOut(`let x = a {\n${"b: 1\n".repeat(5_000)}}\n`).split("\n")).toHaveLength(5_003);
    expect(laidOut("let x=1\n".repeat(3_000)).split("\n")).toHaveLength(3_001);
  });

  it("what is nested too deeply is left as it is, with its diagnostic", () => {
    for (const text of [`let x = ${"[".repeat(10_000)}${"]".repeat(10_000)}`, `let  x = 1${" + 1".repeat(10_000)}`]) {
      expect(format(fileOf(text))).toMatchObject({ text, diagnostics: [{ code: "V0001" }] });
    }
  });
});

describe("programs with mistakes", () => {
  it("are left as they are", () => {
    for (const text of ["let a  =\n", "let  a = 1×2\n", "let a : 1", "# c\nlet  a = 1", "let  a = [1\n"]) {
      const result = format(fileOf(text));
      expect(result.text).toBe(text);
      expect(result.diagnostics).not.toEqual([]);
    }
  });

  it("nothing at all stays nothing", () => {
    expect(laidOut("")).toBe("");
    expect(laidOut(" \n\t\n")).toBe("");
    expect(laidOut("// a")).toBe("// a\n");
  });
});
