/** What a message about a syntax mistake is made of, and the forms that many of them have. */
import { EOF, type IToken, type TokenType, tokenMatcher } from "chevrotain";
import { closerOf, placeOf } from "./places.ts";
import type { Mistake } from "./recovery.ts";
import * as t from "./tokens.ts";

export interface Message {
  /** Lower case, no full stop, under 60 characters. */
  readonly title: string;
  /** At the place itself; where it is left out it says what was found. */
  readonly label?: string;
  readonly helps?: readonly string[];
  /** What would put it right. */
  readonly repair?: Repair;
  /** Words of the language that may have stood here, for "did you mean …?". */
  readonly choices?: readonly string[];
}

/** A text behind the token before or in front of it, leaving the token itself out, or moving it to the line above. */
export type Repair =
  | { readonly kind: "insert"; readonly text: string; readonly where: "behind" | "before" }
  | { readonly kind: "remove"; readonly title: string }
  | { readonly kind: "join" };

/** A token as it may be quoted in a title. */
export function quoted(token: IToken): string {
  if (token.tokenType === EOF) return "the end";
  if (tokenMatcher(token, t.Text)) return "this text";
  return token.image.length > 18 ? `\`${token.image.slice(0, 16)}…\`` : `\`${token.image}\``;
}

/** The token is of one of these types or categories. */
export function is(token: IToken | undefined, ...types: TokenType[]): boolean {
  return token !== undefined && types.some((type) => tokenMatcher(token, type));
}

/** `expected a name after `let``; without a token before it only what is expected. */
export function after(what: string, { previous }: Mistake): string {
  return previous.tokenType === EOF ? `expected ${what}` : `expected ${what} after ${quoted(previous)}`;
}

function closer({ found }: Mistake): string {
  const holder = placeOf(found).holder;
  return (holder && closerOf(holder)?.LABEL) ?? "]";
}

/** Two values side by side. */
export function missingComma(mistake: Mistake): Message {
  return { title: after("`,`", mistake), label: "", repair: { kind: "insert", text: ",", where: "behind" } };
}

/** More than a comma or the closing bracket follows a value. */
export function itemEnd(mistake: Mistake): Message {
  return { title: `expected \`,\` or \`${closer(mistake)}\` before ${quoted(mistake.found)}` };
}

/** `what` is not there; `helps` show how it looks. */
export function missing(what: string, ...helps: string[]): (mistake: Mistake) => Message {
  return (mistake) => ({ title: after(what, mistake), helps });
}

/** As `missing`, for a name: a hard word may stand there and is told to be none. */
export function name(what: string, ...helps: string[]): (mistake: Mistake) => Message {
  return (mistake) => {
    const hard = t.hardWords.includes(mistake.found.tokenType);
    return { title: after(what, mistake), ...(hard && { label: "a word of the language, not a name" }), helps };
  };
}
