/** From text to a concrete syntax tree: lexer, balanced brackets, parser. One lexer and one parser serve the whole process. */
import { type CstNode, type IToken, Lexer } from "chevrotain";
import { type BracketProblem, balance } from "./brackets.ts";
import { VclParser } from "./parser.ts";
import { notePlaces } from "./places.ts";
import type { Mistake } from "./recovery.ts";
import { allTokens } from "./tokens.ts";

export interface Reading {
  readonly cst: CstNode;
  /** Every token of the text but comments, in order. */
  readonly tokens: readonly IToken[];
  /** Comments of all kinds, in order. */
  readonly comments: readonly IToken[];
  /** Runs of characters that begin no token, as half-open ranges. */
  readonly strays: readonly { readonly start: number; readonly end: number }[];
  readonly brackets: readonly BracketProblem[];
  readonly mistakes: readonly Mistake[];
}

let lexer: Lexer | undefined;
let parser: VclParser | undefined;

/** Reads a file, or one expression; never throws. */
export function read(text: string, what: "file" | "expression"): Reading {
  lexer ??= new Lexer(allTokens, { ensureOptimizations: true, skipValidations: true });
  parser ??= new VclParser({ validate: false });
  const lexed = lexer.tokenize(text);
  const { tokens, problems } = balance(lexed.tokens);
  notePlaces(tokens);
  parser.input = [...tokens];
  const cst = what === "file" ? parser.file() : parser.lone();
  return {
    cst,
    tokens: lexed.tokens,
    comments: lexed.groups.comments ?? [],
    strays: lexed.errors.map(({ offset, length }) => ({ start: offset, end: offset + length })),
    brackets: problems,
    mistakes: parser.mistakes(),
  };
}
