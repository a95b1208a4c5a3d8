import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../../src/runtime/random.ts";

const take = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a random stream", () => {
  it("gives the numbers that checkpoints of earlier runs were made with", () => {
    const random = stream(0, "crop", 1, 7);
    expect(take(3, random.next)).toMatchInlineSnapshot(`
      [
        0.013463490360270836,
        0.06484981991639482,
        0.3678213721903032,
      ]
    `);
    expect(random.permutation(8)).toMatchInlineSnapshot(`
      [
        2,
        3,
        1,
        7,
        0,
        5,
        4,
        6,
      ]
    `);
  });

  it("depends on every key, on its type and on the order of keys", () => {
    const keys = [
      [0, "a", 1],
      [0, "a", 2],
      [1, "a", 1],
      [0, "b", 1],
      ["0", "a", 1],
      [0, 1, "a"],
      [0, "a1"],
      [0, "a"],
    ];
    const firsts = keys.map((key) => stream(...key).next());
    expect(new Set(firsts).size).toBe(keys.length);
  });

  it("is the same however many streams are drawn from in between", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(), (seed, purpose, sample) => {
        const alone = take(5, stream(seed, purpose, sample).next);
        const other = stream(seed, purpose, sample + 1);
        const among = stream(seed, purpose, sample);
        expect(
          take(5, () => {
            other.next();
            return among.next();
          }),
        ).toEqual(alone);
      }),
    );
  });

  it("gives no two of 200,000 samples the same stream", () => {
    const seen = new Set<number>();
    for (let sample = 0; sample < 200_000; sample++) seen.add(stream(0, "crop", 1, sample).next());
    expect(seen.size).toBe(200_000);
  });

  it("is uniform within a stream and across the first draws of many", () => {
    const within = stream(3, "uniform");
    for (const values of [
      take(100_000, within.next),
      take(
        100_000,
        (() =>
          (
            (i = 0) =>
            () =>
              stream(3, i++).next()
          )())(),
      ),
    ]) {
      expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
      expect(mean(values)).toBeCloseTo(0.5, 2);
      const buckets = new Array<number>(16).fill(0);
      for (const value of values) buckets[Math.floor(value * 16)] = (buckets[Math.floor(value * 16)] ?? 0) + 1;
      const chi = buckets.reduce((sum, count) => sum + (count - 6250) ** 2 / 6250, 0);
      expect(chi).toBeLessThan(45);
    }
  });

  it("draws whole numbers with both ends and normal numbers with variance one", () => {
    const random = stream(1, "ends");
    expect(new Set(take(500, () => random.integer(128, 131)))).toEqual(new Set([128, 129, 130, 131]));
    const normals = take(100_000, random.normal);
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });

  it("permutes: each number once, every order equally often", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(), (n, seed) => {
        const order = stream(seed, "order").permutation(n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const key = stream(i, "order").permutation(3).join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
