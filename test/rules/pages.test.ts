/** The pages of the diagnostics on data, networks and runs: what each shows is so. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import { knownCodes } from "../../src/language/diagnostics/catalogue.ts";
import { check } from "../language/helpers.ts";

const page = (code: string) => readFileSync(new URL(`../../docs/diagnostics/${code}.md`, import.meta.url), "utf8");

/** The programs below a heading. */
function programs(text: string, heading: string): readonly string[] {
  const section = text.split(/^## /m).find((each) => each.startsWith(heading)) ?? "";
  return [...section.matchAll(/```vcl\n([\s\S]*?)```/g)].map(([, program = ""]) => program);
}

const codes = knownCodes.filter((code) => /^V0[3-9]/.test(code));

/** Found by looking at the disk: no program gives them. */
const onDisk = new Set(["V0904", "V0905", "V0906", "V0908", "V0909", "V0912", "V0913"]);

describe("docs/diagnostics", () => {
  it("has a page for every code", () => {
    expect(codes.length).toBeGreaterThan(50);
    for (const code of codes) expect(page(code).startsWith(`# ${code}: `)).toBe(true);
  });

  for (const code of codes.filter((each) => !onDisk.has(each))) {
    it(`${code} keeps its word`, () => {
      const text = page(code);
      const [bad = ""] = programs(text, "A program that gives it");
      const good = programs(text, "A program that does not");
      const mended = programs(text, "The first one with its fix");
      const { diagnostics } = check({ "page.vcl": bad });
      expect(diagnostics.map((each) => each.code)).toEqual([code]);
      expect(good.length).toBeGreaterThan(0);
      for (const program of good) expect(check({ "page.vcl": program }).diagnostics).toEqual([]);
      expect([...applyFixes(diagnostics).texts.values()]).toEqual(mended);
      for (const program of mended) expect(check({ "page.vcl": program }).diagnostics).toEqual([]);
    });
  }
});
