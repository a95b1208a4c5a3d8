/** What a declaration's expressions are made of, in reading order. */
import { mentions } from "../names/mentions.ts";
import type { Expr } from "../syntax/ast.ts";

/** The parts that a size can go back to: names and `name.member`, left to right. Without recursion. */
export function* places(expr: Expr): Generator<Expr> {
  const open: Expr[] = [expr];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.kind === "name" || (at.kind === "member" && at.object.kind === "name")) yield at;
    else open.push(...partsOf(at).toReversed());
  }
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "list":
      return expr.items;
    case "member":
      return [expr.object];
    case "call":
      return expr.args;
    case "index":
      return [expr.object, expr.index];
    case "binary":
      return [expr.left, expr.right];
    case "unary":
      return [expr.operand];
    case "when":
      return [expr.value, expr.condition, expr.otherwise];
    case "paren":
      return [expr.inner];
    default:
      return [];
  }
}

/** Names, with those that the `let`s among them mention in turn; each once. */
export function namesBehind(expr: Expr, lets: ReadonlyMap<string, Expr>): readonly string[] {
  const seen = new Set<string>();
  const open: Expr[] = [expr];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { name } of mentions(at)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const behind = lets.get(name);
      if (behind) open.push(behind);
    }
  }
  return [...seen];
}
