/** The language's own functions: `ceil floor min max len product repeat dims distinct`. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { plural } from "../diagnostics/words.ts";
import { ceil, floor, hull, max, min, product } from "../dims/arithmetic.ts";
import { exactly, type Interval, isExact } from "../dims/interval.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { equal } from "./equality.ts";
import { makeBool, makeNumber, makePoison, makeUnknown, paramsOf, setBy } from "./make.ts";
import { longestList, numeric, tooLong } from "./operators.ts";
import type { Session } from "./session.ts";
import type { NumberValue, Value } from "./value.ts";

interface Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly expr: Expr & { readonly kind: "call" };
  readonly scope: Scope;
  readonly session: Session;
}

interface BuiltIn {
  /** How it is called, for messages. */
  readonly use: string;
  readonly least: number;
  readonly most: number;
  readonly run: (call: Call) => Value;
}

const builtIns: Readonly<Record<string, BuiltIn>> = {
  ceil: { use: "ceil(number)", least: 1, most: 1, run: (call) => rounded(call, ceil) },
  floor: { use: "floor(number)", least: 1, most: 1, run: (call) => rounded(call, floor) },
  min: { use: "min(a, b, …) or min(list)", least: 1, most: 64, run: (call) => extreme(call, min) },
  max: { use: "max(a, b, …) or max(list)", least: 1, most: 64, run: (call) => extreme(call, max) },
  len: { use: "len(list)", least: 1, most: 1, run: lengthOf },
  product: { use: "product(list, first n)", least: 1, most: 2, run: productOf },
  repeat: { use: "repeat(value, n)", least: 2, most: 2, run: repeated },
  dims: { use: "dims(t, h, w)", least: 2, most: 3, run: dimsOf },
  distinct: { use: "distinct(list)", least: 1, most: 1, run: distinct },
};

export const functionNames: readonly string[] = Object.keys(builtIns);

export function isFunction(name: string): boolean {
  return Object.hasOwn(builtIns, name);
}

/** Poison where an argument is poison, or of the wrong sort (reported). */
export function callFunction(
  name: string,
  expr: Expr & { readonly kind: "call" },
  scope: Scope,
  session: Session,
): Value {
  const origin = setBy(expr, scope);
  const builtIn = builtIns[name];
  if (builtIn === undefined) return makePoison(origin);
  const args = expr.args.map((each) => session.evaluate(each, scope));
  if (args.length < builtIn.least || args.length > builtIn.most) {
    session.report(
      diagnose(
        "V0201",
        { wanted: `${builtIn.use} is`, found: `this has ${plural(args.length, "value")}` },
        { primary: { span: expr.span, text: "" } },
      ),
    );
    return makePoison(origin);
  }
  if (args.some((each) => each.kind === "poison")) return makePoison(origin);
  return builtIn.run({ name, args, expr, scope, session });
}

function wrong(call: Call, index: number, wanted: string): Value {
  const { args, expr, scope, session } = call;
  const value = args[index];
  const span = expr.args[index]?.span ?? expr.span;
  if (value) {
    session.report(
      diagnose("V0201", { wanted, found: describeValue(value) }, { primary: { span, text: `in \`${call.name}\`` } }),
    );
  }
  return makePoison(setBy(expr, scope));
}

function unknownNumber(call: Call): Value {
  return makeUnknown({ kind: "real" }, setBy(call.expr, call.scope), paramsOf(...call.args));
}

function rounded(call: Call, round: (a: Interval) => Interval): Value {
  const [value] = call.args;
  if (value?.kind === "unknown") return unknownNumber(call);
  const number = value && numeric(value, call.scope);
  if (number === undefined) return wrong(call, 0, "a number is");
  const { unit, per } = number;
  return makeNumber(round(number.interval), setBy(call.expr, call.scope), number.params, { unit, per, whole: true });
}

function extreme(call: Call, pick: (all: readonly Interval[]) => Interval): Value {
  const [first] = call.args;
  const values = call.args.length === 1 && first?.kind === "list" ? first.items : call.args;
  if (values.some((each) => each.kind === "unknown" || each.kind === "poison")) return unknownNumber(call);
  const numbers: NumberValue[] = [];
  for (const [index, value] of values.entries()) {
    const number = numeric(value, call.scope);
    if (number === undefined) return wrong(call, values === call.args ? index : 0, "a number is");
    numbers.push(number);
  }
  const { unit, per } = numbers.find((each) => each.unit !== undefined) ?? {};
  return makeNumber(pick(numbers.map((each) => each.interval)), setBy(call.expr, call.scope), paramsOf(...call.args), {
    unit,
    per,
    whole: numbers.every((each) => each.whole),
  });
}

function lengthOf(call: Call): Value {
  const [value] = call.args;
  if (value?.kind === "unknown") return unknownNumber(call);
  if (value?.kind !== "list") return wrong(call, 0, "a list is");
  return makeNumber(exactly(value.items.length), setBy(call.expr, call.scope), value.params);
}

/** Of the first `n` values; where `n` is open, of any number of them that it may be. */
function productOf(call: Call): Value {
  const [list, count] = call.args;
  if (list?.kind === "unknown" || count?.kind === "unknown") return unknownNumber(call);
  if (list?.kind !== "list") return wrong(call, 0, "a list is");
  const numbers: NumberValue[] = [];
  for (const item of list.items) {
    const number = numeric(item, call.scope);
    if (number === undefined)
      return item.kind === "unknown" || item.kind === "poison"
        ? unknownNumber(call)
        : wrong(call, 0, "a list of numbers is");
    numbers.push(number);
  }
  const first = count && numeric(count, call.scope);
  if (count && !first) return wrong(call, 1, "a number is");
  const low = clamp(first?.interval.low ?? numbers.length, numbers.length);
  const high = clamp(first?.interval.high ?? numbers.length, numbers.length);
  const products = Array.from({ length: high - low + 1 }, (_, index) =>
    product(numbers.slice(0, low + index).map((each) => each.interval)),
  );
  return makeNumber(hull(products), setBy(call.expr, call.scope), paramsOf(...call.args), {
    whole: numbers.every((each) => each.whole),
  });
}

function clamp(count: number, most: number): number {
  return Math.min(Math.max(Math.round(count), 0), most);
}

function repeated(call: Call): Value {
  const [value, count] = call.args;
  const origin = setBy(call.expr, call.scope);
  const times = count && numeric(count, call.scope);
  if (value === undefined || count?.kind === "unknown" || (times && !isExact(times.interval))) {
    return { kind: "unknown", type: { kind: "list", of: { kind: "real" } }, origin, params: paramsOf(...call.args) };
  }
  if (times === undefined) return wrong(call, 1, "a number is");
  const length = Math.max(Math.floor(times.interval.low), 0);
  if (length > longestList || !call.session.spend(call.expr.span, length))
    return tooLong(call.expr, origin, call.session);
  return { kind: "list", items: Array.from({ length }, () => value), origin, params: paramsOf(...call.args) };
}

function dimsOf(call: Call): Value {
  const origin = setBy(call.expr, call.scope);
  const values: NumberValue[] = [];
  for (const [index, value] of call.args.entries()) {
    if (value.kind === "unknown") {
      values.push(makeNumber({ low: 0, high: Number.POSITIVE_INFINITY }, origin, value.params));
      continue;
    }
    const number = numeric(value, call.scope);
    if (number === undefined) return wrong(call, index, "a number is");
    const { unit: _unit, per: _per, clipOf: _clipOf, ...plain } = number;
    values.push(plain);
  }
  return { kind: "dims", values, origin, params: paramsOf(...call.args) };
}

/** Whether no value stands twice in a list. */
function distinct(call: Call): Value {
  const [list] = call.args;
  const origin = setBy(call.expr, call.scope);
  if (list?.kind === "unknown") return makeBool("unknown", origin, list.params);
  if (list?.kind !== "list") return wrong(call, 0, "a list is");
  if (!call.session.spend(call.expr.span, list.items.length ** 2 / 100)) return makePoison(origin);
  let all: boolean | "unknown" = true;
  for (const [index, item] of list.items.entries()) {
    for (let other = 0; other < index; other++) {
      const earlier = list.items[other];
      const same = earlier ? equal(item, earlier) : false;
      if (same === true) return makeBool(false, origin, list.params);
      if (same === "unknown") all = "unknown";
    }
  }
  return makeBool(all, origin, list.params);
}
