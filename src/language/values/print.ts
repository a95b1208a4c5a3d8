/** Values as they would be written in vcl: for messages and for `vcl show`. */
import { isExact } from "../dims/interval.ts";
import { unitText } from "../types/units.ts";
import type { ComponentValue, NumberValue, UnitName, Value } from "./value.ts";

/** Lists longer than this are cut, and so is what lies deeper: values may share parts and be huge when written out. */
const longest = 32;
const deepest = 4;

/** One line, `{ … }` for the fields of a component. */
export function textOfValue(value: Value, depth = 0): string {
  switch (value.kind) {
    case "number":
      return textOfNumber(value);
    case "component":
      return depth > deepest ? "…" : textOfComponent(value, depth);
    case "block":
    case "meter-path":
      return value.path.map((each) => each.name).join(".");
    case "experiment":
      return value.binding?.name ?? "an experiment";
    case "text":
      return JSON.stringify(value.value);
    case "path":
      return JSON.stringify(value.written);
    case "bool":
      return String(value.value);
    case "none":
      return "none";
    case "member":
      return `.${value.name}`;
    case "dims":
      return `${value.values.map((each) => textOfEnds(each)).join("x")}${value.unit === undefined ? "" : ` ${value.unit}`}`;
    case "range":
      return textOfRange(value.low, value.high, value.inclusive);
    case "list":
      return `[${textOfAll(value.items, depth).join(", ")}]`;
    case "composed":
      return textOfAll(value.parts, depth).join(value.how === "pipe" ? " |> " : " then ");
    case "clip":
      return `${value.data.binding?.name ?? value.data.declaration.name}.clip`;
    case "unknown":
      return "open";
    case "poison":
      return "?";
  }
}

function textOfAll(values: readonly Value[], depth: number): readonly string[] {
  if (depth > deepest) return ["…"];
  const shown = values.slice(0, depth === 0 ? longest : longest / 4).map((each) => textOfValue(each, depth + 1));
  return shown.length < values.length ? [...shown, "…"] : shown;
}

/** `8 frames`, `13%`, `0.005`, `128..160` for a number of which only bounds are known. */
export function textOfNumber(value: NumberValue): string {
  const { low, high } = value.interval;
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return "open";
  const text = textOfEnds(value);
  return value.unit === undefined
    ? text
    : `${text} ${unitText(value.unit, value.per, isExact(value.interval) ? low : 2)}`;
}

export function textOfRange(low: NumberValue, high: NumberValue, inclusive: boolean): string {
  const unit: UnitName | undefined = high.unit ?? low.unit;
  const ends = `${textOfEnds(low)}${inclusive ? ".." : "..<"}${textOfEnds(high)}`;
  return unit === undefined ? ends : `${ends} ${unitText(unit, high.per, 2)}`;
}

function textOfEnds(value: NumberValue): string {
  const { low, high } = value.interval;
  if (value.percent)
    return isExact(value.interval)
      ? `${plainNumber(low * 100)}%`
      : `${plainNumber(low * 100)}..${plainNumber(high * 100)}%`;
  return isExact(value.interval) ? plainNumber(low) : `${plainNumber(low)}..${plainNumber(high)}`;
}

/** Without the noise of binary fractions: `0.3`, `4e-5`, `13`. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  if (Number.isSafeInteger(value)) return String(value);
  return String(Number(value.toPrecision(12))).replace("e+", "e");
}

function textOfComponent(value: ComponentValue, depth: number): string {
  const { declaration, settings } = value;
  const positional = [...declaration.fields.values()].filter((each) => each.position !== undefined);
  const inParens = positional.filter((each) => settings.has(each.name));
  const named = [...settings].filter(([name]) => declaration.fields.get(name)?.position === undefined);
  const args =
    inParens.length === 0 ? "" : `(${inParens.map((each) => printed(settings.get(each.name), depth)).join(", ")})`;
  if (named.length === 0 && value.heads.size === 0) return `${declaration.name}${args}`;
  const fields = named.map(([name, field]) => `${name}: ${printed(field, depth)}`);
  return `${declaration.name}${args} { ${[...fields, ...[...value.heads.keys()].map((name) => `head ${name}`)].join(", ")} }`;
}

function printed(value: Value | undefined, depth: number): string {
  return value === undefined ? "open" : textOfValue(value, depth + 1);
}
