import fc from "fast-check";
import { ts } from "ts-morph";
import { expect, test } from "vitest";
import {
  compose,
  decodeMappings,
  encodeMappings,
  lastBefore,
  type Segment,
  type SourceMap,
  withoutRepeats,
} from "../../src/compiler/emit/source-map.ts";
import { transpile } from "../../src/compiler/emit/transpile.ts";

const place = fc.nat({ max: 100_000 });
const segments = fc
  .array(
    fc.record({
      line: fc.nat({ max: 50 }),
      column: place,
      source: fc.option(fc.record({ index: fc.nat({ max: 9 }), line: place, column: place }), { nil: undefined }),
    }),
  )
  .map((all) => all.sort((a, b) => a.line - b.line || a.column - b.column))
  .map((all) => all.map(({ source, ...rest }): Segment => (source === undefined ? rest : { ...rest, source })));

function mapOf(mappings: readonly Segment[], rest: Partial<SourceMap> = {}): SourceMap {
  const text = encodeMappings(mappings);
  return { version: 3, file: "out", sources: ["in"], sourcesContent: [""], names: [], mappings: text, ...rest };
}

test("mappings are read as they were written", () => {
  fc.assert(
    fc.property(segments, (all) => {
      expect(decodeMappings(encodeMappings(all))).toEqual(all);
    }),
  );
});

test("mappings are those of the format: the example of ECMA-426", () => {
  expect(encodeMappings([{ line: 0, column: 0, source: { index: 0, line: 0, column: 0 } }])).toBe("AAAA");
  expect(encodeMappings([{ line: 2, column: 16, source: { index: 1, line: 1, column: 123 } }])).toBe(";;gBCC2H");
  expect(
    encodeMappings([
      { line: 0, column: 4 },
      { line: 0, column: 5 },
    ]),
  ).toBe("I,C");
});

test("leaving out repeats changes no place", () => {
  fc.assert(
    fc.property(segments, fc.nat({ max: 50 }), place, (all, line, column) => {
      const before = lastBefore(all, line, column);
      const after = lastBefore(withoutRepeats(all), line, column);
      expect(after?.source).toEqual(before?.source);
    }),
  );
});

test("a composed map leads where the two lead one after the other", () => {
  fc.assert(
    fc.property(segments, segments, fc.nat({ max: 50 }), place, (outer, inner, line, column) => {
      const whole = decodeMappings(compose(mapOf(outer), mapOf(inner)).mappings);
      const middle = lastBefore(outer, line, column)?.source;
      const end = middle && lastBefore(inner, middle.line, middle.column)?.source;
      expect(lastBefore(whole, line, column)?.source).toEqual(end);
    }),
  );
});

test("TypeScript's own maps are understood", () => {
  const text = "const a: number = 1;\n\nexport const b = (c: string): string =>\n  a + c;\n";
  const { code, map } = transpile("x", text);
  const line = code.split("\n").findIndex((each) => each.includes("a + c"));
  const column = code.split("\n")[line]?.indexOf("c;") ?? -1;
  expect(lastBefore(decodeMappings(map.mappings), line, column)?.source).toEqual({ index: 0, line: 3, column: 6 });
  expect(map.sources).toEqual(["x.ts"]);
});

test("stripping types leaves names, comments and values alone", () => {
  const text = `// A comment.
import { type A, b } from "./b.ts";
import type { C } from "./c.ts";
export * from "./d.js";
const e = { ...b, f: 1 } satisfies A; // behind
export const g = async (c: C): Promise<unknown> => [await import("./h.mts"), import.meta.url, e as A, c];
`;
  const { code } = transpile("components/x", text);
  expect(code).toBe(`// A comment.
import { b } from "./b.mjs";
export * from "./d.mjs";
const e = { ...b, f: 1 }; // behind
export const g = async (c) => [await import("./h.mjs"), import.meta.url, e, c];
//# ${"sourceMappingURL"}=x.mjs.map
`);
  expect(ts.transpileModule(code, {}).diagnostics ?? []).toEqual([]);
});
