import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../../src/language/diagnostics/diagnostic.ts";
import { check, fixture, tutorial } from "../language/helpers.ts";
import { type Mistake, mistakes } from "./mistakes.ts";

const text = fixture("ucf101.vcl");

function programWith(all: readonly Mistake[]): Record<string, string> {
  const changes = all.flatMap(placesOf).toSorted((a, b) => b.start - a.start);
  const changed = changes.reduce((result, { start, end, to }) => result.slice(0, start) + to + result.slice(end), text);
  return { ...tutorial(), "ucf101.vcl": changed };
}

function codesOf(all: readonly Mistake[]): readonly string[] {
  return check(programWith(all))
    .diagnostics.map((each) => each.code)
    .toSorted();
}

/** The program after one round of `vcl check --fix`. */
function fixed(program: Readonly<Record<string, string>>, diagnostics: readonly Diagnostic[]): Record<string, string> {
  const { texts } = applyFixes(diagnostics);
  return Object.fromEntries(Object.entries(program).map(([name, old]) => [name, texts.get(`/work/${name}`) ?? old]));
}

/** Where a mistake changes the tutorial. */
function placesOf({ changes }: Mistake) {
  return changes.map(([from, to]) => {
    const start = text.indexOf(from);
    expect(start, from).toBeGreaterThanOrEqual(0);
    return { start, end: start + from.length, to };
  });
}

describe("one mistake, one diagnostic", () => {
  it("knows mistakes of every family but the disk's", () => {
    const families = new Set(mistakes.map(({ code }) => code.slice(0, 3)));
    expect([...families].toSorted()).toEqual(["V00", "V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09"]);
    expect(mistakes.length).toBeGreaterThanOrEqual(40);
  });

  it.each(mistakes.map((each) => [each.code, each.changes[0]?.[1].trim() ?? "", each] as const))(
    "%s: %s",
    (code, _, mistake) => {
      expect(codesOf([mistake])).toEqual([code]);
    },
  );
});

describe("fixes", () => {
  it("take away what they are fixes of, and bring nothing else", () => {
    const mended = mistakes.filter((mistake) => {
      const program = programWith([mistake]);
      const { diagnostics } = check(program);
      if (diagnostics.every((each) => each.fixes.length === 0)) return false;
      expect(check(fixed(program, diagnostics)).diagnostics.map((each) => `${mistake.code} ${each.code}`)).toEqual([]);
      return true;
    });
    expect(mended.length).toBeGreaterThan(25);
  });
});

describe("several mistakes", () => {
  const combined = mistakes.filter((each) => each.alone !== true);

  it("are fixed side by side, round by round, until what is left has no fix", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...combined), { minLength: 5, maxLength: 5 }).filter(standApart),
        (all) => {
          let program = programWith(all);
          for (let round = 0; round < 6; round++) program = fixed(program, check(program).diagnostics);
          const left = check(program).diagnostics;
          expect(left.flatMap((each) => each.fixes)).toEqual([]);
          const codes = all.map((each) => each.code);
          expect(left.map((each) => each.code).filter((code) => !codes.includes(code))).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([2, 5])("%i at once are that many diagnostics", (count) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...combined), { minLength: count, maxLength: count }).filter(standApart),
        (all) => {
          expect(codesOf(all)).toEqual(all.flatMap((each) => seenAs(each, all)).toSorted());
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** No two of them change the same text. */
function standApart(all: readonly Mistake[]): boolean {
  const places = all.flatMap(placesOf);
  return places.every((a, i) => places.slice(i + 1).every((b) => a.end <= b.start || b.end <= a.start));
}

/** The code, unless another mistake hides what this one is about. */
function seenAs(mistake: Mistake, all: readonly Mistake[]): readonly string[] {
  const hidden = all.some(
    (other) => other !== mistake && other.hides?.some((part) => mistake.needs?.includes(part) ?? false),
  );
  return hidden ? [] : [mistake.code];
}
