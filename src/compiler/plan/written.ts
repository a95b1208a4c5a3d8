/**
 * Values as they were written: names that stay names, arithmetic on params and declared numbers that stays arithmetic,
 * paths that are joined. A value that is only named goes back to where it was set, so `base.train.batch` is `params.batch`
 * where that is what stands there.
 */
import type { Binding, Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Origin, Value } from "../../language/values/value.ts";
import { type Draft, spanOf } from "./draft.ts";
import { lowerJoin } from "./path.ts";
import type { Expression } from "./program.ts";
import { constantNamed, isBinding, namedBy, refer } from "./reference.ts";
import { lowerArithmetic } from "./scalar.ts";

/** An expression of a program's file, with the names that it sees. */
export interface Written {
  readonly expr: Expr;
  readonly scope: Scope;
}

/** What stands where the value is used, then what stands where that goes back to. */
export function writtenForms({ origin }: Value): Written[] {
  const forms: Written[] = [];
  for (let at: Origin | undefined = origin; at; at = at.source) {
    const { expr, scope } = at;
    if (expr && scope?.world === "module") forms.push({ expr, scope });
  }
  return forms;
}

/** The first form of this sort, such as the list literal that a list comes from. */
export function formOf<K extends Expr["kind"]>(
  value: Value,
  kind: K,
): (Written & { readonly expr: Extract<Expr, { readonly kind: K }> }) | undefined {
  for (const { expr, scope } of writtenForms(value)) {
    if (isOf(expr, kind)) return { expr, scope };
  }
  return undefined;
}

/** The value as it was written; undefined where that is a literal, or has no counterpart in TypeScript. */
export function lowerWritten(value: Value, what: string, draft: Draft): Expression | undefined {
  if (value.kind === "clip" || value.kind === "meter-path") return undefined;
  for (const written of writtenForms(value)) {
    const expression = lowerName(value, written, what, draft) ?? lowerOperation(value, written, what, draft);
    if (expression) return { ...expression, ...spanOf(value.origin) };
  }
  return undefined;
}

function lowerName(value: Value, { expr, scope }: Written, what: string, draft: Draft): Expression | undefined {
  const binding = constantNamed(expr, scope);
  if (binding) return fits(binding, value) ? refer(binding, draft) : undefined;
  const named = namedBy(expr, scope);
  const isOwn = named && named.kind !== "namespace" && !isBinding(named) && named.origin.expr !== expr;
  return isOwn && named.kind === value.kind ? draft.lower(named, what).expression : undefined;
}

/** A text that became a path where a folder is wanted is no longer what its name stands for. */
function fits(binding: Binding, value: Value): boolean {
  return ["param", "let", "transform"].includes(binding.kind) && binding.value().kind === value.kind;
}

function lowerOperation(value: Value, { expr, scope }: Written, what: string, draft: Draft): Expression | undefined {
  if (expr.kind === "number" || expr.kind === "string") return undefined;
  const isPath = value.kind === "path" || value.kind === "unknown";
  const isNumber = value.kind === "number" || value.kind === "unknown";
  const joined = isPath ? lowerJoin(expr, scope, draft, what) : undefined;
  const arithmetic = isNumber && !joined ? lowerArithmetic(expr, scope, draft, what) : undefined;
  const expression = (joined ?? arithmetic)?.();
  return expression && !isPlain(expression) ? expression : undefined;
}

/** Made of literals alone: what it comes to says more. */
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

function isOf<K extends Expr["kind"]>(expr: Expr, kind: K): expr is Extract<Expr, { readonly kind: K }> {
  return expr.kind === kind;
}
