/**
 * Arithmetic that stays arithmetic in the program, since it hangs on a param or on a declared number. Whatever else an
 * expression may hold (facts, shapes, functions over lists) has no counterpart there; such values become literals.
 */
import type { Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import { type Draft, type Later, spanOf } from "./draft.ts";
import type { BinaryOp } from "./program.ts";
import { isBinding, isDeclaredValue, namedBy, refer } from "./reference.ts";

/** Deeper expressions than any person writes become literals. */
const deepest = 100;

const operators: { readonly [op in Operator]?: BinaryOp } = {
  "+": "+",
  "-": "-",
  "*": "*",
  "/": "/",
  "%": "%",
  "^": "**",
};
type Operator = (Expr & { readonly kind: "binary" })["op"];

const functions: { readonly [name: string]: string } = {
  ceil: "Math.ceil",
  floor: "Math.floor",
  min: "Math.min",
  max: "Math.max",
};

/**
 * Makes the expression of a number; undefined where it is not made of names, numbers and arithmetic alone. Nothing is
 * referred to before it is called, so that no const is made for an expression that turns out to be none.
 */
export function lowerArithmetic(expr: Expr, scope: Scope, draft: Draft, what: string, depth = 0): Later | undefined {
  if (depth > deepest) return undefined;
  const lower = (part: Expr): Later | undefined => lowerArithmetic(part, scope, draft, what, depth + 1);
  const traced = spanOf(expr);
  switch (expr.kind) {
    case "number":
      return () => ({ kind: "literal", value: expr.percent ? fraction(expr.value) : expr.value, ...traced });
    case "paren":
      return lower(expr.inner);
    case "name":
    case "member":
      return lowerName(expr, scope, draft, what);
    case "unary": {
      const operand = expr.op === "-" ? lower(expr.operand) : undefined;
      return operand && (() => ({ kind: "negative", operand: operand(), ...traced }));
    }
    case "binary": {
      const op = operators[expr.op];
      const left = op && lower(expr.left);
      const right = left && lower(expr.right);
      return op && left && right && (() => ({ kind: "binary", op, left: left(), right: right(), ...traced }));
    }
    case "call": {
      const callee = expr.callee.kind === "name" ? functions[expr.callee.name] : undefined;
      const args = callee === undefined ? [] : expr.args.map(lower);
      const known = args.filter((arg) => arg !== undefined);
      if (callee === undefined || known.length < args.length) return undefined;
      return () => ({ kind: "call", callee, args: known.map((arg) => arg()), ...traced });
    }
    default:
      return undefined;
  }
}

function lowerName(expr: Expr, scope: Scope, draft: Draft, what: string): Later | undefined {
  const named = namedBy(expr, scope);
  if (!named || named.kind === "namespace") return undefined;
  if (!isBinding(named)) return named.kind === "number" ? () => draft.lower(named, what).expression : undefined;
  const isNumber = isDeclaredValue(named) && named.value().kind === "number";
  return isNumber ? () => ({ ...refer(named, draft), ...spanOf(expr) }) : undefined;
}

/** 13% as 0.13, without the noise of the division. */
export function fraction(percent: number): number {
  return Number((percent / 100).toPrecision(15));
}
