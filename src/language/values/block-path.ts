/** Names that are not looked up among values: blocks of a trunk, heads, phases, results of meters. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr, Ident } from "../syntax/ast.ts";
import { makePoison, noParams, setBy } from "./make.ts";
import type { Session } from "./session.ts";
import type { BlockValue, Value } from "./value.ts";

/** `stage4.last` as its names; undefined where the expression is no such path. */
export function pathNames(expr: Expr): readonly Ident[] | undefined {
  const names: Ident[] = [];
  let at = expr;
  while (at.kind === "member") {
    names.unshift(at.name);
    at = at.object;
  }
  return at.kind === "name" ? [{ name: at.name, span: at.span }, ...names] : undefined;
}

/** A reference to a block of the trunk; undefined where it is none, reported. */
export function blockValue(written: Expr, scope: Scope, session: Session): BlockValue | undefined {
  const expr = session.argumentExpr(written);
  const path = pathNames(expr);
  if (path) return { kind: "block", path, origin: setBy(expr, scope), params: noParams };
  if (expr.kind !== "hole") {
    session.report(
      diagnose(
        "V0201",
        { wanted: "a block is", found: "this is something else" },
        { primary: { span: expr.span, text: "such as `stage4.last`" } },
      ),
    );
  }
  return undefined;
}

/** The name of a head or a phase, or the path to a meter's result; undefined where the expression is none. */
export function referenceValue(expr: Expr, to: "head" | "phase" | "meter", scope: Scope): Value | undefined {
  const origin = setBy(expr, scope);
  if (expr.kind === "hole") return makePoison(origin);
  if (expr.kind === "paren") return referenceValue(expr.inner, to, scope);
  if (expr.kind === "member-literal" && to !== "meter") {
    return { kind: "member", name: expr.name.name, origin, params: noParams };
  }
  const path = pathNames(expr);
  if (path === undefined) return undefined;
  if (to === "meter") return { kind: "meter-path", path, origin, params: noParams };
  const last = path.at(-1);
  // `base.train` names the phase `train` too: a phase's name is its declaration's.
  return last && { kind: "member", name: last.name, origin, params: noParams };
}
