/** Random small values for the fields of a component, within their declared ranges, as vcl text. */
import type { ComponentDeclaration, Field } from "../../language/declarations/declaration.ts";
import { isRequired } from "../../language/declarations/declaration.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Type } from "../../language/types/type.ts";
import { isWholeUnit } from "../../language/types/units.ts";
import type { Tools } from "../load-tools.ts";

export type Random = ReturnType<Tools["stream"]>;

/** Ends that a refinement states with plain numbers. */
interface Ends {
  readonly low?: number;
  readonly high?: number;
  /** The ends themselves do not count. */
  readonly openLow?: boolean;
  readonly openHigh?: boolean;
}

/** What draws, and where files may lie. */
export interface Source {
  readonly random: Random;
  /** An absolute folder. */
  readonly folder: string;
}

/** How far a number goes above its lowest value where nothing says. */
const reach = 4;

/**
 * `heads: 2, dropout: 0.31`: every required field, and some of the others. `fixed` are fields that the surroundings set. Undefined
 * where a required field is of a type that nothing can be made up for.
 */
export function randomOptions(
  { fields }: ComponentDeclaration,
  fixed: ReadonlyMap<string, string>,
  source: Source,
): string | undefined {
  const entries: string[] = [];
  for (const field of fields.values()) {
    const given = fixed.get(field.name);
    const text = given ?? textFor(field, source);
    if (text !== undefined) entries.push(`${field.name}: ${text}`);
    else if (isRequired(field)) return undefined;
  }
  return entries.join(", ");
}

function textFor(field: Field, source: Source): string | undefined {
  const { type } = field;
  if (field.derived || type.kind === "clip_type") return undefined;
  if (!isRequired(field) && source.random.next() < 0.5) return undefined;
  return valueText(type, {}, source);
}

function valueText(type: Type, ends: Ends, source: Source): string | undefined {
  const { random, folder } = source;
  switch (type.kind) {
    case "bool":
      return String(random.next() < 0.5);
    case "int":
      return String(whole(ends, 1, random));
    case "real":
      return real(ends, random);
    case "unit":
      return `${isWholeUnit(type.unit) ? whole(ends, 1, random) : real(ends, random)} ${type.unit}`;
    case "rate":
      return `${whole(ends, 1, random)} ${type.unit} per ${type.per === "videos" ? "video" : type.per}`;
    case "text":
      return '"text"';
    case "dir":
      return JSON.stringify(folder);
    case "file":
      return JSON.stringify(`${folder}/file`);
    case "dims":
      return `${Array.from({ length: type.count }, () => random.integer(1, 3)).join("x")}${type.count === 2 ? " px" : ""}`;
    case "members":
      return `.${type.members[random.integer(0, type.members.length - 1)]}`;
    case "range": {
      const of = type.of.kind === "refined" ? type.of.base : type.of;
      const low = whole(ends, 1, random);
      return `${low}..${low + random.integer(0, 3)}${of.kind === "unit" ? ` ${of.unit}` : ""}`;
    }
    case "list":
      return listText(type, source);
    case "optional":
      return random.next() < 0.3 ? "none" : valueText(type.of, ends, source);
    case "union": {
      const texts = type.of.flatMap((each) => valueText(each, ends, source) ?? []);
      return texts[random.integer(0, Math.max(texts.length - 1, 0))];
    }
    case "refined":
      return valueText(type.base, { ...endsOf(type), ...ends }, source);
    case "reference":
      return { head: "h", phase: ".train", meter: "test.loss" }[type.to];
    case "component":
      return componentText(type.component);
    default:
      return undefined;
  }
}

function componentText(kind: string): string | undefined {
  const texts: { readonly [kind: string]: string } = {
    sampler: "uniform(1 clip per video)",
    transform: "to_float",
    schedule: "cosine { from: 0.1, to: 0.01 }",
  };
  return texts[kind];
}

function listText({ of, length }: Type & { readonly kind: "list" }, source: Source): string | undefined {
  const count = lengthOf(length, source.random);
  if (count === undefined) return undefined;
  const items = Array.from({ length: count }, () => valueText(of, {}, source));
  return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
}

/** Undefined where it hangs on other fields. */
function lengthOf(length: Expr | undefined, random: Random): number | undefined {
  if (length === undefined) return random.integer(1, 3);
  if (length.kind === "number") return length.value;
  if (length.kind !== "range") return undefined;
  const [low, high] = [numberOf(length.low), numberOf(length.high)];
  return low === undefined || high === undefined ? undefined : random.integer(low, Math.min(high, low + 2));
}

function endsOf({ op, bound }: Type & { readonly kind: "refined" }): Ends {
  if (op === "in" && bound.kind === "range") {
    const [low, high] = [numberOf(bound.low), numberOf(bound.high)];
    return {
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
      openHigh: !bound.inclusive,
    };
  }
  const end = numberOf(bound);
  if (end === undefined) return {};
  if (op === ">" || op === ">=") return { low: end, openLow: op === ">" };
  if (op === "<" || op === "<=") return { high: end, openHigh: op === "<" };
  return op === "==" ? { low: end, high: end } : {};
}

function numberOf(expr: Expr): number | undefined {
  if (expr.kind === "number") return expr.percent ? expr.value / 100 : expr.value;
  const inner = expr.kind === "unary" && expr.op === "-" ? numberOf(expr.operand) : undefined;
  return inner === undefined ? undefined : -inner;
}

function whole({ low, high, openLow, openHigh }: Ends, least: number, random: Random): number {
  const top = high === undefined ? undefined : openHigh ? Math.ceil(high) - 1 : Math.floor(high);
  const start = low ?? Math.min(least, top ?? least);
  const bottom = openLow ? Math.floor(start) + 1 : Math.ceil(start);
  return random.integer(bottom, Math.max(bottom, Math.min(top ?? bottom + reach, bottom + 2 * reach)));
}

/** With three digits behind the point: well inside the ends. */
function real({ low, high, openLow, openHigh }: Ends, random: Random): string {
  const bottom = low ?? Math.min(0, high ?? 0);
  const top = high ?? bottom + 1;
  const share = random.next();
  const inside = openLow || openHigh ? 0.1 + 0.8 * share : share;
  return (bottom + (top - bottom) * inside).toFixed(3);
}
