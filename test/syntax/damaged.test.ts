/**
 * Each token of a program deleted, doubled or swapped with its neighbour. Damage that leaves a well-formed program (a name
 * swapped with a name, a doubled quantity's unit …) is no syntax error and does not count.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { edited } from "../../src/language/diagnostics/apply-fixes.ts";
import { positionAt } from "../../src/language/source/source-file.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import { damages } from "./damage.ts";

/** Chevrotain's own words, and those of whoever describes a parser rather than a program. */
const foreign =
  /[Ee]xpecting|-->|<--|\b[Tt]oken\b|[Rr]edundant|but found|NaN|undefined|\w>\w|\w>\?|\bEOF\b|[A-Z][a-z]+[A-Z]/;

describe.each([["ucf101.vcl"], ["ucf101_r3d34.vcl"], ["ucf101_amending.vcl"], ["stdlib_excerpts.vcl"]])(
  "%s, damaged",
  (name) => {
    const text = readFileSync(new URL(`../fixtures/language/${name}`, import.meta.url), "utf8");
    const all = damages(text).map((damage) => {
      const { diagnostics } = parse({ path: `/${name}`, text: damage.text, origin: "file" });
      const first = diagnostics[0]?.primary.span;
      const line = first && positionAt(first.file, first.start).line;
      const near = line !== undefined && line >= damage.lines[0] - 1 && line <= damage.lines[1] + 1;
      return { ...damage, diagnostics, near };
    });
    const broken = all.filter(({ diagnostics }) => diagnostics.length > 0);
    const told = ({ how, what, lines, diagnostics }: (typeof all)[number]): string =>
      `line ${lines[0]}: ${what} ${how}: ${diagnostics.map(({ code, title }) => `${code} ${title}`).join(" | ")}`;

    it("is mostly noticed", () => {
      expect(broken.length / all.length).toBeGreaterThan(0.75);
    });

    it("gives at most two errors", () => {
      expect(broken.filter(({ diagnostics }) => diagnostics.length > 2).map(told)).toEqual([]);
    });

    it("gives more than one error in less than 3 % of cases", () => {
      expect(broken.filter(({ diagnostics }) => diagnostics.length > 1).length / broken.length).toBeLessThan(0.03);
    });

    it("gives the first error within a line of the damage in 95 % of cases, whatever the damage", () => {
      for (const how of ["deleted", "doubled", "swapped"] as const) {
        const such = broken.filter((damage) => damage.how === how);
        expect(such.filter(({ near }) => near).length / such.length, how).toBeGreaterThanOrEqual(0.95);
      }
    });

    it("is told in vcl's own words", () => {
      const words = broken.flatMap(({ diagnostics }) =>
        diagnostics.flatMap(({ title, primary, secondary, helps, fixes }) => [
          title,
          primary.text,
          ...secondary.map((label) => label.text),
          ...helps,
          ...fixes.map((fix) => fix.title),
        ]),
      );
      expect(
        [...new Set(words)].map((each) => each.replace(/`[^`]*`/g, "")).filter((each) => foreign.test(each)),
      ).toEqual([]);
      const titles = broken.flatMap(({ diagnostics }) => diagnostics.map(({ title }) => title));
      expect(titles.filter((title) => title.length >= 60 || /[.!]$/.test(title) || /^[A-Z]/.test(title))).toEqual([]);
    });

    it("has fixes that leave fewer mistakes", () => {
      const worse = broken.filter(({ text: damaged, diagnostics }) =>
        diagnostics.some(({ fixes: [fix] }) => {
          if (!fix) return false;
          return (
            parse({ path: `/${name}`, text: edited(damaged, fix.edits), origin: "file" }).diagnostics.length >=
            diagnostics.length
          );
        }),
      );
      expect(worse.map(told)).toEqual([]);
    });
  },
);
