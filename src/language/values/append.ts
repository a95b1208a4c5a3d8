/** `hooks += [ … ]`. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Expr, Ident } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import type { Type } from "../types/type.ts";
import type { Amending, Draft } from "./amend.ts";
import { paramsOf, setBy } from "./make.ts";
import { longestList, tooLong } from "./operators.ts";
import { unknownField } from "./strangers.ts";

/** The list that a field holds, with more at its end. */
export function appendTo(draft: Draft, name: Ident, expr: Expr, amending: Amending): void {
  const { scope, session } = amending;
  const field = session.fieldsOf(draft.base).get(name.name);
  if (field === undefined) {
    unknownField(draft, name, expr, amending);
    return;
  }
  // What is no list is said to be none, whatever the field's own type would say of the value.
  const expected = holdsList(field.type) ? field.type : undefined;
  const more = session.evaluate(expr, scope, expected, { name: field.name, declared: field.node.type.span });
  const held = draft.settings.get(name.name) ?? session.fieldOf(draft.base, name.name);
  if (more.kind === "poison" || held?.kind === "poison") {
    draft.settings.set(name.name, more.kind === "poison" ? more : (held ?? more));
    return;
  }
  if (more.kind === "unknown" || held?.kind === "unknown") {
    draft.settings.set(name.name, {
      kind: "unknown",
      type: field.type,
      origin: setBy(expr, scope),
      params: more.params,
    });
    return;
  }
  if (more.kind !== "list" || (held !== undefined && held.kind !== "list")) {
    const wrong = more.kind === "list" && held ? held : more;
    session.report(
      diagnose(
        "V0201",
        { wanted: "a list is", found: describeValue(wrong) },
        {
          primary: { span: wrong === more ? expr.span : name.span, text: "`+=` appends to a list" },
          secondary: wrong === held && held ? [{ span: held.origin.span, text: "set here" }] : [],
        },
      ),
    );
    return;
  }
  const origin = {
    ...setBy(expr, scope),
    key: name.span,
    ...(held ? { replaced: held.origin } : {}),
  };
  const items = [...(held?.items ?? []), ...more.items];
  const list =
    items.length > longestList
      ? tooLong(expr, origin, session)
      : { kind: "list" as const, items, origin, params: paramsOf(more, ...(held ? [held] : [])) };
  draft.settings.set(name.name, list);
}

function holdsList(type: Type): boolean {
  switch (type.kind) {
    case "list":
      return true;
    case "optional":
      return holdsList(type.of);
    case "refined":
      return holdsList(type.base);
    case "union":
      return type.of.some(holdsList);
    default:
      return false;
  }
}
