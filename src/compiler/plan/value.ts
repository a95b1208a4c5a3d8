/**
 * Values as expressions of the program. What was written as a name stays one, arithmetic on params and declared numbers
 * stays arithmetic; all else is a literal, with what it was computed from behind its line. A literal that hangs on a param
 * compiles that param in.
 */
import { isExact } from "../../language/dims/interval.ts";
import type { Binding, Scope } from "../../language/names/scope.ts";
import { textOf } from "../../language/source/source-file.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { NumberValue, Value } from "../../language/values/value.ts";
import { lowerClip } from "./clip.ts";
import { lowerComponent } from "./component.ts";
import { lowerComposed } from "./composed.ts";
import { type Draft, fixParams, type Lowered, spanOf } from "./draft.ts";
import { lowerJoin, pathLiteral } from "./path.ts";
import type { Expression, Literal } from "./program.ts";
import { constantNamed, isBinding, namedBy, refer } from "./reference.ts";
import { lowerArithmetic } from "./scalar.ts";

export function lowerValue(value: Value, what: string, draft: Draft): Lowered {
  if (value.kind === "component") return { expression: lowerComponent(value, draft) };
  return lowerNamed(value, what, draft) ?? lowerComputed(value, what, draft);
}

/** A value that its field only names. */
function lowerNamed(value: Value, what: string, draft: Draft): Lowered | undefined {
  const { expr, scope } = value.origin;
  if (!expr || scope?.world !== "module" || value.kind === "clip" || value.kind === "meter-path") return undefined;
  const binding = constantNamed(expr, scope);
  if (binding && fits(binding, value)) return { expression: { ...refer(binding, draft), ...spanOf(value.origin) } };
  const named = namedBy(expr, scope);
  const isOwn = named && named.kind !== "namespace" && !isBinding(named) && named.origin.expr !== expr;
  return isOwn && named.kind === value.kind ? draft.lower(named, what) : undefined;
}

/** A text that became a path where a folder is wanted is no longer what its name stands for. */
function fits(binding: Binding, value: Value): boolean {
  if (binding.kind !== "param" && binding.kind !== "let" && binding.kind !== "transform") return false;
  return binding.value().kind === value.kind;
}

function lowerComputed(value: Value, what: string, draft: Draft): Lowered {
  const { expr, scope } = value.origin;
  const traced = spanOf(value.origin);
  const isWritten = expr !== undefined && scope?.world === "module";
  switch (value.kind) {
    case "composed":
      return { expression: lowerComposed(value, what, draft) };
    case "clip":
      return lowerClip(value, what, draft);
    case "list":
      return {
        expression: { kind: "list", items: lowerAll(itemsOf(value), what, draft), ...traced },
        ...commentOf(value, "list"),
      };
    case "dims":
      return {
        expression: { kind: "list", items: lowerAll(value.values, what, draft), ...traced },
        ...commentOf(value, "dims"),
      };
    case "range":
      return { expression: lowerRange(value, what, draft), ...commentOf(value, "range") };
    case "number": {
      const arithmetic = isWritten && expr.kind !== "number" ? lowerArithmetic(expr, scope, draft, what) : undefined;
      if (arithmetic && !isPlain(arithmetic)) return { expression: arithmetic };
      return { expression: { ...numberLiteral(value, what, draft), ...traced }, ...commentOf(value, "number") };
    }
    case "path": {
      const joined = isWritten && expr.kind !== "string" ? lowerJoin(expr, scope, draft, what) : undefined;
      if (joined) return { expression: joined };
      fixParams(draft, value.params, what);
      return { expression: pathLiteral(value, draft), ...commentOf(value, "string") };
    }
    default:
      return {
        expression: { kind: "literal", value: plainLiteral(value, what, draft), ...traced },
        ...commentOf(value),
      };
  }
}

function lowerAll(values: readonly Value[], what: string, draft: Draft): Expression[] {
  return values.map((value) => draft.lower(value, what).expression);
}

/** The items, each with the expression that stands for it in the list: a name there stays one. */
function itemsOf({ items, origin }: Value & { readonly kind: "list" }): readonly Value[] {
  const { expr, scope } = origin;
  if (expr?.kind !== "list" || !scope || expr.items.length !== items.length) return items;
  return items.map((item, i) => writtenAs(item, expr.items[i] ?? expr, scope));
}

function writtenAs(value: Value, expr: Expr, scope: Scope): Value {
  return { ...value, origin: { ...value.origin, span: expr.span, expr, scope } };
}

/** Both ends, which belong to the range: the end of `0..<8 px` is 7. */
function lowerRange(value: Value & { readonly kind: "range" }, what: string, draft: Draft): Expression {
  const { expr, scope } = value.origin;
  const [from, to] =
    expr?.kind === "range" && scope
      ? [writtenAs(value.low, expr.low, scope), writtenAs(value.high, expr.high, scope)]
      : [value.low, value.high];
  const [low, high] = lowerAll([from, to], what, draft);
  if (!low || !high) throw new Error("a range has two ends");
  const one: Expression = { kind: "literal", value: 1 };
  const isHighIncluded = value.inclusive || !value.high.whole;
  return {
    kind: "list",
    items: [low, isHighIncluded ? high : minusOne(high, one)],
    ...spanOf(value.origin),
  };
}

function minusOne(expression: Expression, one: Expression): Expression {
  const isNumber = expression.kind === "literal" && typeof expression.value === "number";
  if (isNumber) return { kind: "literal", value: Number(expression.value) - 1 };
  return { kind: "binary", op: "-", left: expression, right: one };
}

function numberLiteral(value: NumberValue, what: string, draft: Draft): Expression {
  fixParams(draft, value.params, what);
  if (isExact(value.interval)) return { kind: "literal", value: value.interval.low };
  for (const param of value.params) if (draft.params.has(param)) draft.open.add(param);
  return { kind: "literal", value: null };
}

function plainLiteral(value: Value, what: string, draft: Draft): Literal {
  fixParams(draft, value.params, what);
  switch (value.kind) {
    case "text":
      return value.value;
    case "member":
      return value.name;
    case "none":
      return null;
    case "meter-path":
    case "block":
      return value.path.map(({ name }) => name).join(".");
    case "bool":
      if (value.value !== "unknown") return value.value;
      break;
    case "unknown":
      break;
    default:
      throw new Error(`a ${value.kind} cannot stand in a program (${what})`);
  }
  for (const param of value.params) if (draft.params.has(param)) draft.open.add(param);
  return null;
}

/** What a literal was computed from, where it was not written as one. */
function commentOf(value: Value, ...plain: readonly Expr["kind"][]): { readonly comment?: string } {
  const { expr, span, how } = value.origin;
  if (!expr) return {};
  if (how === "argument") return { comment: span.file.text };
  const literals: readonly Expr["kind"][] = [
    ...plain,
    "number",
    "string",
    "bool",
    "none",
    "member-literal",
    "list",
    "dims",
    "range",
  ];
  const inner = expr.kind === "unary" && expr.op === "-" ? expr.operand : expr;
  if (literals.includes(inner.kind) || value.kind === "member" || value.kind === "meter-path") return {};
  return { comment: textOf(expr.span).replace(/\s+/g, " ") };
}

function isPlain(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
      return true;
    case "binary":
      return isPlain(expression.left) && isPlain(expression.right);
    case "negative":
      return isPlain(expression.operand);
    case "call":
      return expression.args.every(isPlain);
    default:
      return false;
  }
}
