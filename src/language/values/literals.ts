/** Numbers, sizes and ranges as they are written. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { exactly, isExact } from "../dims/interval.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr, Ident } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { unitNamed, unitNames } from "../types/units.ts";
import { makeNumber, makePoison, noParams, paramsOf, setBy } from "./make.ts";
import { textOfRange } from "./print.ts";
import type { Session } from "./session.ts";
import type { NumberValue, UnitName, Value } from "./value.ts";

type Of<K extends Expr["kind"]> = Expr & { readonly kind: K };

/** `8 frames`, `50%`, `10 clips per video`. */
export function numberLiteral(expr: Of<"number">, scope: Scope, session: Session): Value {
  const origin = setBy(expr, scope);
  const unit = expr.unit && unitOf(expr.unit, session);
  const per = expr.per && unitOf(expr.per, session);
  if (unit === "none" || per === "none") return makePoison(origin);
  const value = expr.percent ? expr.value / 100 : expr.value;
  return makeNumber(exactly(value), origin, noParams, {
    unit,
    per,
    whole: expr.whole && !expr.percent,
    percent: expr.percent,
  });
}

/** `"none"` for a word that is no unit, reported. */
function unitOf(word: Ident, session: Session): UnitName | "none" {
  const unit = unitNamed(word.name);
  if (unit) return unit;
  const [close] = suggest(word.name, unitNames);
  session.report(
    diagnose(
      "V0101",
      { name: word.name, what: "unit" },
      {
        primary: { span: word.span, text: close ? `did you mean \`${close}\`?` : "" },
        why: `units: ${unitNames.join(", ")}`,
        ...(close ? { fixes: [{ title: close, edits: [{ span: word.span, newText: close }] }] } : {}),
      },
    ),
  );
  return "none";
}

/** `1x7x7`, `112x112 px`. */
export function dimsLiteral(expr: Of<"dims">, scope: Scope, session: Session): Value {
  const origin = setBy(expr, scope);
  const unit = expr.unit && unitOf(expr.unit, session);
  if (unit === "none") return makePoison(origin);
  const values = expr.values.map((each) => makeNumber(exactly(each), origin, noParams));
  return { kind: "dims", values, ...(unit ? { unit } : {}), origin, params: noParams };
}

/** `128..160 px`, `0..<1`: the unit after the upper end holds for both. */
export function rangeOf(expr: Of<"range">, scope: Scope, session: Session): Value {
  const origin = setBy(expr, scope);
  const low = endOf(expr.low, scope, session);
  const high = endOf(expr.high, scope, session);
  if (low === undefined || high === undefined) return makePoison(origin);
  const start: NumberValue = low.unit === undefined && high.unit !== undefined ? withUnitOf(low, high) : low;
  if (start.unit !== high.unit || start.per !== high.per) {
    session.report(
      diagnose(
        "V0202",
        { wanted: describeValue(high).replace(/^th(is is|ese are) /, ""), found: describeValue(start) },
        { primary: { span: expr.low.span, text: "" }, secondary: [{ span: expr.high.span, text: "the upper end" }] },
      ),
    );
    return makePoison(origin);
  }
  if (isEmpty(start, high, expr.inclusive) && scope.world === "module") {
    session.report(
      diagnose(
        "V0207",
        {},
        {
          primary: { span: expr.span, text: "the lower end comes first" },
          ...(start.interval.low > high.interval.low ? { fixes: [swapped(expr, start, high)] } : {}),
        },
      ),
    );
    return makePoison(origin);
  }
  return { kind: "range", low: start, high, inclusive: expr.inclusive, origin, params: paramsOf(start, high) };
}

function withUnitOf(low: NumberValue, high: NumberValue): NumberValue {
  return {
    ...low,
    ...(high.unit === undefined ? {} : { unit: high.unit }),
    ...(high.per === undefined ? {} : { per: high.per }),
  };
}

function isEmpty(low: NumberValue, high: NumberValue, inclusive: boolean): boolean {
  return inclusive ? low.interval.low > high.interval.high : low.interval.low >= high.interval.high;
}

function swapped(expr: Of<"range">, low: NumberValue, high: NumberValue) {
  const newText = textOfRange(high, low, expr.inclusive);
  return { title: newText, edits: isExact(low.interval) ? [{ span: expr.span, newText }] : [] };
}

function endOf(expr: Expr, scope: Scope, session: Session): NumberValue | undefined {
  const value = session.evaluate(expr, scope);
  if (value.kind === "number") return value;
  if (value.kind !== "poison" && value.kind !== "unknown") {
    session.report(
      diagnose(
        "V0201",
        { wanted: "a number is", found: describeValue(value) },
        { primary: { span: expr.span, text: "an end of a range" } },
      ),
    );
  }
  return undefined;
}

/** `blocks[2]`: lists count from 1. */
export function itemOf(list: Value, index: Value, expr: Of<"index">, scope: Scope, session: Session): Value {
  const origin = setBy(expr, scope);
  if (list.kind === "poison" || index.kind === "poison") return makePoison(origin);
  const params = paramsOf(list, index);
  if (list.kind === "unknown" || index.kind === "unknown") {
    return { kind: "unknown", type: { kind: "real" }, origin, params };
  }
  if (list.kind !== "list" || index.kind !== "number") {
    const [wrong, span, wanted] =
      list.kind === "list" ? [index, expr.index.span, "a number is"] : [list, expr.object.span, "a list is"];
    session.report(
      diagnose("V0201", { wanted: String(wanted), found: describeValue(wrong) }, { primary: { span, text: "" } }),
    );
    return makePoison(origin);
  }
  const { low, high } = index.interval;
  const count = list.items.length;
  if (high < 1 || low > count || (isExact(index.interval) && !Number.isInteger(low))) {
    session.report(
      diagnose(
        "V0204",
        { problem: count === 0 ? "this list is empty" : `the index is 1 to ${count}` },
        { primary: { span: expr.index.span, text: "lists count from 1" } },
      ),
    );
    return makePoison(origin);
  }
  const items = list.items.slice(Math.max(Math.ceil(low), 1) - 1, Math.min(Math.floor(high), count));
  const [first] = items;
  if (first === undefined) return makePoison(origin);
  if (items.length === 1) return { ...first, origin: { ...origin, source: first.origin }, params };
  const numbers = items.filter((each): each is NumberValue => each.kind === "number");
  if (numbers.length < items.length) return { kind: "unknown", type: { kind: "real" }, origin, params };
  const bounds = {
    low: Math.min(...numbers.map((each) => each.interval.low)),
    high: Math.max(...numbers.map((each) => each.interval.high)),
  };
  return makeNumber(bounds, origin, params, { unit: numbers[0]?.unit, per: numbers[0]?.per });
}
