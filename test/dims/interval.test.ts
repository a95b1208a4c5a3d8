import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as arithmetic from "../../src/language/dims/arithmetic.ts";
import { and, type Comparison, compare, not, or, type Truth } from "../../src/language/dims/compare.ts";
import { anything, exactly, type Interval } from "../../src/language/dims/interval.ts";

/** An interval and a value within it, so that every operation can be tried on both. */
const sample = (low: number, high: number, whole: boolean) =>
  fc
    .tuple(
      ...[0, 1, 2].map(() =>
        whole ? fc.integer({ min: low, max: high }) : fc.double({ min: low, max: high, noNaN: true }),
      ),
    )
    .map((values) => {
      const [a = 0, b = 0, c = 0] = values.toSorted((x, y) => x - y);
      return { value: b, bounds: { low: a, high: c } };
    });
const any = fc.oneof(sample(-40, 40, true), sample(-40, 40, false), sample(0, 400, true));

function holds(bounds: Interval, value: number): void {
  expect(bounds.low).toBeLessThanOrEqual(value);
  expect(bounds.high).toBeGreaterThanOrEqual(value);
}

describe("interval arithmetic is sound", () => {
  const binary = {
    add: [arithmetic.add, (a: number, b: number) => a + b],
    subtract: [arithmetic.subtract, (a: number, b: number) => a - b],
    multiply: [arithmetic.multiply, (a: number, b: number) => a * b],
    divide: [arithmetic.divide, (a: number, b: number) => a / b],
    modulo: [arithmetic.modulo, (a: number, b: number) => ((a % b) + b) % b],
    min: [(a: Interval, b: Interval) => arithmetic.min([a, b]), Math.min],
    max: [(a: Interval, b: Interval) => arithmetic.max([a, b]), Math.max],
    product: [(a: Interval, b: Interval) => arithmetic.product([a, b]), (a: number, b: number) => a * b],
    sum: [(a: Interval, b: Interval) => arithmetic.sum([a, b]), (a: number, b: number) => a + b],
  } as const;
  for (const [name, [onBounds, onValues]] of Object.entries(binary)) {
    it(name, () => {
      const operands = name === "modulo" ? sample(-40, 40, true) : any;
      fc.assert(
        fc.property(operands, operands, (a, b) => {
          const expected = onValues(a.value, b.value);
          fc.pre(Number.isFinite(expected));
          holds(onBounds(a.bounds, b.bounds), expected);
        }),
        { numRuns: 500 },
      );
    });
  }

  it("power", () => {
    fc.assert(
      fc.property(sample(-6, 6, true), sample(-4, 4, true), (a, b) => {
        const expected = a.value ** b.value;
        fc.pre(Number.isFinite(expected));
        holds(arithmetic.power(a.bounds, b.bounds), expected);
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(sample(0, 3, false), sample(-3, 3, false), (a, b) => {
        const expected = a.value ** b.value;
        fc.pre(Number.isFinite(expected));
        const { low, high } = arithmetic.power(a.bounds, b.bounds);
        expect(low).toBeLessThanOrEqual(expected + 1e-9 * Math.abs(expected));
        expect(high).toBeGreaterThanOrEqual(expected - 1e-9 * Math.abs(expected));
      }),
    );
  });

  it("ceil, floor, negate and hull", () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        holds(arithmetic.ceil(a.bounds), Math.ceil(a.value));
        holds(arithmetic.floor(a.bounds), Math.floor(a.value));
        holds(arithmetic.negate(a.bounds), -a.value);
        holds(arithmetic.hull([a.bounds, b.bounds]), a.value);
        holds(arithmetic.hull([a.bounds, b.bounds]), b.value);
      }),
    );
  });

  it("keeps unbounded operands sound", () => {
    const open: Interval = { low: 1, high: Number.POSITIVE_INFINITY };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), any, (n, b) => {
        holds(arithmetic.multiply(open, b.bounds), n * b.value);
        holds(arithmetic.add(open, b.bounds), n + b.value);
        holds(arithmetic.subtract(b.bounds, open), b.value - n);
        holds(arithmetic.divide(b.bounds, open), b.value / n);
        holds(arithmetic.divide(open, open), n / 3);
        holds(arithmetic.modulo(exactly(n), open), n % 7);
      }),
    );
    expect(arithmetic.multiply(anything, exactly(0))).toEqual(exactly(0));
  });

  it("is exact on exact operands", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 99 }), (a, b) => {
        expect(arithmetic.add(exactly(a), exactly(b))).toEqual(exactly(a + b));
        expect(arithmetic.divide(exactly(a), exactly(b))).toEqual(exactly(a / b === 0 ? 0 : a / b));
        expect(arithmetic.modulo(exactly(a), exactly(b))).toEqual(exactly(a - b * Math.floor(a / b)));
      }),
    );
    expect(arithmetic.power(exactly(2), exactly(3))).toEqual(exactly(8));
    expect(arithmetic.product([])).toEqual(exactly(1));
    expect(arithmetic.sum([])).toEqual(exactly(0));
  });

  it("gives anything for a divisor that may be zero", () => {
    expect(arithmetic.divide(exactly(1), { low: -1, high: 1 })).toEqual(anything);
    expect(arithmetic.modulo(exactly(1), exactly(0))).toEqual(anything);
    expect(arithmetic.power(exactly(0), exactly(-1))).toEqual(anything);
  });
});

describe("three-valued comparison is sound", () => {
  const operators: readonly Comparison[] = ["==", "!=", "<", "<=", ">", ">="];
  const onValues: Record<Comparison, (a: number, b: number) => boolean> = {
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };
  const narrow = sample(-4, 4, true);

  it("agrees with every pair of values that the bounds hold, and decides what can be decided", () => {
    fc.assert(
      fc.property(fc.constantFrom(...operators), narrow, narrow, (op, a, b) => {
        const seen = new Set<boolean>();
        for (let x = a.bounds.low; x <= a.bounds.high; x++) {
          for (let y = b.bounds.low; y <= b.bounds.high; y++) seen.add(onValues[op](x, y));
        }
        const answer = compare(op, a.bounds, b.bounds);
        if (answer !== "unknown") expect([...seen]).toEqual([answer]);
        else expect(seen.size).toBe(2);
      }),
      { numRuns: 1000 },
    );
  });

  it("joins open answers as Kleene does", () => {
    const truths: readonly Truth[] = [true, false, "unknown"];
    const worlds = (t: Truth): readonly boolean[] => (t === "unknown" ? [true, false] : [t]);
    const expected = (all: readonly boolean[]): Truth => (new Set(all).size === 2 ? "unknown" : (all[0] ?? "unknown"));
    for (const a of truths) {
      expect(not(a)).toBe(expected(worlds(a).map((x) => !x)));
      for (const b of truths) {
        expect(and(a, b)).toBe(expected(worlds(a).flatMap((x) => worlds(b).map((y) => x && y))));
        expect(or(a, b)).toBe(expected(worlds(a).flatMap((x) => worlds(b).map((y) => x || y))));
      }
    }
  });
});
