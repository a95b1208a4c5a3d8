/** Params of the file as params of the program: a TypeScript type, and how a flag's text is read. */
import { posix } from "node:path";
import { isExact } from "../../language/dims/interval.ts";
import type { Binding } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Type } from "../../language/types/type.ts";
import { isWholeUnit } from "../../language/types/units.ts";
import { noParams } from "../../language/values/make.ts";
import { textOfValue } from "../../language/values/print.ts";
import type { Value } from "../../language/values/value.ts";
import { type Draft, spanOf } from "./draft.ts";
import { placeOf } from "./heading.ts";
import { camelCase } from "./names.ts";
import { isAbsolute, pathLiteral } from "./path.ts";
import type { Expression, FixedParam, Literal, Param, Property } from "./program.ts";
import { fraction } from "./scalar.ts";
import { withoutNames } from "./without-names.ts";

/** What a param is in TypeScript and on a command line. */
interface Reading {
  readonly type: string;
  readonly flag: readonly Property[];
}

/** Ranges of whole numbers up to this many are written out: `1 | 2 | 3`. */
const mostMembers = 8;

/** Whether a param of this type can be given by a flag of the program; of any other it is compiled in. */
export function isFlag(type: Type): boolean {
  return readingOf(type) !== undefined;
}

export function lowerParam(param: Binding, draft: Draft): Param {
  const reading = param.type && readingOf(param.type);
  if (!reading) throw new Error(`${param.name} cannot be a flag`);
  const otherwise = defaultOf(param, draft);
  return {
    ...nameAndDocs(param),
    name: camelCase(param.name),
    type: reading.type,
    reading: [...reading.flag, ...(otherwise ? [{ name: "default", value: otherwise }] : [])],
    span: param.nameSpan,
  };
}

/** `why` names what was computed from it. */
export function lowerFixed(param: Binding, why: readonly string[], draft: Draft): FixedParam {
  const value = param.value();
  return {
    ...nameAndDocs(param),
    name: draft.names.of(param),
    place: placeOf(param.nameSpan, draft),
    value: { ...draft.lower(withoutNames(value), `\`${param.name}\``).expression, ...spanOf({ span: param.nameSpan }) },
    text: typedText(value),
    why: why.join(", "),
    span: param.nameSpan,
  };
}

function typedText(value: Value): string {
  if (value.kind === "text" || value.kind === "path") return value.value;
  return value.kind === "member" ? value.name : textOfValue(value);
}

function nameAndDocs({ name, docs }: Binding): Pick<Param, "flag" | "docs"> {
  return { ...(camelCase(name) === name ? {} : { flag: name }), docs };
}

/** The value that a param has in this program, as `main` takes it; undefined while it is open. */
export function paramValue(param: Binding): PlainValue | undefined {
  return param.open ? undefined : plain(param.value());
}

export type PlainValue = Literal | readonly PlainValue[];

function plain(value: Value): PlainValue | undefined {
  switch (value.kind) {
    case "number":
      return isExact(value.interval) ? value.interval.low : undefined;
    case "text":
    case "path":
      return value.value;
    case "bool":
      return value.value === "unknown" ? undefined : value.value;
    case "none":
      return null;
    case "member":
      return value.name;
    case "dims":
      return plainAll(value.values);
    case "range":
      return plainAll([value.low, value.high]);
    case "list":
      return plainAll(value.items);
    default:
      return undefined;
  }
}

function plainAll(values: readonly Value[]): PlainValue | undefined {
  const all = values.map(plain);
  const known = all.filter((each) => each !== undefined);
  return known.length === all.length ? known : undefined;
}

function readingOf(type: Type): Reading | undefined {
  switch (type.kind) {
    case "bool":
      return reading("boolean", "bool");
    case "int":
      return reading("number", "int");
    case "real":
      return reading("number", "real");
    case "unit":
    case "rate":
      return reading("number", isWholeUnit(type.unit) ? "int" : "real");
    case "text":
    case "dir":
    case "file":
      return reading("string", type.kind);
    case "dims":
      return reading(`[${Array.from({ length: type.count }, () => "number").join(", ")}]`, "dims");
    case "range":
      return reading("[number, number]", "range");
    case "members": {
      const members: Expression = { kind: "list", items: type.members.map((value) => ({ kind: "literal", value })) };
      const { flag } = reading("", "enum");
      return {
        type: type.members.map((each) => `"${each}"`).join(" | "),
        flag: [...flag, { name: "members", value: members }],
      };
    }
    case "list": {
      const isNumbers = readingOf(type.of)?.type === "number";
      return isNumbers ? reading("readonly number[]", "numbers") : undefined;
    }
    case "optional": {
      const inner = readingOf(type.of);
      return inner && { type: `${inner.type} | null`, flag: [...inner.flag, literal("optional", true)] };
    }
    case "refined":
      return refined(type);
    default:
      return undefined;
  }
}

function reading(type: string, flag: string): Reading {
  return { type, flag: [literal("type", flag)] };
}

/** Bounds that are written as numbers; what they are otherwise is checked when the file is compiled. */
function refined(type: Type & { readonly kind: "refined" }): Reading | undefined {
  const base = readingOf(type.base);
  if (base?.type !== "number") return base;
  const bounds = boundsOf(type);
  const [min, max] = [bounds.min, bounds.max];
  const isInt =
    type.base.kind === "int" && min !== undefined && max !== undefined && max - min < mostMembers && max >= min;
  const members = isInt ? Array.from({ length: max - min + 1 }, (_, i) => String(min + i)) : [];
  const flags = Object.entries(bounds).map(([name, value]) => literal(name, value));
  return { type: members.length > 0 ? members.join(" | ") : base.type, flag: [...base.flag, ...flags] };
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

function boundsOf({ op, bound }: Type & { readonly kind: "refined" }): Bounds {
  if (op === "in") {
    if (bound.kind !== "range") return {};
    const [low, high] = [numberOf(bound.low), numberOf(bound.high)];
    const upper = high === undefined ? {} : bound.inclusive ? { max: high } : { below: high };
    return { ...(low === undefined ? {} : { min: low }), ...upper };
  }
  const value = numberOf(bound);
  const names = { ">=": "min", "<=": "max", ">": "above", "<": "below" } as const;
  return value === undefined || op === "==" || op === "!=" ? {} : { [names[op]]: value };
}

/** A number that is written as one. */
function numberOf(expr: Expr): number | undefined {
  if (expr.kind === "paren") return numberOf(expr.inner);
  if (expr.kind === "unary" && expr.op === "-") {
    const value = numberOf(expr.operand);
    return value === undefined ? undefined : -value;
  }
  return expr.kind === "number" ? (expr.percent ? fraction(expr.value) : expr.value) : undefined;
}

/** The default as the file writes it, whatever was given; undefined where it is computed. */
function defaultOf({ node, file, type }: Binding, draft: Draft): Expression | undefined {
  if (node.kind !== "param" || !node.default || !type) return undefined;
  return defaultLiteral(node.default, type, draft, file.path);
}

function defaultLiteral(expr: Expr, type: Type, draft: Draft, file: string): Expression | undefined {
  const all = (exprs: readonly Expr[]): Expression | undefined => {
    const items = exprs.map((each) => defaultLiteral(each, type, draft, file));
    const known = items.filter((each) => each !== undefined);
    return known.length === items.length ? { kind: "list", items: known } : undefined;
  };
  const value = numberOf(expr);
  if (value !== undefined) return { kind: "literal", value, ...spanOf(expr) };
  switch (expr.kind) {
    case "string":
      return isPath(type) ? pathDefault(expr, draft, file) : { kind: "literal", value: expr.value };
    case "bool":
      return { kind: "literal", value: expr.value };
    case "none":
      return { kind: "literal", value: null };
    case "member-literal":
      return { kind: "literal", value: expr.name.name };
    case "dims":
      return { kind: "list", items: expr.values.map((each) => ({ kind: "literal", value: each })) };
    case "list":
      return all(expr.items);
    case "range":
      return expr.inclusive ? all([expr.low, expr.high]) : undefined;
    case "paren":
      return defaultLiteral(expr.inner, type, draft, file);
    default:
      return undefined;
  }
}

function pathDefault(expr: Expr & { readonly kind: "string" }, draft: Draft, file: string): Expression {
  const value = isAbsolute(expr.value) ? expr.value : posix.resolve(posix.dirname(file), expr.value);
  const origin = { span: expr.span, how: "default" } as const;
  return pathLiteral({ kind: "path", value, written: expr.value, origin, params: noParams }, draft);
}

function isPath(type: Type): boolean {
  if (type.kind === "optional") return isPath(type.of);
  return type.kind === "dir" || type.kind === "file";
}

function literal(name: string, value: Literal): Property {
  return { name, value: { kind: "literal", value } };
}
