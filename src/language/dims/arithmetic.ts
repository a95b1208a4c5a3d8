/**
 * Arithmetic on numbers of which only bounds may be known. Every function is sound: whatever values the operands have
 * within their bounds, the result of the same operation on those values lies within the bounds returned. Rounding keeps
 * that true, since IEEE arithmetic is monotone. Exact operands give an exact result.
 *
 * Bounds may be infinite, values are finite: a product of zero and an infinite bound is therefore zero.
 */
import { anything, exactly, type Interval, isExact } from "./interval.ts";

/** The smallest interval that holds all of these; `anything` where there are none. */
export function hull(intervals: Iterable<Interval>): Interval {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const each of intervals) {
    low = Math.min(low, each.low);
    high = Math.max(high, each.high);
  }
  return low <= high ? { low, high } : anything;
}

export function add(a: Interval, b: Interval): Interval {
  return { low: a.low + b.low, high: a.high + b.high };
}

export function subtract(a: Interval, b: Interval): Interval {
  return { low: a.low - b.high, high: a.high - b.low };
}

export function negate(a: Interval): Interval {
  // `0 - x` and not `-x`: a zero must not become -0, which prints and divides otherwise.
  return { low: 0 - a.high, high: 0 - a.low };
}

export function multiply(a: Interval, b: Interval): Interval {
  return hullOf([times(a.low, b.low), times(a.low, b.high), times(a.high, b.low), times(a.high, b.high)]);
}

/** A divisor that may be zero gives `anything`; that it is zero for certain is for the caller to report. */
export function divide(a: Interval, b: Interval): Interval {
  if (b.low <= 0 && b.high >= 0) return anything;
  const quotients = [a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high];
  // Infinite by infinite: whatever lies there, the three other corners bound it.
  return hullOf(quotients.filter((each) => !Number.isNaN(each)));
}

/** What is left over by division, with the divisor's sign: `-1 % 3` is 2. `anything` for a divisor that may be zero. */
export function modulo(a: Interval, b: Interval): Interval {
  if (b.low <= 0 && b.high >= 0) return anything;
  if (isExact(b) && Number.isFinite(a.low) && Number.isFinite(a.high)) {
    if (isExact(a)) return exactly(remainder(a.low, b.low));
    if (Math.floor(a.low / b.low) === Math.floor(a.high / b.low)) {
      return hullOf([remainder(a.low, b.low), remainder(a.high, b.low)]);
    }
  }
  if (b.low > 0) return a.low >= 0 ? { low: 0, high: Math.min(b.high, a.high) } : { low: 0, high: b.high };
  return { low: b.low, high: 0 };
}

/** `anything` where a negative base meets an exponent that is not one known whole number, or zero a negative one. */
export function power(a: Interval, b: Interval): Interval {
  if (isExact(a) && isExact(b)) {
    const value = a.low ** b.low;
    return Number.isFinite(value) ? exactly(value) : anything;
  }
  if (isExact(b) && Number.isInteger(b.low) && b.low >= 0) {
    const ends = hullOf([a.low ** b.low, a.high ** b.low]);
    return b.low % 2 === 0 && b.low > 0 && a.low < 0 && a.high > 0 ? { low: 0, high: ends.high } : ends;
  }
  if (a.low <= 0) return anything;
  // For a positive base the power is monotone in each operand, so its extremes lie at the corners (1^∞ is 1 here).
  const corners = [a.low, a.high].flatMap((base) => [b.low, b.high].map((e) => (base === 1 ? 1 : base ** e)));
  if (a.low < 1 && a.high > 1) corners.push(1);
  return hullOf(corners.filter((each) => !Number.isNaN(each)));
}

export function ceil(a: Interval): Interval {
  return { low: plain(Math.ceil(a.low)), high: plain(Math.ceil(a.high)) };
}

export function floor(a: Interval): Interval {
  return { low: plain(Math.floor(a.low)), high: plain(Math.floor(a.high)) };
}

/** The smallest of several; `anything` of none. */
export function min(all: readonly Interval[]): Interval {
  if (all.length === 0) return anything;
  return { low: Math.min(...all.map((each) => each.low)), high: Math.min(...all.map((each) => each.high)) };
}

/** The largest of several; `anything` of none. */
export function max(all: readonly Interval[]): Interval {
  if (all.length === 0) return anything;
  return { low: Math.max(...all.map((each) => each.low)), high: Math.max(...all.map((each) => each.high)) };
}

/** 1 for an empty list. */
export function product(all: readonly Interval[]): Interval {
  return all.reduce(multiply, exactly(1));
}

/** 0 for an empty list. */
export function sum(all: readonly Interval[]): Interval {
  return all.reduce(add, exactly(0));
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

function remainder(a: number, b: number): number {
  const rest = a % b;
  return plain(rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest);
}

/** Zero without a sign. */
function plain(value: number): number {
  return value === 0 ? 0 : value;
}

function hullOf(values: readonly number[]): Interval {
  return { low: plain(Math.min(...values)), high: plain(Math.max(...values)) };
}
