/** Whatever a file holds, a check ends, in reasonable time, and says so in diagnostics whose places lie in their files. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/language/checked.ts";
import { check, fixture } from "./helpers.ts";

const names = ["ucf101.vcl", "common.vcl", "ucf101_amending.vcl", "ucf101_r3d34.vcl", "attention_pool.vcl"];
const samples = Object.fromEntries(names.map((name) => [name, fixture(name)]));
const token = /[A-Za-z_]\w*|\d+x\d+(?:x\d+)?|\d+(?:\.\d+)?|"[^"\n]*"|\|>|\+=|\.\.<?|\s+|[^\s]/g;
const words = [...new Set(Object.values(samples).flatMap((text) => text.match(token) ?? []))].filter(
  (word) => word.trim() !== "",
);

function expectSound({ diagnostics }: CheckResult): void {
  for (const { title, primary, secondary, why = "", helps, notes } of diagnostics) {
    for (const { span } of [primary, ...secondary]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(span.file.text.length);
    }
    expect([title, primary.text, why, ...helps, ...notes].join("\n")).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
  }
}

const damage = fc.record({
  file: fc.constantFrom(...names),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  other: fc.double({ min: 0, max: 0.999, noNaN: true }),
  how: fc.constantFrom("replace", "delete", "double", "swap", "move"),
  word: fc.constantFrom(...words),
});

/** The samples with some of their tokens changed. */
function damaged(
  changes: readonly { file: string; at: number; other: number; how: string; word: string }[],
): Record<string, string> {
  const files: Record<string, string> = { ...samples };
  for (const { file, at, other, how, word } of changes) {
    const tokens = (files[file] ?? "").match(token) ?? [];
    const here = Math.floor(at * tokens.length);
    const there = Math.floor(other * tokens.length);
    if (how === "replace") tokens[here] = word;
    else if (how === "delete") tokens.splice(here, 1);
    else if (how === "double") tokens.splice(here, 0, tokens[here] ?? "", " ");
    else if (how === "move") tokens.splice(here, 5, ...tokens.slice(there, there + 12));
    else [tokens[here], tokens[there]] = [tokens[there] ?? "", tokens[here] ?? ""];
    files[file] = tokens.join("");
  }
  return files;
}

describe("never throws", () => {
  test("damaged samples", () => {
    fc.assert(
      fc.property(
        fc.array(damage, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...names),
        fc.boolean(),
        (changes, main, closed) => {
          const files = damaged(changes);
          expectSound(check({ [main]: files[main] ?? "", ...files }, { closed }));
        },
      ),
      { numRuns: 120 },
    );
  });

  test("arguments of any text", () => {
    const path = fc.array(
      fc.constantFrom("train", "clip", "model", "action", "at", "optimizer", "lr", "epochs", "", "x"),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(path, fc.oneof(fc.string(), fc.constantFrom(...words))), { maxLength: 3 }),
        (sets) => {
          const flags = sets.flatMap(([parts, text]) => ["--set", `${parts.join(".")}=${text}`]);
          expectSound(check(samples, { flags }));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("ends soon", () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");

  test.each<[string, string, readonly string[]]>([
    ["each name after the one before it", lines(10_000, (i) => `let a${i} = ${i === 0 ? "1" : `a${i - 1} + 1`}`), []],
    [
      "each name before the one after it",
      lines(10_000, (i) => `let a${i} = ${i === 9999 ? "1" : `a${i + 1} + 1`}`),
      [],
    ],
    ["ten thousand names in a circle", lines(10_000, (i) => `let a${i} = a${(i + 1) % 10_000} + 1`), ["V0110"]],
    ["lists that double", `let a0 = [1]\n${lines(60, (i) => `let a${i + 1} = a${i} + a${i}`)}`, ["V0204"]],
    [
      "lists of lists that double, compared",
      `let a0 = [1]\n${lines(60, (i) => `let a${i + 1} = [a${i}, a${i}]`)}\ncheck a60 == a60`,
      [],
    ],
    [
      "chains that double",
      `transform t0(a: int = 1) = to_float\n${lines(40, (i) => `transform t${i + 1}(a: int = 1) = t${i}(a) |> t${i}(a)`)}`,
      ["V0204"],
    ],
    [
      "calls that double",
      `let t0(a: int = 1) = a\n${lines(40, (i) => `let t${i + 1}(a: int = 1) = t${i}(a) + t${i}(a)`)}`,
      ["V0110"],
    ],
    [
      "many heads",
      `model m = resnext3d {\n  blocks: [1]\n${lines(3000, (i) => `  head h${i} at stage1.last = fully_convolutional_linear {}`)}\n}`,
      [],
    ],
  ])("%s", (_, text, codes) => {
    const started = performance.now();
    const result = check({ "main.vcl": `${text}\n` });
    expect(result.diagnostics.map((each) => each.code)).toEqual(codes);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("files that import each other's copies over and over", () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        `m${i}.vcl`,
        `import * as a from "./m${i + 1}.vcl" with { n: 1 }\nimport * as b from "./m${i + 1}.vcl" with { n: 2 }\nparam n: int\nlet x = a.x + b.x + n\n`,
      ]),
    );
    const { diagnostics } = check({ ...files, "m30.vcl": "param n: int\nlet x = n\n" });
    expect(new Set(diagnostics.map((each) => each.code))).toEqual(new Set(["V0104"]));
  });

  test("shared files are one instance: sixty doublings cost nothing", () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `m${i}.vcl`,
        `import * as a from "./m${i + 1}.vcl"\nimport * as b from "./m${i + 1}.vcl"\nlet x = a.x + b.x\n`,
      ]),
    );
    const { diagnostics, params } = check({ ...files, "m60.vcl": "param n: int\nlet x = n\n" });
    expect(diagnostics).toEqual([]);
    expect(params.map((each) => each.name)).toEqual(["n"]);
  });
});
