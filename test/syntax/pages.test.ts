/** The pages of the syntax diagnostics: a program that gives exactly this one, one that gives none, and the fix applied. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import { parse } from "../../src/language/syntax/parse.ts";

function diagnosticsOf(text: string) {
  return parse({ path: "/page.vcl", text, origin: "file" }).diagnostics;
}

it.each(["V0001", "V0002", "V0003", "V0004", "V0005"])("docs/diagnostics/%s.md keeps its word", (code) => {
  const page = readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), "utf8");
  const [bad = "", good = "", mended] = [...page.matchAll(/```vcl\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
  expect(page.startsWith(`# ${code}: `)).toBe(true);
  const given = diagnosticsOf(bad);
  expect(given.map((diagnostic) => diagnostic.code)).toEqual([code]);
  expect(diagnosticsOf(good)).toEqual([]);
  expect(applyFixes(given).texts.get("/page.vcl")).toBe(mended);
  if (mended !== undefined) expect(diagnosticsOf(mended)).toEqual([]);
});
