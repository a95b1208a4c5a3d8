import { expect, it } from "vitest";
import { diagnose } from "../../src/language/diagnostics/catalogue.ts";
import { jsonReport } from "../../src/language/diagnostics/json.ts";
import { sourceFile, spanOf } from "./marked.ts";

it("has the documented schema, with positions in UTF-16 units and files seen from the folder", () => {
  const file = sourceFile("/home/me/exp/a.vcl", "/// 🎬\r\ndata d = ucf {\r\n  batch = 8 clips\r\n}\r\n");
  const other = sourceFile("/home/base.vcl", '"🎬" x');
  const argument = sourceFile("--set d.batch", "9", "argument");
  const span = spanOf(file, "=", 2);
  const report = jsonReport(
    [
      diagnose(
        "V0005",
        { what: "field", sign: ":" },
        {
          primary: { span, text: "should be `:`" },
          secondary: [
            { span: spanOf(other, "x"), text: "there" },
            { span: spanOf(argument, "9"), text: "given" },
          ],
          fixes: [{ title: "batch: 8 clips", edits: [{ span: { ...span, start: span.start - 1 }, newText: ":" }] }],
          helps: ["do this"],
          notes: ["know that"],
        },
      ),
    ],
    "/home/me",
  );
  expect(report).toEqual({
    ok: false,
    diagnostics: [
      {
        code: "V0005",
        severity: "error",
        title: "a field is written with `:`",
        labels: [
          { file: "exp/a.vcl", line: 3, column: 9, endLine: 3, endColumn: 10, text: "should be `:`", primary: true },
          { file: "../base.vcl", line: 1, column: 6, endLine: 1, endColumn: 7, text: "there", primary: false },
          { file: "--set d.batch", line: 1, column: 1, endLine: 1, endColumn: 2, text: "given", primary: false },
        ],
        why: null,
        fixes: [
          {
            title: "batch: 8 clips",
            edits: [{ file: "exp/a.vcl", line: 3, column: 8, endLine: 3, endColumn: 10, newText: ":" }],
          },
        ],
        helps: ["do this", "know that"],
        docs: "docs/diagnostics/V0005.md",
      },
    ],
  });
});

it("is ok with warnings only, and without anything", () => {
  const file = sourceFile("/a.vcl", "x");
  const warning = {
    ...diagnose("V0004", {}, { primary: { span: spanOf(file, "x"), text: "" }, why: "so" }),
    code: "ACME1",
  };
  const report = jsonReport([{ ...warning, severity: "warning" }], "/");
  expect(report.ok).toBe(true);
  expect(report.diagnostics[0]).toMatchObject({ why: "so", docs: null, severity: "warning" });
  expect(jsonReport([], "/")).toEqual({ ok: true, diagnostics: [] });
});
