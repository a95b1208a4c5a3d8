/** `value when condition else otherwise`. */
import { hull } from "../dims/arithmetic.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { equal } from "./equality.ts";
import { makeBool, makeNumber, makePoison, paramsOf, setBy } from "./make.ts";
import { numeric, truthOf } from "./operators.ts";
import type { Session } from "./session.ts";
import type { Value } from "./value.ts";

/** With an open condition, whatever both sides may give. `branch` evaluates a side. */
export function evaluateWhen(
  expr: Expr & { readonly kind: "when" },
  scope: Scope,
  session: Session,
  branch: (side: Expr) => Value,
): Value {
  const condition = session.evaluate(expr.condition, scope);
  const truth = truthOf(condition, expr.condition, session);
  const origin = setBy(expr, scope);
  if (truth === undefined) return makePoison(origin);
  if (truth !== "unknown") {
    const value = branch(truth ? expr.value : expr.otherwise);
    return condition.params.size === 0 ? value : { ...value, params: paramsOf(value, condition) };
  }
  const left = branch(expr.value);
  const right = branch(expr.otherwise);
  if (left.kind === "poison" || right.kind === "poison") return makePoison(origin);
  const params = paramsOf(condition, left, right);
  const a = numeric(left, scope);
  const b = numeric(right, scope);
  if (a && b) {
    return makeNumber(hull([a.interval, b.interval]), origin, params, {
      unit: a.unit ?? b.unit,
      per: a.unit === undefined ? b.per : a.per,
      whole: a.whole && b.whole,
      percent: a.percent && b.percent,
    });
  }
  if (left.kind === "bool" && right.kind === "bool") {
    return makeBool(left.value === right.value ? left.value : "unknown", origin, params);
  }
  if (equal(left, right) === true) return { ...left, params };
  return { kind: "unknown", type: typeOfSome(left.kind === "none" ? right : left), origin, params };
}

/** A type that a value surely has, for what is not known further. */
function typeOfSome(value: Value): Type {
  switch (value.kind) {
    case "component":
      return { kind: "component", component: value.declaration.kind };
    case "composed":
      return { kind: "component", component: value.how === "pipe" ? "transform" : "schedule" };
    case "member":
      return { kind: "members", members: [value.name] };
    case "list":
      return { kind: "list", of: { kind: "real" } };
    case "dims":
      return { kind: "dims", count: value.values.length === 2 ? 2 : 3 };
    case "range":
      return { kind: "range", of: { kind: "real" } };
    case "path":
      return { kind: "file" };
    case "text":
      return { kind: "text" };
    case "unknown":
      return value.type;
    default:
      return { kind: "real" };
  }
}
