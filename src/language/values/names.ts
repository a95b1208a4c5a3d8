/** Names in expressions: values, components, declared transforms, names of imported files. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Binding, Named, Namespace, Scope } from "../names/scope.ts";
import type { BindingDecl, Expr } from "../syntax/ast.ts";
import type { Kind } from "../types/type.ts";
import { callComposite } from "./calls.ts";
import { unknownName } from "./lookup.ts";
import { makePoison, makeUnknown, noParams, setBy, withOrigin } from "./make.ts";
import { memberOf, namespaceMember } from "./members.ts";
import type { Session } from "./session.ts";
import type { Value } from "./value.ts";

export type Composite = Binding & { readonly kind: "composite"; readonly node: BindingDecl; readonly scope: Scope };

/** A name, or a name of a name: a value, or a file's names. */
export function named(expr: Expr, scope: Scope, kinds: readonly Kind[], session: Session): Value | Namespace {
  const path: (Expr & { readonly kind: "member" })[] = [];
  let at = expr;
  while (at.kind === "member") {
    path.push(at);
    at = at.object;
  }
  let value =
    at.kind === "name" ? nameValue(at, scope, path.length === 0 ? kinds : [], session) : session.evaluate(at, scope);
  for (let member = path.pop(); member; member = path.pop()) {
    value =
      value.kind === "namespace"
        ? namespaceMember(value, member, scope, session)
        : memberOf(value, member, scope, session);
  }
  return value;
}

function nameValue(
  expr: Expr & { readonly kind: "name" },
  scope: Scope,
  kinds: readonly Kind[],
  session: Session,
): Value | Namespace {
  const origin = setBy(expr, scope);
  const found = scope.lookup(expr.name, kinds);
  if (found === undefined) {
    // A dim that no shape run has given yet: names of declarations are checked when they are declared.
    if (scope.world === "declaration") return makeUnknown({ kind: "real" }, origin, noParams);
    return unknownName(expr, scope, origin, session, kinds);
  }
  if (!isBinding(found)) return found;
  if (isComposite(found)) return callComposite(found, expr, [], undefined, scope, session);
  const value = found.value(expr.span);
  return found.kind === "component" ? withOrigin(value, origin) : value;
}

function isBinding(found: Named): found is Binding {
  return "nameSpan" in found && found.kind !== "namespace";
}

function isComposite(found: Named): found is Composite {
  return isBinding(found) && found.kind === "composite";
}

/** The declared transform that an expression names, if it names one. */
export function compositeNamed(expr: Expr, scope: Scope): Composite | undefined {
  let found: Named | undefined;
  if (expr.kind === "name") found = scope.lookup(expr.name, ["transform"]);
  if (expr.kind === "member" && expr.object.kind === "name") {
    const space = scope.lookup(expr.object.name);
    if (space?.kind === "namespace") found = space.members.lookup(expr.name.name, ["transform"]);
  }
  return found && isComposite(found) ? found : undefined;
}

/** A file is no value: V0201. */
export function namespaceAsValue(space: Namespace, expr: Expr, scope: Scope, session: Session): Value {
  session.report(
    diagnose(
      "V0201",
      { wanted: "a value is", found: `\`${space.name}\` is a file's names` },
      {
        primary: { span: expr.span, text: `write \`${space.name}.NAME\`` },
        secondary: [{ span: space.nameSpan, text: "imported here" }],
      },
    ),
  );
  return makePoison(setBy(expr, scope));
}
