/** `a |> b |> c` and `a then b`: chains of transforms and of schedules. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import { makePoison, paramsOf, setBy } from "./make.ts";
import type { Session } from "./session.ts";
import type { ComponentValue, Value } from "./value.ts";

/** Longer chains are refused: they come from names that double each other. */
const longest = 1000;

/** A chain, flattened: no part is itself a chain of the same sort. Poison where a part is none of the kind. */
export function compose(
  how: "pipe" | "then",
  stages: readonly Expr[],
  expr: Expr,
  scope: Scope,
  session: Session,
): Value {
  const expected: Type = { kind: "component", component: how === "pipe" ? "transform" : "schedule" };
  const origin = setBy(expr, scope);
  const parts: Value[] = [];
  let isPoisoned = false;
  for (const stage of stages) {
    const value = session.evaluate(stage, scope, expected);
    if (value.kind === "poison") isPoisoned = true;
    else if (value.kind === "composed" && value.how === how) parts.push(...value.parts);
    else parts.push(value);
    if (parts.length > longest) return tooLong(expr, origin, session);
  }
  return isPoisoned ? makePoison(origin) : { kind: "composed", how, parts, origin, params: paramsOf(...parts) };
}

function tooLong(expr: Expr, origin: Value["origin"], session: Session): Value {
  session.report(
    diagnose(
      "V0204",
      { problem: `a chain has at most ${longest} parts` },
      { primary: { span: expr.span, text: "this one is longer" } },
    ),
  );
  return makePoison(origin);
}

/** The components that a transform or a schedule is made of, from left to right; one for a lone component. */
export function partsOf(value: Value): readonly ComponentValue[] {
  if (value.kind === "component") return [value];
  return value.kind === "composed" ? value.parts.flatMap(partsOf) : [];
}
