/** `check condition else "…"`: what a file asserts of its own values. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../names/scope.ts";
import type { CheckDecl, Expr } from "../syntax/ast.ts";
import { pathNames } from "./block-path.ts";
import { truthOf } from "./operators.ts";
import { textOfValue } from "./print.ts";
import type { Session } from "./session.ts";

/**
 * Reports a check that fails, with the values of what it compares: an error. Open params leave it open; where all are given
 * and it still hangs on what only the run knows, such as how many videos turn out to be usable, that is a warning.
 */
export function runCheck(decl: CheckDecl, scope: Scope, session: Session): void {
  const value = session.evaluate(decl.condition, scope);
  const truth = truthOf(value, decl.condition, session);
  if (truth === undefined || truth === true) return;
  const fails = truth === false;
  const sides = sidesOf(decl.condition);
  const values = sides.map((side) => session.evaluate(side, scope));
  // Lists too long to be compared leave it open too.
  if (!fails && ([...value.params].some((each) => each.open) || values.some((side) => side.kind === "list"))) return;
  const shown = values.map(textOfValue);
  session.report(
    diagnose(
      "V0210",
      { message: decl.message?.value ?? (fails ? "this check fails" : "this check may fail") },
      {
        severity: fails ? "error" : "warning",
        primary: { span: decl.condition.span, text: fails ? "does not hold" : "may not hold" },
        secondary: factors(sides).flatMap((expr): readonly Label[] => {
          const part = session.evaluate(expr, scope);
          return part.kind === "poison" || expr.kind === "number" ? [] : [{ span: expr.span, text: textOfValue(part) }];
        }),
        ...(sides.length === 2 && decl.condition.kind === "binary"
          ? { why: `${shown[0]} ${decl.condition.op} ${shown[1]} is ${fails ? "false" : "not certain"}` }
          : {}),
      },
    ),
  );
}

function sidesOf(condition: Expr): readonly Expr[] {
  if (condition.kind === "paren") return sidesOf(condition.inner);
  const isComparison = condition.kind === "binary" && !["and", "or"].includes(condition.op);
  return isComparison ? [condition.left, condition.right] : [];
}

/** The names on both sides, each to be shown with its value; at most four. */
function factors(sides: readonly Expr[]): readonly Expr[] {
  const found: Expr[] = [];
  const open = [...sides].reverse();
  for (let at = open.pop(); at && found.length < 4; at = open.pop()) {
    if (pathNames(at)) found.push(at);
    else if (at.kind === "binary") open.push(at.right, at.left);
    else if (at.kind === "paren") open.push(at.inner);
  }
  return found;
}
