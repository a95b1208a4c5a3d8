/** Whether two values are the same. */
import { and, type Truth } from "../dims/compare.ts";
import type { Value } from "./value.ts";

/** Whether two values are the same; things of different sorts never are. */
export function equal(left: Value, right: Value): Truth {
  if (left.kind === "unknown" || right.kind === "unknown" || left.kind === "poison" || right.kind === "poison") return "unknown";
  if (left.kind === "number" && right.kind === "number") {
    if (left.interval.low === left.interval.high && right.interval.low === right.interval.high) {
      return left.interval.low === right.interval.low;
    }
    return left.interval.high < right.interval.low || right.interval.high < left.interval.low ? false : "unknown";
  }
  if (left.kind === "bool" && right.kind === "bool") {
    return left.value === "unknown" || right.value === "unknown" ? "unknown" : left.value === right.value;
  }
  if (left.kind === "list" && right.kind === "list") return equalAll(left.items, right.items);
  if (left.kind === "dims" && right.kind === "dims") return equalAll(left.values, right.values);
  if (left.kind === "range" && right.kind === "range") return equalAll([left.low, left.high], [right.low, right.high]);
  if (left.kind === "member" && right.kind === "member") return left.name === right.name;
  if ((left.kind === "text" || left.kind === "path") && left.kind === right.kind) return left.value === right.value;
  if (left.kind === "none" || right.kind === "none") return left.kind === right.kind;
  if (left.kind === "component" && right.kind === "component") {
    return left === right || (left.binding !== undefined && left.binding === right.binding) ? true : "unknown";
  }
  return left.kind === right.kind ? "unknown" : false;
}

function equalAll(left: readonly Value[], right: readonly Value[]): Truth {
  if (left.length !== right.length) return false;
  let all: Truth = true;
  for (const [index, each] of left.entries()) {
    const other = right[index];
    all = and(all, other === undefined ? false : equal(each, other));
    if (all === false) return false;
  }
  return all;
}
