/** Answers that may be open: "never", "always", or "for some inputs". */
import type { Interval } from "./interval.ts";
import { isExact } from "./interval.ts";

/** `true`: for all values within the bounds; `false`: for none; `"unknown"`: for some, or nobody can say. */
export type Truth = boolean | "unknown";

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** How two numbers compare, whatever their values within their bounds. */
export function compare(op: Comparison, a: Interval, b: Interval): Truth {
  switch (op) {
    case "==":
      if (isExact(a) && isExact(b)) return a.low === b.low;
      return a.high < b.low || b.high < a.low ? false : "unknown";
    case "!=":
      return not(compare("==", a, b));
    case "<":
      if (a.high < b.low) return true;
      return a.low >= b.high ? false : "unknown";
    case "<=":
      if (a.high <= b.low) return true;
      return a.low > b.high ? false : "unknown";
    case ">":
      return compare("<", b, a);
    case ">=":
      return compare("<=", b, a);
  }
}

export function not(a: Truth): Truth {
  return a === "unknown" ? "unknown" : !a;
}

export function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : "unknown";
}

export function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === false && b === false ? false : "unknown";
}
