/** `+ - * / % ^` and comparisons on numbers that carry units. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { add, divide, modulo, multiply, power, subtract } from "../dims/arithmetic.ts";
import { type Comparison, compare } from "../dims/compare.ts";
import { type Interval, isExact } from "../dims/interval.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { unitText, unitWords } from "../types/units.ts";
import { makeBool, makeNumber, makePoison, paramsOf, setBy } from "./make.ts";
import { textOfNumber } from "./print.ts";
import type { Session } from "./session.ts";
import type { NumberValue, UnitName, Value } from "./value.ts";

export type ArithmeticOp = "+" | "-" | "*" | "/" | "%" | "^";

/** Two operands, what was written for each, and where. */
export interface Operands {
  readonly left: NumberValue;
  readonly right: NumberValue;
  readonly expr: Expr & { readonly kind: "binary" };
  readonly scope: Scope;
  readonly session: Session;
}

interface Units {
  readonly unit?: UnitName | undefined;
  readonly per?: UnitName | undefined;
}

const operations: Readonly<Record<ArithmeticOp, (a: Interval, b: Interval) => Interval>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": modulo,
  "^": power,
};

export function arithmetic(op: ArithmeticOp, operands: Operands): Value {
  const { left, right, expr, scope, session } = operands;
  const origin = setBy(expr, scope);
  const isByZero = (op === "/" || op === "%") && isExact(right.interval) && right.interval.low === 0;
  if (isByZero) {
    session.report(
      diagnose("V0204", { problem: "this divides by zero" }, { primary: { span: expr.right.span, text: "0 here" } }),
    );
    return makePoison(origin);
  }
  const units = op === "*" || op === "/" ? scaled(op, operands) : op === "^" ? {} : same(operands);
  if (units === undefined) return makePoison(origin);
  const any = operations[op](left.interval, right.interval);
  const interval = op === "%" && left.whole && right.whole ? wholeRest(any, right.interval) : any;
  const params = paramsOf(left, right);
  const percent = (op === "+" || op === "-") && left.percent && right.percent;
  return makeNumber(interval, origin, params, { ...units, percent, whole: staysWhole(op, left, right, interval) });
}

/** What division by a whole number leaves of one is at least 1 below the divisor: nothing, where that is 1. */
function wholeRest(rest: Interval, divisor: Interval): Interval {
  return divisor.low > 0 ? { low: rest.low, high: Math.min(rest.high, divisor.high - 1) } : rest;
}

function staysWhole(op: ArithmeticOp, left: NumberValue, right: NumberValue, result: Interval): boolean {
  if (!isExact(result)) return op !== "/" && op !== "^" && left.whole && right.whole;
  return Number.isInteger(result.low) && !left.percent && !right.percent;
}

export function comparison(op: Comparison, operands: Operands): Value {
  const { left, right, expr, scope } = operands;
  const origin = setBy(expr, scope);
  if (same(operands) === undefined) return makePoison(origin);
  return makeBool(compare(op, left.interval, right.interval), origin, paramsOf(left, right));
}

/** The unit of a sum, a rest or a comparison: both have the same. Undefined where they do not, reported. */
function same(operands: Operands): Units | undefined {
  const { left, right, scope } = operands;
  if (left.unit === right.unit && left.per === right.per) return left;
  if (scope.world === "declaration") return left.unit === undefined ? right : left;
  const bare = left.unit === undefined ? left : right.unit === undefined ? right : undefined;
  const other = bare === left ? right : left;
  if (bare === undefined || other.unit === undefined) return mixed(operands);
  return lacksUnit(bare, other.unit, other.per, operands);
}

function mixed({ left, right, expr, session }: Operands): undefined {
  session.report(
    diagnose(
      "V0202",
      { wanted: left.unit === undefined ? "numbers" : unitWords(left.unit, left.per), found: describeValue(right) },
      { primary: { span: expr.right.span, text: "" }, secondary: [{ span: expr.left.span, text: textOfNumber(left) }] },
    ),
  );
  return undefined;
}

function lacksUnit(bare: NumberValue, unit: UnitName, per: UnitName | undefined, operands: Operands): undefined {
  const { expr, session, left } = operands;
  const [side, otherSide] = bare === left ? [expr.left, expr.right] : [expr.right, expr.left];
  const text = ` ${unitText(unit, per, isExact(bare.interval) ? bare.interval.low : 2)}`;
  const written = side.span.file.text.slice(side.span.start, side.span.end);
  const fixes =
    side.kind === "number" && !bare.percent
      ? [{ title: `${written}${text}`, edits: [{ span: { ...side.span, start: side.span.end }, newText: text }] }]
      : [];
  session.report(
    diagnose(
      "V0203",
      { number: textOfNumber(bare) },
      {
        primary: { span: side.span, text: `${unitWords(unit, per)} are wanted` },
        secondary: [{ span: otherSide.span, text: `${unitWords(unit, per)} here` }],
        fixes,
      },
    ),
  );
  return undefined;
}

/**
 * The unit of a product or a quotient: a rate and its unit cancel (`clips per video` times `videos` are clips), like units
 * divide away, a plain number leaves the other's. Undefined where there is no such thing (`px` times `px`), reported.
 */
function scaled(op: "*" | "/", operands: Operands): Units | undefined {
  const { left, right, scope, session, expr } = operands;
  const units = op === "*" ? timesUnits(left, right) : overUnits(left, right);
  if (units !== undefined) return units;
  if (scope.world === "declaration") return {};
  const verb = op === "*" ? "multiplied with" : "divided by";
  session.report(
    diagnose(
      "V0202",
      { wanted: "plain numbers", found: describeValue(right) },
      {
        primary: { span: expr.right.span, text: "" },
        secondary: [{ span: expr.left.span, text: `${textOfNumber(left)}, ${verb} it` }],
      },
    ),
  );
  return undefined;
}

function timesUnits(left: NumberValue, right: NumberValue): Units | undefined {
  if (left.unit === undefined) return right;
  if (right.unit === undefined) return left;
  if (left.per !== undefined && left.per === right.unit) return { unit: left.unit, per: right.per };
  if (right.per !== undefined && right.per === left.unit) return { unit: right.unit, per: left.per };
  return undefined;
}

function overUnits(left: NumberValue, right: NumberValue): Units | undefined {
  if (right.unit === undefined) return left;
  if (left.unit === undefined) return undefined;
  if (left.unit === right.unit) {
    if (left.per === right.per) return {};
    return left.per === undefined ? { unit: right.per } : undefined;
  }
  return left.per === undefined && right.per === undefined ? { unit: left.unit, per: right.unit } : undefined;
}
