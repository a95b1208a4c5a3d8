/**
 * What an expression comes to. One evaluator serves the files' own expressions and the rules of declarations: numbers are
 * intervals, conditions three-valued. The expected type flows in: it tells which component a name means and where a name is
 * not looked up at all; whatever comes out fits it, or is poison and reported.
 */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { conform } from "../types/fit.ts";
import type { Kind, Type } from "../types/type.ts";
import { amend, isFielded } from "./amend.ts";
import { referenceValue } from "./block-path.ts";
import { callComponent, callComposite, notCallable } from "./calls.ts";
import { compose } from "./compose.ts";
import { itemType, kindsOf, lacksDot, referenceIn, takesText, withoutDot } from "./expected.ts";
import { callFunction, isFunction } from "./functions.ts";
import { dimsLiteral, itemOf, numberLiteral, rangeOf } from "./literals.ts";
import { makeBool, makePoison, noParams, paramsOf, setBy } from "./make.ts";
import { compositeNamed, named, namespaceAsValue } from "./names.ts";
import { evaluateBinary, evaluateUnary, longestList, tooLong } from "./operators.ts";
import type { Session, Wanted } from "./session.ts";
import type { Value } from "./value.ts";
import { evaluateWhen } from "./when.ts";

/** The value of `expr`, as one of type `expected`. */
export function evaluateIn(
  expr: Expr,
  scope: Scope,
  expected: Type | undefined,
  wanted: Wanted | undefined,
  session: Session,
): Value {
  const raw = session.argumentText(expr);
  if (raw !== undefined) return evaluateArgument(expr, raw, scope, expected, wanted, session);
  if (expected) {
    const reference = referenceIn(expected);
    const named = reference && expr.kind !== "none" ? referenceValue(expr, reference, scope) : undefined;
    if (named) return named;
  }
  if (expected && expr.kind === "name" && lacksDot(expr.name, expected, scope)) {
    session.report(withoutDot(expr, expected));
    return makePoison(setBy(expr, scope));
  }
  if (expr.kind === "paren") return session.evaluate(expr.inner, scope, expected, wanted);
  if (expr.kind === "when") {
    return evaluateWhen(expr, scope, session, (side) => session.evaluate(side, scope, expected, wanted));
  }
  if (expr.kind === "list") return evaluateList(expr, scope, expected, wanted, session);
  return fitted(
    plainValue(expr, scope, expected ? kindsOf(expected) : [], session),
    expr,
    scope,
    expected,
    wanted,
    session,
  );
}

function fitted(
  value: Value,
  expr: Expr,
  scope: Scope,
  expected: Type | undefined,
  wanted: Wanted | undefined,
  session: Session,
): Value {
  if (expected === undefined) return value;
  const result = conform(value, expected, { expr, scope, wanted, session });
  if (result.kind !== "misfit") return result;
  session.report(result.diagnostic);
  return makePoison(setBy(expr, scope));
}

/** Text, files and folders take the raw characters of an argument; all else is read as vcl. */
function evaluateArgument(
  expr: Expr,
  raw: string,
  scope: Scope,
  expected: Type | undefined,
  wanted: Wanted | undefined,
  session: Session,
): Value {
  if (expected === undefined || !takesText(expected)) {
    return session.evaluate(session.argumentExpr(expr), scope, expected, wanted);
  }
  if (raw === "none" && expected.kind === "optional")
    return { kind: "none", origin: setBy(expr, scope), params: noParams };
  return fitted(
    { kind: "text", value: raw, origin: setBy(expr, scope), params: noParams },
    expr,
    scope,
    expected,
    wanted,
    session,
  );
}

function evaluateList(
  expr: Expr & { readonly kind: "list" },
  scope: Scope,
  expected: Type | undefined,
  wanted: Wanted | undefined,
  session: Session,
): Value {
  if (expr.items.length > longestList) return tooLong(expr, setBy(expr, scope), session);
  const of = itemType(expected);
  const items = expr.items.map((item) => session.evaluate(item, scope, of, wanted));
  // Numbers with one missing tell nothing; of meters or data sets, those that are right are still checked.
  const isPoisoned = items.some((each) => each.kind === "poison") && of !== undefined && kindsOf(of).length === 0;
  if (isPoisoned) return makePoison(setBy(expr, scope));
  const list: Value = { kind: "list", items, origin: setBy(expr, scope), params: paramsOf(...items) };
  return fitted(list, expr, scope, expected, wanted, session);
}

/** The value alone, whatever is expected; `kinds` says which component a name means where several share it. */
function plainValue(expr: Expr, scope: Scope, kinds: readonly Kind[], session: Session): Value {
  const origin = setBy(expr, scope);
  switch (expr.kind) {
    case "number":
      return numberLiteral(expr, scope, session);
    case "dims":
      return dimsLiteral(expr, scope, session);
    case "range":
      return rangeOf(expr, scope, session);
    case "string":
      return { kind: "text", value: expr.value, origin, params: noParams };
    case "bool":
      return makeBool(expr.value, origin, noParams);
    case "none":
      return { kind: "none", origin, params: noParams };
    case "member-literal":
      return { kind: "member", name: expr.name.name, origin, params: noParams };
    case "name":
    case "member": {
      const found = named(expr, scope, kinds, session);
      return found.kind === "namespace" ? namespaceAsValue(found, expr, scope, session) : found;
    }
    case "call":
      return evaluateCall(expr, scope, kinds, session);
    case "amended":
      return evaluateAmended(expr, scope, kinds, session);
    case "index":
      return itemOf(session.evaluate(expr.object, scope), session.evaluate(expr.index, scope), expr, scope, session);
    case "binary":
      return evaluateBinary(expr, scope, session);
    case "unary":
      return evaluateUnary(expr, scope, session);
    case "pipe":
      return compose("pipe", expr.stages, expr, scope, session);
    case "then":
      return compose("then", expr.parts, expr, scope, session);
    case "hole":
      return makePoison(origin);
    default:
      return session.evaluate(expr, scope);
  }
}

function evaluateCall(
  expr: Expr & { readonly kind: "call" },
  scope: Scope,
  kinds: readonly Kind[],
  session: Session,
): Value {
  const { callee } = expr;
  const composite = compositeNamed(callee, scope);
  if (composite) return callComposite(composite, expr, expr.args, undefined, scope, session);
  if (callee.kind === "name" && isFunction(callee.name)) {
    const found = scope.lookup(callee.name, kinds);
    if (found === undefined || !("nameSpan" in found)) return callFunction(callee.name, expr, scope, session);
  }
  const value = plainValue(callee, scope, kinds, session);
  return value.kind === "component"
    ? callComponent(value, expr, scope, session)
    : notCallable(value, expr, scope, session);
}

function evaluateAmended(
  expr: Expr & { readonly kind: "amended" },
  scope: Scope,
  kinds: readonly Kind[],
  session: Session,
): Value {
  const { base, block } = expr;
  const callee = base.kind === "call" ? base.callee : base;
  const composite = compositeNamed(callee, scope);
  if (composite) return callComposite(composite, expr, base.kind === "call" ? base.args : [], block, scope, session);
  const value = base.kind === "paren" ? session.evaluate(base, scope) : plainValue(base, scope, kinds, session);
  const origin = setBy(expr, scope);
  if (isFielded(value)) return amend(value, block, scope, origin, session);
  if (value.kind !== "poison" && value.kind !== "unknown") {
    const isChain = value.kind === "composed";
    session.report(
      diagnose(
        "V0201",
        {
          wanted: "a component is",
          found: isChain ? `this is a chain of ${value.parts.length}` : describeValue(value),
        },
        { primary: { span: base.span, text: "before `{`" } },
      ),
    );
  }
  return value.kind === "unknown" ? value : makePoison(origin);
}
