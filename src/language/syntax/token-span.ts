import { EOF, type IToken } from "chevrotain";
import type { SourceFile, Span } from "../source/source-file.ts";

export function tokenSpan(file: SourceFile, token: IToken): Span {
  return { file, start: token.startOffset, end: token.startOffset + token.image.length };
}

/** The empty place right behind a token; the start of the text where there is none. */
export function behind(file: SourceFile, token: IToken): Span {
  const end = token.tokenType === EOF ? 0 : token.startOffset + token.image.length;
  return { file, start: end, end };
}
