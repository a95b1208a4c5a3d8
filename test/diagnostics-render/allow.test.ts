import { describe, expect, it } from "vitest";
import { applyAllowances } from "../../src/language/diagnostics/allow.ts";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import type { Diagnostic, Severity } from "../../src/language/diagnostics/diagnostic.ts";
import type { SourceFile } from "../../src/language/source/source-file.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import { sourceFile, spanOf } from "./marked.ts";

function about(file: SourceFile, words: string, code = "V0303", severity: Severity = "warning"): Diagnostic {
  const primary = { span: spanOf(file, words), text: "" };
  return { code, severity, title: "", primary, secondary: [], fixes: [], helps: [], notes: [] };
}

function remaining(text: string, ...diagnostics: ((file: SourceFile) => Diagnostic)[]): readonly Diagnostic[] {
  const file = sourceFile("/a.vcl", text);
  return applyAllowances(
    diagnostics.map((make) => make(file)),
    [parse(file).tree],
    { pedantic: false },
  );
}

describe("an allowance", () => {
  it("silences its warning on its own line and on the next", () => {
    expect(remaining("let a = 1 // allow V0303: fine\n", (file) => about(file, "1"))).toEqual([]);
    expect(remaining("// allow V0303: fine\nlet a = 1\n", (file) => about(file, "1"))).toEqual([]);
  });

  it("may stand above other comments", () => {
    const text = "// allow V0303: fine\n  // allow V0304: too\n/// About a.\nlet a = 1\n";
    expect(
      remaining(
        text,
        (file) => about(file, "1"),
        (file) => about(file, "1", "V0304"),
      ),
    ).toEqual([]);
  });

  it("reaches no further, no other code, no other file and no error", () => {
    const far = remaining("// allow V0303: fine\n\nlet a = 1\n", (file) => about(file, "1"));
    expect(far.map(({ code }) => code)).toEqual(["V0303", "V0107"]);
    const other = remaining("// allow V0304: fine\nlet a = 1\n", (file) => about(file, "1"));
    expect(other.map(({ code }) => code)).toEqual(["V0303", "V0107"]);
    const elsewhere = sourceFile("/b.vcl", "\nlet a = 1\n");
    expect(remaining("// allow V0303: fine\nlet a = 1\n", () => about(elsewhere, "1"))).toHaveLength(2);
    const [error, unused] = remaining("// allow V0303: fine\nlet a = 1\n", (file) =>
      about(file, "1", "V0303", "error"),
    );
    expect(error?.severity).toBe("error");
    expect(unused).toMatchObject({ code: "V0107", primary: { text: "an error cannot be allowed" } });
  });

  it("is reported where nothing needs it, with a fix that removes it", () => {
    const text = "let a = 1 // allow V0303: once\n  // allow V0304: once\nlet b = 2\n";
    const unused = remaining(text);
    expect(unused).toMatchObject([
      { code: "V0107", severity: "warning", primary: { text: "no such warning here" } },
      { code: "V0107", severity: "warning" },
    ]);
    expect(unused[0]?.title).toBe("nothing uses the allowance of `V0303`");
    expect(applyFixes(unused).texts.get("/a.vcl")).toBe("let a = 1\nlet b = 2\n");
  });

  it("of an error, of a code that is none and without a colon are told apart", () => {
    expect(remaining("// allow V0204: it is fine\n")).toMatchObject([
      { code: "V0107", primary: { text: "an error cannot be allowed" }, fixes: [{ title: "remove it" }] },
    ]);
    expect(remaining("// allow V0330: it is fine\n")).toMatchObject([
      { code: "V0107", primary: { text: "there is no V0330" }, fixes: [], helps: [expect.stringMatching(/^did you/)] },
    ]);
    const loose = remaining("// allow V0303 short ones are fine\n");
    expect(loose).toMatchObject([{ primary: { text: "a colon stands before the reason" } }]);
    expect(applyFixes(loose).texts.get("/a.vcl")).toBe("// allow V0303: short ones are fine\n");
    expect(remaining("let a = 1 // allow v0303: fine\n", (file) => about(file, "1"))).toEqual([]);
    expect(remaining("// allow visitors to see this\nlet a = 1\n")).toEqual([]);
  });

  it("of what this check does not look for is not called unused", () => {
    expect(remaining("// allow V0705: found by trial\n// allow V0912: others\nlet a = 1\n")).toEqual([]);
    expect(remaining("// allow V0705\nlet a = 1\n")).toMatchObject([{ primary: { text: "it gives no reason" } }]);
  });

  it("must give a reason", () => {
    const [warning, unused] = remaining("let a = 1 // allow V0303\n", (file) => about(file, "1"));
    expect(warning?.code).toBe("V0303");
    expect(unused).toMatchObject({ code: "V0107", primary: { text: "it gives no reason" }, fixes: [] });
  });

  it("holds beside others above one line", () => {
    const text = "// allow V0303: one\n// allow V0209: two\n\n// and a word\nlet a = 1\n// allow V0304: three";
    const left = remaining(
      text,
      (file) => about(file, "1"),
      (file) => about(file, "1", "V0209"),
    );
    // The blank line is no comment: nothing below it is silenced. The last one has no line below it.
    expect(left.map(({ code }) => code)).toEqual(["V0303", "V0209", "V0107", "V0107", "V0107"]);
    expect(
      remaining(
        text.replace("\n\n", "\n"),
        (file) => about(file, "1"),
        (file) => about(file, "1", "V0209"),
      ).map(({ code }) => code),
    ).toEqual(["V0107"]);
  });

  it("silences as many warnings as there are on its line", () => {
    const text = "let a = [1, 2] // allow V0209: twice\n";
    expect(
      remaining(
        text,
        (file) => about(file, "1", "V0209"),
        (file) => about(file, "2]", "V0209"),
      ),
    ).toEqual([]);
  });
});
