/** The grammar as text, made from the parser itself: `vcl.ebnf` beside this file is what it gives, and a test compares them. */
import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  type Rule,
  Terminal,
  type TokenType,
} from "chevrotain";
import { VclParser } from "./parser.ts";
import { allTokens, hardWords, Ident, softWords } from "./tokens.ts";

/** The parser's rules. */
export function rulesOfGrammar(): readonly Rule[] {
  return Object.values(new VclParser({ validate: false }).getGAstProductions());
}

/** Tokens that stand for several others, such as `Name`. */
export function categoriesOfTokens(): readonly TokenType[] {
  return allTokens.filter((type) => allTokens.some((other) => other.CATEGORIES?.includes(type)));
}

/** One rule a line. Categories of tokens are named as rules are; below stand the tokens that belong to them. */
export function ebnf(): string {
  const rules = rulesOfGrammar();
  const categories = categoriesOfTokens();
  return [
    "(* What the parser takes. Conditions on lines, such as a unit on its number's line, are in docs/language.md. *)",
    "",
    ...rules.map(ruleText),
    "",
    ...categories.map(categoryText),
    "",
    `(* Hard words, which name nothing: ${words(hardWords)}. Soft words: ${words(softWords)}. *)`,
    "",
  ].join("\n");
}

/** `member = "." ( Name | "none" ) ;` */
export function ruleText(rule: Rule): string {
  return `${rule.name} = ${body(rule)} ;`;
}

/** `Sets = "=" | ":" ;` */
export function categoryText(category: TokenType): string {
  return `${category.name} = ${membersOf(category).join(" | ")} ;`;
}

function words(types: readonly TokenType[]): string {
  return types.map((type) => type.LABEL).join(" ");
}

/** The tokens of a category, as the grammar writes them. */
export function membersOf(category: TokenType): string[] {
  return allTokens.filter((type) => type.CATEGORIES?.includes(category)).map(symbol);
}

/** `"|>"` for a sign or a word, its name for what has many spellings. */
export function symbol(type: TokenType): string {
  const isSpelt = type.LABEL !== undefined && !/^(an? |`)/.test(type.LABEL) && type !== Ident;
  return isSpelt ? JSON.stringify(type.LABEL) : type.name;
}

/** Alternatives that are all of a rule need no parentheses. */
function body({ definition }: Rule): string {
  const [first] = definition;
  return definition.length === 1 && first instanceof Alternation ? choice(first) : row(definition);
}

function choice(alternation: Alternation): string {
  return alternation.definition.map(printed).join(" | ");
}

function row(parts: readonly IProduction[]): string {
  return parts.map(printed).join(" ");
}

function printed(part: IProduction): string {
  if (part instanceof NonTerminal) return part.nonTerminalName;
  if (part instanceof Terminal) return symbol(part.terminalType);
  if (part instanceof Option) return `[ ${row(part.definition)} ]`;
  if (part instanceof Repetition) return `{ ${row(part.definition)} }`;
  if (part instanceof Alternation) return `( ${choice(part)} )`;
  if (part instanceof Alternative) return row(part.definition);
  throw new Error(`a kind of production that no rule uses yet: ${part.constructor.name}`);
}
