/** What an expression builds on. */
import type { Expr } from "../syntax/ast.ts";

/** The part of an expression that names what it builds on: `ucf` in `ucf { … }`, `flip` in `flip(50%)`. */
export function headOf(expr: Expr): Expr {
  let at = expr;
  for (;;) {
    if (at.kind === "amended") at = at.base;
    else if (at.kind === "call") at = at.callee;
    else if (at.kind === "paren") at = at.inner;
    else return at;
  }
}
