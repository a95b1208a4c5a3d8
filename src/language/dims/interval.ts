/**
 * Numbers of which only bounds may be known: an open param, a random resize. Closed intervals; exact where both ends agree.
 * Arithmetic is sound: the result holds every value that the operands' values can give.
 */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export function exactly(value: number): Interval {
  return { low: value, high: value };
}

export const anything: Interval = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

export function isExact(interval: Interval): boolean {
  return interval.low === interval.high;
}
