/** The pages of the diagnostics on names and types: what each shows is so. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import { knownCodes } from "../../src/language/diagnostics/catalogue.ts";
import { check } from "./helpers.ts";

const page = (code: string) => readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), "utf8");

/** The programs below a heading. */
function programs(text: string, heading: string): readonly string[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(heading)) ?? "";
  return [...section.matchAll(/```vcl\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
}

/** The files beside which a page's programs stand: their fences say their names. */
function beside(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/```vcl (\S+\.vcl)\n([\s\S]*?)```/g)].map(([, name = "", program = ""]) => [name, program]),
  );
}

const codes = knownCodes.filter((code) => /^V0[12]/.test(code));

describe("docs/diagnostics", () => {
  test("has a page for every code", () => {
    expect(codes).toHaveLength(20);
    for (const code of codes) expect(page(code).startsWith(`# ${code}: `)).toBe(true);
  });

  test.each(codes)("%s keeps its word", (code) => {
    const text = page(code);
    const checked = (program: string) => check({ "page.vcl": program, ...beside(text) }).diagnostics;
    const [bad = ""] = programs(text, "A program that gives it");
    const good = programs(text, "A program that does not");
    const mended = programs(text, "The first one with its fix");
    const diagnostics = checked(bad);
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    for (const { title } of diagnostics) {
      expect(title.length).toBeLessThan(60);
      expect(title).not.toMatch(/\.$/);
    }
    expect(good.length).toBeGreaterThan(0);
    for (const program of good) expect(checked(program)).toEqual([]);
    expect([...applyFixes(diagnostics).texts.values()]).toEqual(mended);
    for (const program of mended) expect(checked(program)).toEqual([]);
  });
});
