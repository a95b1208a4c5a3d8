import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import type { Diagnostic, Fix } from "../../src/language/diagnostics/diagnostic.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import { sourceFile, spanOf } from "./marked.ts";

function fixable(...fixes: Fix[]): Diagnostic {
  const span = fixes[0]?.edits[0]?.span;
  if (!span) throw new Error("a fix edits something");
  return {
    code: "X1",
    severity: "error",
    title: "",
    primary: { span, text: "" },
    secondary: [],
    fixes,
    helps: [],
    notes: [],
  };
}

describe("applying fixes", () => {
  const file = sourceFile("/a.vcl", "one two three");
  const change = (words: string, newText: string) => ({ span: spanOf(file, words), newText });

  it("makes the first fix of each diagnostic", () => {
    const first = fixable(
      { title: "", edits: [change("three", "3")] },
      { title: "", edits: [change("three", "drei")] },
    );
    const fixed = applyFixes([first, fixable({ title: "", edits: [change("one", "1")] })]);
    expect(fixed).toEqual({ texts: new Map([["/a.vcl", "1 two 3"]]), made: 2, left: 0, closed: new Map() });
  });

  it("makes a fix whole or leaves it", () => {
    const fixed = applyFixes([
      fixable({ title: "", edits: [change("two", "2")] }),
      fixable({ title: "", edits: [change("one", "1"), change("two three", "23")] }),
    ]);
    expect(fixed).toEqual({ texts: new Map([["/a.vcl", "one 2 three"]]), made: 1, left: 1, closed: new Map() });
  });

  it("makes many fixes, in any order, as one after the other would be made", () => {
    const file = sourceFile("/a.vcl", "0123456789".repeat(3));
    const edit = fc
      .tuple(fc.nat(30), fc.nat(4), fc.constantFrom("", "x", "yz"))
      .map(([start, length, newText]) => ({ span: { file, start, end: Math.min(start + length, 30) }, newText }));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const taken: typeof edits = [];
        for (const each of edits) {
          const clashes = taken.some(
            ({ span: { start, end } }) => start === each.span.start || (start < each.span.end && each.span.start < end),
          );
          if (!clashes) taken.push(each);
        }
        const expected = [...taken]
          .sort((a, b) => b.span.start - a.span.start)
          .reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), file.text);
        const { texts, made, left } = applyFixes(edits.map((each) => fixable({ title: "", edits: [each] })));
        expect({ made, left }).toEqual({ made: taken.length, left: edits.length - taken.length });
        expect(texts.get("/a.vcl") ?? file.text).toBe(expected);
      }),
    );
  });

  it("leaves arguments and the standard library alone", () => {
    const argument = sourceFile("--set a", "8 px", "argument");
    const fixed = applyFixes([fixable({ title: "", edits: [{ span: spanOf(argument, "px"), newText: "frames" }] })]);
    expect(fixed).toEqual({ texts: new Map(), made: 0, left: 0, closed: new Map() });
  });

  it("mends several files and several mistakes of one line", () => {
    const a = sourceFile("/a.vcl", "let a: “x”\nlet b: 1×2×3\n");
    const b = sourceFile("/b.vcl", "let c: 3\n");
    const { texts } = applyFixes([...parse(a).diagnostics, ...parse(b).diagnostics]);
    expect([...texts]).toEqual([
      ["/a.vcl", 'let a = "x"\nlet b = 1x2x3\n'],
      ["/b.vcl", "let c = 3\n"],
    ]);
  });

  it("leaves files alone that may not be changed, and a fix that needs one of them", () => {
    const other = sourceFile("/b.vcl", "four");
    const elsewhere = { span: spanOf(other, "four"), newText: "4" };
    const both = fixable({ title: "", edits: [change("one", "1"), elsewhere] });
    const fixed = applyFixes([both, fixable({ title: "", edits: [change("two", "2")] })], (path) => path === "/a.vcl");
    expect(fixed).toEqual({
      texts: new Map([["/a.vcl", "one 2 three"]]),
      made: 1,
      left: 0,
      closed: new Map([["/b.vcl", 1]]),
    });
  });
});
