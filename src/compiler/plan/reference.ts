/** Names that stay names in the program: declared values are consts, params are fields of `params`. */
import type { Binding, Named, Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Value } from "../../language/values/value.ts";
import { type Draft, spanOf, useGroup } from "./draft.ts";
import { headingOf, placeOf } from "./heading.ts";
import type { Expression, Statement } from "./program.ts";

/** What a name, or a name behind a namespace, stands for; undefined for every other expression. */
export function namedBy(expr: Expr, scope: Scope): Named | undefined {
  if (expr.kind === "paren") return namedBy(expr.inner, scope);
  if (expr.kind === "name") return scope.lookup(expr.name);
  if (expr.kind !== "member") return undefined;
  const object = namedBy(expr.object, scope);
  return object && isNamespace(object) ? object.members.lookup(expr.name.name) : undefined;
}

function isNamespace(named: Named): named is Extract<Named, { kind: "namespace" }> {
  return named.kind === "namespace";
}

/** A declared name as opposed to a value of a declaration's or a composite's own names. */
export function isBinding(named: Named): named is Binding {
  return "nameSpan" in named && !isNamespace(named);
}

/** The binding that an expression names and that can stay a name; undefined where the expression is something else. */
export function constantNamed(expr: Expr, scope: Scope): Binding | undefined {
  const named = namedBy(expr, scope);
  return named && isBinding(named) && isDeclaredValue(named) ? named : undefined;
}

/** Components and composites are called, experiments are run: all others are values with a name. */
export function isDeclaredValue({ kind }: Binding): boolean {
  return kind === "param" || kind === "let" || kind === "data" || kind === "model" || kind === "transform";
}

/** A reference to a declared value that is no component; its const is made where there is none yet. */
export function refer(binding: Binding, draft: Draft): Expression {
  if (draft.params.has(binding)) return { kind: "name", name: draft.names.of(binding) };
  return useGroup(draft, binding, binding.nameSpan, () => [constantOf(binding, draft)]);
}

function constantOf(binding: Binding, draft: Draft): Statement {
  const value = declaredValue(binding);
  const { expression, comment } = draft.lower(value, `\`${binding.name}\``);
  const isGiven = binding.kind === "param" && value.origin.how === "set";
  const notes = [
    ...(comment === undefined ? [] : [comment]),
    ...(isGiven ? [`Set at ${placeOf(value.origin.span, draft)}.`] : []),
  ];
  return {
    kind: "const",
    heading: headingOf(binding, draft, notes),
    name: draft.names.of(binding),
    value: expression,
    ...(isTuple(value) ? { asConst: true } : {}),
    ...spanOf({ span: binding.nameSpan }),
  };
}

/** The value, said to be what stands behind the `=`: a name there stays one. */
function declaredValue(binding: Binding): Value {
  const value = binding.value();
  const { node, scope } = binding;
  if (node.kind !== "binding" || !scope || value.origin.replaced) return value;
  return { ...value, origin: { span: node.value.span, how: "set", expr: node.value, scope } };
}

function isTuple({ kind }: Value): boolean {
  return kind === "list" || kind === "dims" || kind === "range";
}
