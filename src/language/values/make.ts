/** Makers of values, and what every value carries: its origin and the params it hangs on. */
import type { Interval } from "../dims/interval.ts";
import { anything, exactly } from "../dims/interval.ts";
import type { Binding, Scope } from "../names/scope.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Type } from "../types/type.ts";
import type { NumberValue, Origin, Poison, UnitName, Value } from "./value.ts";

export type Params = ReadonlySet<Binding>;

export const noParams: Params = new Set();

/** All params that any of these hang on. */
export function paramsOf(...values: readonly { readonly params: Params }[]): Params {
  let all = noParams;
  for (const { params } of values) {
    if (params.size === 0 || params === all) continue;
    all = all.size === 0 ? params : new Set([...all, ...params]);
  }
  return all;
}

/** Set by an expression of a file. */
export function setBy(expr: Expr, scope: Scope): Origin {
  return { span: expr.span, how: expr.span.file.origin === "argument" ? "argument" : "set", expr, scope };
}

/** The same value, said to be set elsewhere. */
export function withOrigin<V extends Value>(value: V, origin: Origin): V {
  return { ...value, origin };
}

/** The same value, hanging on these params too. */
export function withParams<V extends Value>(value: V, params: Params): V {
  const all = paramsOf(value, { params });
  return all === value.params ? value : { ...value, params: all };
}

interface NumberParts {
  readonly unit?: UnitName | undefined;
  readonly per?: UnitName | undefined;
  readonly whole?: boolean;
  readonly percent?: boolean;
}

/** A number; `whole` where nothing else is said and both ends are. */
export function makeNumber(interval: Interval, origin: Origin, params: Params, parts: NumberParts = {}): NumberValue {
  return {
    kind: "number",
    interval,
    whole: parts.whole ?? (isWhole(interval.low) && isWhole(interval.high)),
    percent: parts.percent ?? false,
    ...(parts.unit === undefined ? {} : { unit: parts.unit }),
    ...(parts.unit === undefined || parts.per === undefined ? {} : { per: parts.per }),
    origin,
    params,
  };
}

function isWhole(end: number): boolean {
  return Number.isInteger(end) || !Number.isFinite(end);
}

export function makePoison(origin: Origin): Poison {
  return { kind: "poison", origin, params: noParams };
}

export function makeBool(value: boolean | "unknown", origin: Origin, params: Params): Value {
  return { kind: "bool", value, origin, params };
}

/** What is known of a value of this type when nobody has given it yet. */
export function makeUnknown(type: Type, origin: Origin, params: Params): Value {
  switch (type.kind) {
    case "int":
      return makeNumber(anything, origin, params, { whole: true });
    case "real":
      return makeNumber(anything, origin, params, { whole: false });
    case "unit":
      return makeNumber(anything, origin, params, { unit: type.unit, whole: true });
    case "rate":
      return makeNumber(anything, origin, params, { unit: type.unit, per: type.per, whole: true });
    case "bool":
      return makeBool("unknown", origin, params);
    case "refined": {
      const base = makeUnknown(type.base, origin, params);
      return base.kind === "number" ? { ...base, interval: boundedBy(type) } : base;
    }
    default:
      return { kind: "unknown", type, origin, params };
  }
}

/** The bounds that a refinement states with plain numbers; wider ones are sound. */
function boundedBy(type: Type): Interval {
  if (type.kind !== "refined") return anything;
  const inner = boundedBy(type.base);
  const { bound, op } = type;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  if (op === "in" && bound.kind === "range") {
    low = literal(bound.low) ?? low;
    high = literal(bound.high) ?? high;
  } else {
    const end = literal(bound);
    if (end === undefined) return inner;
    const above = type.base.kind === "int" && op === ">" ? end + 1 : end;
    if (op === ">" || op === ">=") low = above;
    if (op === "<" || op === "<=") high = end;
    if (op === "==") return exactly(end);
  }
  return { low: Math.max(low, inner.low), high: Math.min(high, inner.high) };
}

function literal(expr: Expr): number | undefined {
  return expr.kind === "number" ? expr.value : undefined;
}

/** Places that no file has, for values that vcl itself makes. */
export function builtInOrigin(name: string): Origin {
  const file: SourceFile = { path: `built in: ${name}`, text: name, origin: "stdlib" };
  const span: Span = { file, start: 0, end: name.length };
  return { span, how: "fact" };
}
