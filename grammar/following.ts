/** Which tokens may follow a token, read off the parser's own rules. */
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
import { allTokens, Name } from "./tokens.ts";

export interface Following {
  /** Names that always stand right behind, one after the other: two in `extern head attention_pool`. */
  readonly names: number;
  /** All types that may stand next, categories in their members. Empty at the end of a rule. */
  readonly next: ReadonlySet<TokenType>;
}

/** What follows `type` in each place where the rules take it. */
export function followingOf(type: TokenType, rules: readonly Rule[]): readonly Following[] {
  return rules.flatMap((rule) => placesIn(rule.definition, type));
}

function placesIn(sequence: readonly IProduction[], type: TokenType): Following[] {
  return sequence.flatMap((part, at) => {
    const rest = sequence.slice(at + 1);
    if (part instanceof Terminal)
      return takes(part.terminalType, type) ? [{ names: namesOf(rest), next: first(rest) }] : [];
    return part instanceof NonTerminal ? [] : placesIn(insideOf(part), type);
  });
}

function takes(wanted: TokenType, type: TokenType): boolean {
  return wanted === type || (wanted !== Name && type.CATEGORIES?.includes(wanted) === true);
}

function namesOf(rest: readonly IProduction[]): number {
  const end = rest.findIndex((part) => !(part instanceof Terminal && part.terminalType === Name));
  if (end !== 0) return end < 0 ? rest.length : end;
  const [rule] = rest;
  return rule instanceof NonTerminal ? namesOf(rule.referencedRule.definition) : 0;
}

/** Types that a sequence may begin with. */
function first(sequence: readonly IProduction[]): ReadonlySet<TokenType> {
  const found = new Set<TokenType>();
  for (const part of sequence) {
    for (const type of firstOf(part)) found.add(type);
    if (!(part instanceof Option || part instanceof Repetition)) break;
  }
  return found;
}

function firstOf(part: IProduction): Iterable<TokenType> {
  if (part instanceof Terminal) return membersOf(part.terminalType);
  if (part instanceof NonTerminal) return first(part.referencedRule.definition);
  if (part instanceof Alternation) return part.definition.flatMap((each) => [...firstOf(each)]);
  return first(insideOf(part));
}

function insideOf(part: IProduction): readonly IProduction[] {
  if (part instanceof Alternation || part instanceof Alternative) return part.definition;
  return part instanceof Option || part instanceof Repetition ? part.definition : [];
}

function membersOf(type: TokenType): readonly TokenType[] {
  const members = allTokens.filter((each) => each.CATEGORIES?.includes(type));
  return members.length === 0 ? [type] : members.flatMap(membersOf);
}
