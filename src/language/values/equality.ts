/** Whether two values are the same. */
import { and, type Truth } from "../dims/compare.ts";
import type { Value } from "./value.ts";

/** Lists may share their parts and be huge when compared part by part; who needs more than this many steps never knows. */
const mostSteps = 100_000;

/** Whether two values are the same; things of different sorts never are. */
export function equal(left: Value, right: Value): Truth {
  return compared(left, right, { left: mostSteps });
}

function compared(left: Value, right: Value, steps: { left: number }): Truth {
  steps.left -= 1;
  if (steps.left < 0) return "unknown";
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "poison" || right.kind === "poison")
    return "unknown";
  if (left.kind === "number" && right.kind === "number") {
    if (left.interval.low === left.interval.high && right.interval.low === right.interval.high) {
      return left.interval.low === right.interval.low;
    }
    return left.interval.high < right.interval.low || right.interval.high < left.interval.low ? false : "unknown";
  }
  if (left.kind === "bool" && right.kind === "bool") {
    return left.value === "unknown" || right.value === "unknown" ? "unknown" : left.value === right.value;
  }
  if (left.kind === "list" && right.kind === "list") return allEqual(left.items, right.items, steps);
  if (left.kind === "dims" && right.kind === "dims") return allEqual(left.values, right.values, steps);
  if (left.kind === "range" && right.kind === "range")
    return allEqual([left.low, left.high], [right.low, right.high], steps);
  if (left.kind === "member" && right.kind === "member") return left.name === right.name;
  if ((left.kind === "text" || left.kind === "path") && left.kind === right.kind) return left.value === right.value;
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  if (left.kind === "component" && right.kind === "component") {
    return left === right || (left.binding !== undefined && left.binding === right.binding) ? true : "unknown";
  }
  return left.kind === right.kind ? "unknown" : false;
}

function allEqual(left: readonly Value[], right: readonly Value[], steps: { left: number }): Truth {
  if (left.length !== right.length) return false;
  let all: Truth = true;
  for (const [index, each] of left.entries()) {
    const other = right[index];
    all = and(all, other === undefined ? false : compared(each, other, steps));
    if (all === false) return false;
  }
  return all;
}
