/** Values of flags, from the text of a command line. */
import { resolve } from "node:path";
import type { Flag, FlagValue } from "./flag.ts";
import { UsageError } from "./usage_error.ts";

/** The value that `text` means; UsageError where it is none of the flag's type and range. Undefined text: a bare flag. */
export function readValue(name: string, text: string | undefined, flag: Flag): FlagValue {
  if (text === undefined && flag.type === "bool") return true;
  if (text === undefined) throw new UsageError(`--${name} needs a value`);
  if (flag.optional && text === "none") return null;
  const value = readers[flag.type](text, flag);
  if (value === undefined || (Array.isArray(value) && value.some(Number.isNaN))) {
    throw new UsageError(`--${name} ${text}: ${wanted(flag)} is wanted`);
  }
  return value;
}

/** Without separators between digits, and without a unit behind them: `3 epochs` is `3`. */
export function plain(text: string): string {
  return text
    .trim()
    .replace(/(?<=[\dx.])\s+[a-z ]+$/, "")
    .replace(/(?<=\d)_(?=\d)/g, "");
}

/** By type; undefined where the text is no such value. */
const readers: { readonly [type in Flag["type"]]: (text: string, flag: Flag) => FlagValue | undefined } = {
  bool: (text) => (text === "true" ? true : text === "false" ? false : undefined),
  int: (text, flag) => inBounds(/^[+-]?\d+$/.test(plain(text)) ? Number(plain(text)) : undefined, flag),
  real: (text, flag) => inBounds(realOf(text), flag),
  text: (text) => text,
  dir: (text) => resolve(text),
  file: (text) => resolve(text),
  dims: (text) => (/^\d+(x\d+)+$/.test(plain(text)) ? plain(text).split("x").map(Number) : undefined),
  range: (text) => /^([\d.]+?)\.\.([\d.]+)$/.exec(plain(text))?.slice(1, 3).map(Number),
  numbers: (text) => text.split(",").map(Number),
  enum: (text, flag) => flag.members?.find((member) => member === text.replace(/^\./, "")),
};

function inBounds(value: number | undefined, flag: Flag): number | undefined {
  if (value === undefined) return undefined;
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = flag;
  return value >= min && value <= max && value > above && value < below ? value : undefined;
}

/** A number, a percentage as its fraction; a unit may stand behind it. */
function realOf(text: string): number | undefined {
  const percent = /^(.*)%$/.exec(text.trim());
  const value = Number(percent ? percent[1] : plain(text));
  return text.trim() === "" || !Number.isFinite(value) ? undefined : percent ? value / 100 : value;
}

function wanted(flag: Flag): string {
  const bounds = [
    flag.min === undefined ? "" : `at least ${flag.min}`,
    flag.above === undefined ? "" : `above ${flag.above}`,
    flag.max === undefined ? "" : `at most ${flag.max}`,
    flag.below === undefined ? "" : `below ${flag.below}`,
  ].filter((bound) => bound !== "");
  const kind = {
    bool: "true or false",
    int: "a whole number",
    real: "a number",
    text: "a text",
    dir: "a folder",
    file: "a file",
    dims: "a size such as 112x112",
    range: "a range such as 128..160",
    numbers: "a list such as 0.1,0.2",
    enum: `one of ${(flag.members ?? []).join(", ")}`,
  }[flag.type];
  return [kind, bounds.join(" and ")].filter((part) => part !== "").join(" ");
}
