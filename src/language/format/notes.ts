/** What a file has between its tokens and its tree does not show: comments, empty lines, line breaks. */
import { type IToken, tokenMatcher } from "chevrotain";
import type { Reading } from "../../../grammar/read.ts";
import { Doc } from "../../../grammar/tokens.ts";

export interface Note {
  readonly text: string;
  /** It stands on the line of the token before. */
  readonly trailing: boolean;
  /** An empty line stands before it. */
  readonly blank: boolean;
  /** `/// …`, on a line of its own: it documents what follows. */
  readonly documents: boolean;
}

/** What stands right before a token. */
export interface Gap {
  readonly comments: readonly Note[];
  /** An empty line stands right before the token. */
  readonly blank: boolean;
  /** The token is the first one on its line. */
  readonly startsLine: boolean;
  /** The token stays on the line of the one before it. */
  readonly held: boolean;
}

export interface Notes {
  before(token: IToken): Gap;
  /** Behind the last token. */
  readonly atEnd: Gap;
  readonly first: IToken | undefined;
  /** The token that begins at an offset. */
  tokenAt(offset: number): IToken;
  after(token: IToken): IToken | undefined;
}

/** `heldLines` are lines, from 1, that are not broken. */
export function notesOf({ tokens, comments }: Reading, heldLines: ReadonlySet<number>): Notes {
  const indexes = new Map(tokens.map((token, index) => [token.startOffset, index]));
  const gaps: Gap[] = [];
  let next = 0;
  let line = 0;
  for (let at = 0; at <= tokens.length; at += 1) {
    const token = tokens[at];
    const tokenLine = line;
    const found: Note[] = [];
    for (let comment = comments[next]; comment; comment = comments[next]) {
      if (token && comment.startOffset > token.startOffset) break;
      const trailing = at > 0 && lineOf(comment) === tokenLine;
      found.push({
        text: comment.image.trimEnd(),
        trailing,
        blank: line > 0 && lineOf(comment) > line + 1,
        documents: !trailing && tokenMatcher(comment, Doc),
      });
      line = lineOf(comment);
      next += 1;
    }
    const here = token ? lineOf(token) : Number.POSITIVE_INFINITY;
    const startsLine = here !== tokenLine;
    gaps.push({
      comments: found,
      blank: line > 0 && here > line + 1,
      startsLine,
      held: !startsLine && heldLines.has(here),
    });
    line = here;
  }
  const gapAt = (index: number): Gap => gaps[index] ?? { comments: [], blank: false, startsLine: false, held: false };
  const indexOf = (offset: number): number => indexes.get(offset) ?? -1;
  return {
    before: (token) => gapAt(indexOf(token.startOffset)),
    atEnd: gapAt(tokens.length),
    first: tokens[0],
    tokenAt(offset) {
      const token = tokens[indexOf(offset)];
      if (!token) throw new Error(`no token begins at ${offset}`);
      return token;
    },
    after: (token) => tokens[indexOf(token.startOffset) + 1],
  };
}

function lineOf(token: IToken): number {
  return token.startLine ?? 0;
}
