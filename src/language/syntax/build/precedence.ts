/** Turns a row of operands and operators into a tree. */
import type { IToken } from "chevrotain";
import * as t from "../../../../grammar/tokens.ts";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { Fix } from "../../diagnostics/diagnostic.ts";
import { cover, type Span, textOf } from "../../source/source-file.ts";
import type { BinaryOp, Expr } from "../ast.ts";
import type { Context } from "./context.ts";
import { spanOfToken } from "./cst.ts";

export interface Operand {
  readonly not: IToken | undefined;
  readonly minus: IToken | undefined;
  readonly core: Expr;
}

/** An operator, or `when CONDITION else`, before its right operand. */
export interface Step {
  readonly sign: IToken;
  readonly condition?: Expr;
  readonly right: Operand;
}

export type Level = (typeof levels)[number];
/** From the loosest to the tightest. */
const levels = [
  "pipe",
  "then",
  "when",
  "or",
  "and",
  "not",
  "compare",
  "range",
  "sum",
  "product",
  "minus",
  "power",
] as const;

const levelsOfTypes = new Map<unknown, Level>([
  [t.Pipe, "pipe"],
  [t.Then, "then"],
  [t.When, "when"],
  [t.Or, "or"],
  [t.And, "and"],
  ...[t.Equal, t.NotEqual, t.Less, t.AtMost, t.Greater, t.AtLeast].map((type): [unknown, Level] => [type, "compare"]),
  ...[t.RangeTo, t.RangeBelow].map((type): [unknown, Level] => [type, "range"]),
  ...[t.Plus, t.Minus].map((type): [unknown, Level] => [type, "sum"]),
  ...[t.Star, t.Slash, t.Percent].map((type): [unknown, Level] => [type, "product"]),
  [t.Caret, "power"],
]);

/** How tightly an operator binds; `when … else` is told by its `when`. */
export function levelOf(sign: IToken): Level {
  return levelsOfTypes.get(sign.tokenType) ?? "product";
}

/** Greater is tighter. */
export function rank(level: Level): number {
  return levels.indexOf(level);
}

export function arrange(context: Context, first: Operand, steps: readonly Step[]): Expr {
  let at = 0;

  function climb(operand: Operand, loosest: number): Expr {
    let left = prefixed(operand, loosest);
    for (let step = steps[at]; step; step = steps[at]) {
      const level = levelOf(step.sign);
      if (rank(level) < loosest) break;
      at += 1;
      const rightAssociative = level === "when" || level === "power";
      const right = climb(step.right, level === "power" ? rank("minus") : rank(level) + (rightAssociative ? 0 : 1));
      left = joined(context, level, step, left, right);
    }
    return left;
  }

  function prefixed(operand: Operand, loosest: number): Expr {
    if (operand.not) {
      if (loosest > rank("not")) misplacedNot(context, operand.not);
      const inner = climb({ ...operand, not: undefined }, rank("not") + 1);
      return unary(context, "not", operand.not, inner);
    }
    if (operand.minus) {
      const inner = climb({ ...operand, minus: undefined }, rank("power"));
      return unary(context, "-", operand.minus, inner);
    }
    return operand.core;
  }

  return climb(first, 0);
}

function unary(context: Context, op: "-" | "not", sign: IToken, operand: Expr): Expr {
  return { kind: "unary", op, operand, span: cover(spanOfToken(context, sign), operand.span) };
}

function joined(context: Context, level: Level, step: Step, left: Expr, right: Expr): Expr {
  const span = cover(left.span, right.span);
  switch (level) {
    case "pipe":
      return { kind: "pipe", stages: left.kind === "pipe" ? [...left.stages, right] : [left, right], span };
    case "then":
      return { kind: "then", parts: left.kind === "then" ? [...left.parts, right] : [left, right], span };
    case "when":
      return { kind: "when", value: left, condition: step.condition ?? hole(span), otherwise: right, span };
    case "range":
      if (left.kind === "range") doesNotChain(context, "ranges do not chain", step.sign);
      return { kind: "range", low: left, high: right, inclusive: step.sign.tokenType === t.RangeTo, span };
    case "compare":
      if (isComparison(left)) {
        const fix = { title: "join them with `and`", edits: [{ span, newText: joinedByAnd(left, step.sign, right) }] };
        doesNotChain(context, "comparisons do not chain", step.sign, fix);
      }
      return { kind: "binary", op: opOf(step.sign), left, right, span };
    default:
      return { kind: "binary", op: opOf(step.sign), left, right, span };
  }
}

function hole(span: Span): Expr {
  return { kind: "hole", span };
}

type Comparison = Expr & { readonly kind: "binary" };

function isComparison(expr: Expr): expr is Comparison {
  return expr.kind === "binary" && ["==", "!=", "<", "<=", ">", ">="].includes(expr.op);
}

/** `a < b and b < c` for `a < b < c`. */
function joinedByAnd(left: Comparison, sign: IToken, right: Expr): string {
  return `${textOf(left.span)} and ${textOf(left.right.span)} ${opOf(sign)} ${textOf(right.span)}`;
}

/** The type's label is the operator as vcl spells it, whatever look-alike was written. */
function opOf(sign: IToken): BinaryOp {
  return (sign.tokenType.LABEL ?? sign.image) as BinaryOp;
}

function doesNotChain(context: Context, title: string, sign: IToken, fix?: Fix): void {
  const primary = { span: spanOfToken(context, sign), text: "one too many" };
  context.report(diagnose("V0001", { title }, { primary, fixes: fix ? [fix] : [] }));
}

function misplacedNot(context: Context, not: IToken): void {
  context.report(
    diagnose(
      "V0001",
      { title: "`not` needs parentheses here" },
      {
        primary: { span: spanOfToken(context, not), text: "binds looser than the operator before it" },
        helps: ["(not …)"],
      },
    ),
  );
}
