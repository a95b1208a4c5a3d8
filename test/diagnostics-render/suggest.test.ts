import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { damerau, suggest } from "../../src/language/diagnostics/suggest.ts";

describe("suggestions", () => {
  it("takes the close ones, the closest first, at most three", () => {
    expect(suggest("weight_decy", ["lr", "momentum", "nesterov", "weight_decay"])).toEqual(["weight_decay"]);
    expect(suggest("r3d81", ["r3d34", "r3d18", "sgd"])).toEqual(["r3d18"]);
    expect(suggest("stepp", ["steps", "step", "stop", "sleep", "strip"])).toEqual(["steps", "step"]);
    expect(suggest("aaaaaaaaa", ["aaaaaabbb", "aaaaaaabb", "aaaaaaaab", "aaaaaacbb"])).toEqual([
      "aaaaaaaab",
      "aaaaaaabb",
      "aaaaaabbb",
    ]);
  });

  it("allows one change in a short word and a third of a long one", () => {
    expect(suggest("lr", ["le", "ab"])).toEqual(["le"]);
    expect(suggest("abcdef", ["abcdxy"])).toEqual(["abcdxy"]);
    expect(suggest("abcdef", ["abcxyz"])).toEqual([]);
  });

  it("puts a name that differs in case alone first, even where all of it does", () => {
    expect(suggest("SGD", ["sgx", "sgd"])).toEqual(["sgd", "sgx"]);
    expect(suggest("CROSS_ENTROPY", ["cross_entropy"])).toEqual(["cross_entropy"]);
  });

  it("never suggests what was written, nor one thing twice", () => {
    expect(suggest("step", ["step", "steps", "steps"])).toEqual(["steps"]);
  });

  it("has none for a name that nobody typed", () => {
    const long = "a".repeat(100_000);
    expect(suggest(`${long}b`, [long])).toEqual([]);
    expect(suggest("stepz", ["steps", long])).toEqual(["steps"]);
  });

  it("measures insertions, deletions, substitutions and swaps of neighbours", () => {
    expect(damerau("", "abc")).toBe(3);
    expect(damerau("acton", "action")).toBe(1);
    expect(damerau("action", "actoin")).toBe(1);
    expect(damerau("kitten", "sitting")).toBe(3);
  });

  it("measures alike in both directions, and 0 only between equals", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = damerau(a, b);
        expect(distance).toBe(damerau(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});
