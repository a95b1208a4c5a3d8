/**
 * Refinements: the bound of a number, the length of a list. A bound of plain numbers is asked at once; one that names other
 * fields can only be asked when all fields of a component are known.
 */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Fix, Label } from "../diagnostics/diagnostic.ts";
import { listed, plural } from "../diagnostics/words.ts";
import { and, compare, type Truth } from "../dims/compare.ts";
import { exactly, isExact } from "../dims/interval.ts";
import { mentions } from "../names/mentions.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { plainNumber, textOfNumber } from "../values/print.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { type Misfit, misfit, type Site, secondarySource } from "./misfit.ts";
import type { Type } from "./type.ts";
import { unitText } from "./units.ts";

type Refined = Type & { readonly kind: "refined" };
type List = Type & { readonly kind: "list" };

/**
 * Why a value lies outside its type's bound, undefined where it does not or may not. Only bounds of plain numbers
 * (`closed`) or only those that name something (`open`, looked up in `scope`) are asked.
 */
export function misfitBound(
  value: Value,
  type: Refined | List,
  site: Site,
  scope: Scope,
  which: "closed" | "open",
): Misfit | undefined {
  const bound = type.kind === "list" ? type.length : type.bound;
  if (bound === undefined || (mentions(bound).length === 0) !== (which === "closed")) return undefined;
  const limit = site.session.evaluate(bound, scope);
  if (type.kind === "list") return value.kind === "list" ? misfitLength(value, bound, limit, site, scope) : undefined;
  if (value.kind !== "number" || within(value, type.op, limit) !== false) return undefined;
  return misfit(outOfRange(value, type, limit, site), 2);
}

/** The bounds that name other fields, wherever in a type they stand. */
export function misfitOpenBounds(value: Value, type: Type, site: Site, scope: Scope): Misfit | undefined {
  switch (type.kind) {
    case "refined":
      return misfitBound(value, type, site, scope, "open") ?? misfitOpenBounds(value, type.base, site, scope);
    case "list": {
      const own = misfitBound(value, type, site, scope, "open");
      if (own || value.kind !== "list" || !hasOpenBound(type.of)) return own;
      for (const item of value.items) {
        const inner = misfitOpenBounds(item, type.of, { ...site, expr: item.origin.expr ?? site.expr }, scope);
        if (inner) return inner;
      }
      return undefined;
    }
    case "optional":
      return value.kind === "none" ? undefined : misfitOpenBounds(value, type.of, site, scope);
    case "range":
      if (value.kind !== "range") return undefined;
      return misfitOpenBounds(value.low, type.of, site, scope) ?? misfitOpenBounds(value.high, type.of, site, scope);
    default:
      return undefined;
  }
}

function hasOpenBound(type: Type): boolean {
  if (type.kind === "refined") return mentions(type.bound).length > 0 || hasOpenBound(type.base);
  if (type.kind === "list")
    return (type.length !== undefined && mentions(type.length).length > 0) || hasOpenBound(type.of);
  return (type.kind === "optional" || type.kind === "range") && hasOpenBound(type.of);
}

function within(value: NumberValue, op: Refined["op"], limit: Value): Truth {
  if (op !== "in") return limit.kind === "number" ? compare(op, value.interval, limit.interval) : "unknown";
  if (limit.kind !== "range") return "unknown";
  return and(
    compare(">=", value.interval, limit.low.interval),
    compare(limit.inclusive ? "<=" : "<", value.interval, limit.high.interval),
  );
}

function outOfRange(value: NumberValue, type: Refined, limit: Value, site: Site): Diagnostic {
  const declared = type.declared ?? site.wanted?.declared;
  return diagnose(
    "V0204",
    { problem: `${site.wanted?.name ?? "this"} is ${allowed(value, type, limit)}` },
    {
      primary: { span: site.expr.span, text: `${textOfNumber(value)} is not` },
      secondary: [
        ...(secondarySource(value, site.expr).secondary ?? []),
        ...(declared ? [{ span: declared, text: "declared here" }] : []),
      ],
    },
  );
}

/** `1, 2 or 3`, `at least 1 frame`, `at least 0 and below 1`. */
function allowed(value: NumberValue, type: Refined, limit: Value): string {
  const inUnit = (end: NumberValue): string => {
    if (!isExact(end.interval)) return textOfNumber(end);
    const count = end.interval.low;
    const text = value.percent ? `${plainNumber(count * 100)}%` : plainNumber(count);
    return value.unit === undefined ? text : `${text} ${unitText(value.unit, value.per, count)}`;
  };
  if (limit.kind === "range") {
    const { low, high } = limit;
    const isShort = isExact(low.interval) && isExact(high.interval) && high.interval.low - low.interval.low < 4;
    if (type.base.kind === "int" && limit.inclusive && isShort) {
      const first = low.interval.low;
      return listed(
        Array.from({ length: high.interval.low - first + 1 }, (_, index) => plainNumber(first + index)),
        "or",
      );
    }
    return `at least ${inUnit(low)} and ${limit.inclusive ? "at most" : "below"} ${inUnit(high)}`;
  }
  const words: Readonly<Record<Refined["op"], string>> = {
    "==": "",
    "!=": "not ",
    "<": "below ",
    "<=": "at most ",
    ">": "above ",
    ">=": "at least ",
    in: "in ",
  };
  return `${words[type.op]}${limit.kind === "number" ? inUnit(limit) : "its bound"}`;
}

function misfitLength(
  list: Value & { readonly kind: "list" },
  bound: Expr,
  limit: Value,
  site: Site,
  scope: Scope,
): Misfit | undefined {
  const count = list.items.length;
  const low = limit.kind === "range" ? limit.low : limit;
  const high = limit.kind === "range" ? limit.high : limit;
  if (low.kind !== "number" || high.kind !== "number") return undefined;
  const fits = and(compare(">=", exactly(count), low.interval), compare("<=", exactly(count), high.interval));
  if (fits !== false) return undefined;
  const wanted = count < low.interval.low ? low.interval.low : high.interval.high;
  const name = site.wanted?.name ?? "this";
  const [other] = mentions(bound);
  const isLength = bound.kind === "call" && bound.callee.kind === "name" && bound.callee.name === "len";
  const needed =
    limit.kind === "range" ? `${textOfNumber(low)} to ${textOfNumber(high)} values` : plural(wanted, "value");
  return misfit(
    diagnose(
      "V0205",
      {
        name,
        count: needed,
        ...(isLength && other ? { problem: `${name} needs one value for each of \`${other.name}\`` } : {}),
      },
      {
        primary: { span: site.expr.span, text: plural(count, "value") },
        secondary: other ? lengthLabels(scope.lookup(other.name)) : [],
        ...lengthFix(site.expr, count, wanted),
      },
    ),
    2,
  );
}

/** Where the other list was written, and how long it is. */
function lengthLabels(other: ReturnType<Scope["lookup"]>): readonly Label[] {
  if (other === undefined || other.kind !== "list" || other.origin.span.file.origin === "stdlib") return [];
  return [{ span: other.origin.span, text: plural(other.items.length, "value") }];
}

/** The last value again for as many as are missing, or without those that are too many. */
function lengthFix(expr: Expr, count: number, wanted: number): { fixes?: readonly Fix[] } {
  if (expr.kind !== "list" || !Number.isFinite(wanted) || wanted < 1 || Math.abs(wanted - count) > 16) return {};
  const last = expr.items.at(-1);
  if (last === undefined || expr.items.length !== count) return {};
  const { file } = expr.span;
  if (wanted > count) {
    const text = `, ${file.text.slice(last.span.start, last.span.end)}`.repeat(wanted - count);
    return {
      fixes: [
        {
          title: `append \`${text}\``,
          edits: [{ span: { file, start: last.span.end, end: last.span.end }, newText: text }],
        },
      ],
    };
  }
  const kept = expr.items[wanted - 1];
  if (kept === undefined) return {};
  return {
    fixes: [
      { title: "remove the rest", edits: [{ span: { file, start: kept.span.end, end: last.span.end }, newText: "" }] },
    ],
  };
}
