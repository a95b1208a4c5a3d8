/** Conditions of declarations: whether they hold, and which part of one is to blame. */
import type { Comparison, Truth } from "../dims/compare.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluateIn, type Situation } from "./situation.ts";

/** Undefined where the condition stands on something already reported. */
export function truthOf(condition: Expr, situation: Situation, evaluation: Evaluation): Truth | undefined {
  const value = evaluateIn(condition, situation, evaluation);
  return value.kind === "bool" ? value.value : undefined;
}

/** The comparisons (or names) because of which a condition does not surely hold: those of its parts that fail. */
export function culprits(condition: Expr, situation: Situation, evaluation: Evaluation): readonly Expr[] {
  const visit = (expr: Expr, wanted: boolean): readonly Expr[] => {
    if (truthOf(expr, situation, evaluation) === wanted) return [];
    if (expr.kind === "paren") return visit(expr.inner, wanted);
    if (expr.kind === "unary" && expr.op === "not") return visit(expr.operand, !wanted);
    if (expr.kind === "binary" && (expr.op === "and" || expr.op === "or")) {
      return [...visit(expr.left, wanted), ...visit(expr.right, wanted)];
    }
    return [expr];
  };
  return visit(condition, true);
}

export function isComparison(expr: Expr): expr is Expr & { readonly kind: "binary"; readonly op: Comparison } {
  return expr.kind === "binary" && ["==", "!=", "<", "<=", ">", ">="].includes(expr.op);
}
