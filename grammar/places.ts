/** Where tokens stand in the layout: on which line they are first, and which bracket holds them. Kept on the tokens themselves. */
import { type IToken, type TokenType, tokenMatcher } from "chevrotain";
import * as t from "./tokens.ts";

interface Place {
  readonly firstOnLine: boolean;
  /** The opening bracket around this token; for a closing bracket, the one that it closes. */
  readonly holder: IToken | undefined;
}

/** The end of the file, and tokens made up by the parser. */
const nowhere: Place = { firstOnLine: true, holder: undefined };

export function placeOf(token: IToken): Place {
  return (token.payload as Place | undefined) ?? nowhere;
}

const pairs = new Map<TokenType, TokenType>([
  [t.LCurly, t.RCurly],
  [t.LSquare, t.RSquare],
  [t.LParen, t.RParen],
]);
const closing = new Set(pairs.values());

export function closerOf(opener: IToken): TokenType | undefined {
  return pairs.get(opener.tokenType);
}

export function isOpener(token: IToken): boolean {
  return pairs.has(token.tokenType);
}

export function isCloser(token: IToken): boolean {
  return closing.has(token.tokenType);
}

const declares = [t.Amends, t.Import, t.Param, t.Binds, t.Experiment, t.Check, t.Extern];

/** A word that begins a declaration where it stands first. */
export function isDeclaring(token: IToken): boolean {
  return declares.some((type) => tokenMatcher(token, type));
}

/** Notes every token's place. The brackets must be balanced. */
export function notePlaces(tokens: readonly IToken[]): void {
  const open: IToken[] = [];
  let line = 0;
  for (const token of tokens) {
    const firstOnLine = token.startLine !== line;
    line = token.startLine ?? line;
    token.payload = { firstOnLine, holder: open.at(-1) } satisfies Place;
    if (isOpener(token)) open.push(token);
    else if (isCloser(token)) open.pop();
  }
}
