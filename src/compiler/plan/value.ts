/**
 * Values as expressions of the program: as they were written where that can be, else as literals, with what they were
 * computed from behind the line. A literal that hangs on a param compiles that param in.
 */
import { isExact } from "../../language/dims/interval.ts";
import { textOf } from "../../language/source/source-file.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { NumberValue, Value } from "../../language/values/value.ts";
import { lowerClip } from "./clip.ts";
import { lowerComponent } from "./component.ts";
import { lowerComposed } from "./composed.ts";
import { type Draft, fixParams, fixShape, type Lowered, spanOf } from "./draft.ts";
import { pathLiteral } from "./path.ts";
import type { Expression, Literal } from "./program.ts";
import { withoutNames } from "./without-names.ts";
import { formOf, lowerWritten, type Written } from "./written.ts";

export function lowerValue(value: Value, what: string, draft: Draft): Lowered {
  if (value.kind === "component") return { expression: lowerComponent(value, draft) };
  const written = lowerWritten(value, what, draft);
  if (written) return { expression: written };
  if (value.kind === "clip") return lowerClip(value, what, draft);
  const comment = commentOf(value);
  const expression = { ...spanOf(value.origin), ...lowerLiteral(value, what, draft) };
  return { expression, ...(comment === undefined ? {} : { comment }) };
}

function lowerLiteral(value: Value, what: string, draft: Draft): Expression {
  const lowerAll = (values: readonly Value[]): Expression[] => values.map((each) => draft.lower(each, what).expression);
  switch (value.kind) {
    case "composed":
      return lowerComposed(value, what, draft);
    case "list":
      fixShape(draft, value, value.items, what);
      return { kind: "list", items: lowerAll(itemsOf(value)) };
    case "dims":
      return { kind: "list", items: lowerAll(value.values) };
    case "range":
      return { kind: "list", items: lowerAll(endsOf(value)) };
    case "path":
      fixParams(draft, value.params, what);
      return pathLiteral(value, draft);
    case "number":
      return { kind: "literal", value: numberLiteral(value, what, draft) };
    default:
      return { kind: "literal", value: plainLiteral(value, what, draft) };
  }
}

/** The items, each with the expression that stands for it in the list: a name there stays one. */
function itemsOf(list: Value & { readonly kind: "list" }): readonly Value[] {
  const form = formOf(list, "list");
  if (!form || form.expr.items.length !== list.items.length) return list.items;
  return list.items.map((item, i) => writtenAs(item, { ...form, expr: form.expr.items[i] ?? form.expr }));
}

/** Both ends, which belong to the range: the end of `0..<8 px` is 7. */
function endsOf(range: Value & { readonly kind: "range" }): readonly Value[] {
  const { low, high, inclusive } = range;
  const form = formOf(range, "range");
  if (!inclusive && high.whole) {
    const { low: least, high: most } = high.interval;
    return [low, { ...withoutNames(high), interval: { low: least - 1, high: most - 1 } }];
  }
  return form
    ? [writtenAs(low, { ...form, expr: form.expr.low }), writtenAs(high, { ...form, expr: form.expr.high })]
    : [low, high];
}

/** A component stays the same object: what follows from its fields is known by that. */
function writtenAs(value: Value, { expr, scope }: Written): Value {
  if (value.kind === "component" || value.origin.expr === expr) return value;
  return { ...value, origin: { span: expr.span, how: "set", expr, scope, source: value.origin } };
}

function numberLiteral(value: NumberValue, what: string, draft: Draft): Literal {
  fixParams(draft, value.params, what);
  if (isExact(value.interval)) return value.interval.low;
  return openLiteral(value, draft);
}

function plainLiteral(value: Value, what: string, draft: Draft): Literal {
  fixParams(draft, value.params, what);
  switch (value.kind) {
    case "text":
      return value.value;
    case "member":
      return value.name;
    case "none":
      return null;
    case "meter-path":
    case "block":
      return value.path.map(({ name }) => name).join(".");
    case "bool":
      return value.value === "unknown" ? openLiteral(value, draft) : value.value;
    case "unknown":
      return openLiteral(value, draft);
    default:
      throw new Error(`a ${value.kind} cannot stand in a program (${what})`);
  }
}

/** Stands for what cannot be computed until a param has a value; such a program is not written. */
function openLiteral({ params }: Value, draft: Draft): null {
  for (const param of params) if (draft.params.has(param)) draft.open.add(param);
  return null;
}

const literals: readonly Expr["kind"][] = [
  "number",
  "string",
  "bool",
  "none",
  "member-literal",
  "list",
  "dims",
  "range",
];

/** What a literal was computed from, where it was not written as one. */
function commentOf(value: Value): string | undefined {
  const { expr, span, how } = value.origin;
  if (!expr || value.kind === "composed" || value.kind === "meter-path") return undefined;
  if (how === "argument") return span.file.text;
  const inner = expr.kind === "unary" && expr.op === "-" ? expr.operand : expr;
  if (literals.includes(inner.kind) || (value.kind === "member" && inner.kind === "name")) return undefined;
  return textOf(expr.span).replace(/\s+/g, " ");
}
