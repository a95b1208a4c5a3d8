/** Damage by tokens: other words, other numbers, other signs. */
import type { Draw } from "./draw.ts";

const token =
  /\/\/[^\n\r]*|"(?:[^"\\\n\r]|\\.)*"|[A-Za-z_]\w*|\d+x\d+(?:x\d+)?|\d[\d_.]*(?:e[+-]?\d+)?|\s+|\|>|\+=|\.\.<?|[<>=!]=|[^\s]/gu;

/** Numbers at which arithmetic changes its nature. */
export const numbers = [
  ..."0 1 2 3 0.5 1e-9 -1 64 65 255 1024 1025 65536 1048576 16777217".split(" "),
  ..."2147483648 4294967296 9007199254740991 9007199254740993 1152921504606846976 1e15 1e16 1e300 1e308 1e-320".split(
    " ",
  ),
  ...["1e999", "9".repeat(40), "0x0", "1x1", "0x0x0", "1x1x1", "9999999x9999999", "2x3x4x5", "1_000", "007"],
];

const words = [
  ..."amends import as from with param let data model transform experiment check extern head at derived facts takes".split(
    " ",
  ),
  ..."yields blocks random unused require in of per then when else or and not none true false".split(" "),
  ..."clips clip frames frame px epochs epoch steps fps video videos s ms last train test phases hooks meters".split(
    " ",
  ),
  ..."int real bool text dir file tensor logits probabilities labels range len product repeat dims ceil floor min max".split(
    " ",
  ),
  ..."distinct constructor __proto__ toString hasOwnProperty prototype length".split(" "),
];

const signs = [..."{}[]()<>=:;,.?|%^+-*/", "|>", "+=", "..", "..<", "<=", "==", "!=", "\n", "//", "///", '"'];

export function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

/** `foreign` are tokens of other programs. */
export function damageTokens(text: string, foreign: readonly string[], draw: Draw): string {
  const tokens = tokensOf(text);
  const here = draw.below(tokens.length);
  const there = draw.below(tokens.length);
  const other = (): string =>
    draw.pick([numbers, words, signs, tokens, foreign, foreign, foreign].map((all) => draw.pick(all) ?? "")) ?? "";
  switch (draw.below(9)) {
    case 0:
      tokens.splice(here, 1 + draw.below(3));
      break;
    case 1:
      tokens.splice(here, 0, tokens[here] ?? "", " ");
      break;
    case 2:
      [tokens[here], tokens[there]] = [tokens[there] ?? "", tokens[here] ?? ""];
      break;
    case 3:
      tokens.splice(here, 3, ...tokens.slice(there, there + draw.below(12)));
      break;
    case 4:
      tokens.splice(here, 0, " ", other(), " ");
      break;
    case 5:
      replaceLike(tokens, /^\d/, draw, () => draw.pick(numbers) ?? "");
      break;
    case 6:
      replaceLike(tokens, /^[A-Za-z_]/, draw, () => draw.pick(tokens.filter((each) => /^[A-Za-z_]/.test(each))) ?? "");
      break;
    default:
      tokens[here] = other();
  }
  return tokens.join("");
}

function replaceLike(tokens: string[], pattern: RegExp, draw: Draw, by: () => string): void {
  const places = tokens.flatMap((each, at) => (pattern.test(each) ? [at] : []));
  const at = draw.pick(places);
  if (at !== undefined) tokens[at] = by();
}
