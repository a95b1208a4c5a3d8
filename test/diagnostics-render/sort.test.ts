import { expect, it } from "vitest";
import type { Diagnostic, Severity } from "../../src/language/diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../../src/language/diagnostics/sort.ts";
import { sourceFile } from "./marked.ts";

it("sorts by file, place, severity and code", () => {
  const first = sourceFile("/z.vcl", "0123456789");
  const second = sourceFile("/a.vcl", "0123456789");
  const make = (file: typeof first, start: number, severity: Severity, code: string): Diagnostic => ({
    code,
    severity,
    title: "",
    primary: { span: { file, start, end: start + 1 }, text: "" },
    secondary: [],
    fixes: [],
    helps: [],
    notes: [],
  });
  const sorted = sortDiagnostics([
    make(first, 5, "warning", "V1"),
    make(second, 0, "error", "V2"),
    make(first, 5, "error", "V4"),
    make(first, 5, "error", "V3"),
    make(first, 2, "advice", "V5"),
  ]);
  expect(sorted.map(({ code }) => code)).toEqual(["V5", "V3", "V4", "V1", "V2"]);
});
