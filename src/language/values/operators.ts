/** Operators: which operation two values ask for, and what is wrong where they ask for none. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { hull } from "../dims/arithmetic.ts";
import { and, not, or, type Truth } from "../dims/compare.ts";
import type { Scope } from "../names/scope.ts";
import type { BinaryOp, CompareOp, Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { arithmetic, comparison } from "./arithmetic.ts";
import { equal } from "./equality.ts";
import { makeBool, makePoison, makeUnknown, type Params, paramsOf, setBy } from "./make.ts";
import { isPathLike, joinPath } from "./paths.ts";
import type { Session } from "./session.ts";
import type { NumberValue, Origin, Value } from "./value.ts";

/** Longer lists are refused: they come from lists that double each other. */
export const longestList = 10_000;

type Binary = Expr & { readonly kind: "binary" };

/** A chain of operators such as `a + b - c` is a tree that leans to the left: its spine is walked, not recursed into. */
export function evaluateBinary(expr: Binary, scope: Scope, session: Session): Value {
  const spine: Binary[] = [];
  let first: Expr = expr;
  while (first.kind === "binary") {
    spine.push(first);
    first = first.left;
  }
  let value = session.evaluate(first, scope);
  for (let node = spine.pop(); node; node = spine.pop()) value = apply(node, value, scope, session);
  return value;
}

function apply(node: Binary, left: Value, scope: Scope, session: Session): Value {
  const { op } = node;
  if (op === "and" || op === "or") return logic(op, node, left, scope, session);
  const right = session.evaluate(node.right, scope);
  const origin = setBy(node, scope);
  if (left.kind === "poison" || right.kind === "poison") return makePoison(origin);
  const params = paramsOf(left, right);
  if (op === "/" && isPathLike(left)) return joinPath(left, right, node, origin, params, session);
  if (op === "+" && left.kind === "list" && right.kind === "list")
    return concat(left, right, origin, params, node, session);
  if (op === "==" || op === "!=") {
    const a = numeric(left, scope);
    const b = numeric(right, scope);
    if (a && b) return comparison(op, { left: a, right: b, expr: node, scope, session });
    return equality(op, left, right, origin, params);
  }
  return onNumbers(op, node, left, right, scope, session);
}

function onNumbers(
  op: Exclude<BinaryOp, "and" | "or" | "==" | "!=">,
  node: Binary,
  left: Value,
  right: Value,
  scope: Scope,
  session: Session,
): Value {
  const origin = setBy(node, scope);
  if (left.kind === "unknown" || right.kind === "unknown") {
    const params = paramsOf(left, right);
    return isComparison(op) ? makeBool("unknown", origin, params) : makeUnknown({ kind: "real" }, origin, params);
  }
  const a = numeric(left, scope);
  const b = numeric(right, scope);
  if (a === undefined || b === undefined) {
    const [value, side] = a === undefined ? [left, node.left] : [right, node.right];
    session.report(
      diagnose(
        "V0201",
        { wanted: "a number is", found: describeValue(value) },
        { primary: { span: side.span, text: `beside \`${op}\`` } },
      ),
    );
    return makePoison(origin);
  }
  const operands = { left: a, right: b, expr: node, scope, session };
  return isComparison(op) ? comparison(op, operands) : arithmetic(op, operands);
}

function isComparison(op: BinaryOp): op is CompareOp {
  return op === "==" || op === "!=" || op === "<" || op === "<=" || op === ">" || op === ">=";
}

/** A number; within a declaration also a range, for the number that a run will draw from it. */
export function numeric(value: Value, scope: Scope): NumberValue | undefined {
  if (value.kind === "number") return value;
  if (value.kind !== "range" || scope.world !== "declaration") return undefined;
  const interval = hull([value.low.interval, value.high.interval]);
  return {
    ...value.low,
    unit: value.high.unit ?? value.low.unit,
    interval,
    origin: value.origin,
    params: value.params,
  } as NumberValue;
}

function logic(op: "and" | "or", node: Binary, left: Value, scope: Scope, session: Session): Value {
  const origin = setBy(node, scope);
  const a = truthOf(left, node.left, session);
  if (a === undefined) return makePoison(origin);
  if (a === (op === "or")) return makeBool(a, origin, left.params);
  const right = session.evaluate(node.right, scope);
  const b = truthOf(right, node.right, session);
  if (b === undefined) return makePoison(origin);
  return makeBool(op === "and" ? and(a, b) : or(a, b), origin, paramsOf(left, right));
}

/** A yes/no as a truth; undefined where it is poison or none, reported. */
export function truthOf(value: Value, expr: Expr, session: Session): Truth | undefined {
  if (value.kind === "bool") return value.value;
  if (value.kind === "unknown") return "unknown";
  if (value.kind === "poison") return undefined;
  session.report(
    diagnose(
      "V0201",
      { wanted: "a yes/no is", found: describeValue(value) },
      { primary: { span: expr.span, text: "" } },
    ),
  );
  return undefined;
}

export function evaluateUnary(expr: Expr & { readonly kind: "unary" }, scope: Scope, session: Session): Value {
  const value = session.evaluate(expr.operand, scope);
  const origin = setBy(expr, scope);
  if (expr.op === "not") {
    const truth = truthOf(value, expr.operand, session);
    return truth === undefined ? makePoison(origin) : makeBool(not(truth), origin, value.params);
  }
  if (value.kind === "poison" || value.kind === "unknown") return value;
  const number = numeric(value, scope);
  if (number === undefined) {
    session.report(
      diagnose(
        "V0201",
        { wanted: "a number is", found: describeValue(value) },
        { primary: { span: expr.operand.span, text: "" } },
      ),
    );
    return makePoison(origin);
  }
  const { clipOf: _clipOf, ...plain } = number;
  const { low, high } = number.interval;
  return { ...plain, interval: { low: 0 - high, high: 0 - low }, origin };
}

function equality(op: "==" | "!=", left: Value, right: Value, origin: Origin, params: Params): Value {
  const truth = equal(left, right);
  return makeBool(op === "==" ? truth : not(truth), origin, params);
}

function concat(
  left: Value & { readonly kind: "list" },
  right: Value & { readonly kind: "list" },
  origin: Origin,
  params: Params,
  node: Binary,
  session: Session,
): Value {
  const count = left.items.length + right.items.length;
  if (count > longestList || !session.spend(node.span, count)) return tooLong(node, origin, session);
  return { kind: "list", items: [...left.items, ...right.items], origin, params };
}

/** Reports a list that nobody would write. */
export function tooLong(expr: Expr, origin: Origin, session: Session): Value {
  session.report(
    diagnose(
      "V0204",
      { problem: `a list has at most ${longestList.toLocaleString("en-US")} values` },
      { primary: { span: expr.span, text: "this one is longer" } },
    ),
  );
  return makePoison(origin);
}
