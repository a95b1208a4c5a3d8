/** Documentation and allowances: comments that mean something. */
import { type IToken, tokenMatcher } from "chevrotain";
import { Comment, Doc, ModuleDoc } from "../../../../grammar/tokens.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Allowance } from "../ast.ts";

export interface Comments {
  readonly moduleDocs: readonly string[];
  readonly allowances: readonly Allowance[];
  /** The lines of `///` right before what begins at `offset`. */
  docsBefore(offset: number): readonly string[];
}

export function readComments(file: SourceFile, comments: readonly IToken[], tokens: readonly IToken[]): Comments {
  const firstToken = tokens[0]?.startOffset ?? file.text.length;
  const docs = documentation(comments, tokens);
  return {
    moduleDocs: comments
      .filter((comment) => tokenMatcher(comment, ModuleDoc) && comment.startOffset < firstToken)
      .map((comment) => withoutMarker(comment)),
    allowances: comments.flatMap((comment) => allowance(file, comment) ?? []),
    docsBefore: (offset) => docs.get(offset) ?? [],
  };
}

/** Doc lines by the offset of the token that follows them. Both lists are in the order of the text, so one pass pairs them. */
function documentation(comments: readonly IToken[], tokens: readonly IToken[]): ReadonlyMap<number, readonly string[]> {
  const docs = new Map<number, readonly string[]>();
  let next = 0;
  let pending: string[] = [];
  for (const comment of comments) {
    if (!tokenMatcher(comment, Doc)) continue;
    while ((tokens[next]?.startOffset ?? Number.POSITIVE_INFINITY) < comment.startOffset) {
      next += 1;
      pending = [];
    }
    const trailing = tokens[next - 1]?.startLine === comment.startLine;
    const follower = tokens[next];
    if (trailing || !follower) continue;
    pending.push(withoutMarker(comment));
    docs.set(follower.startOffset, pending);
  }
  return docs;
}

/** A comment that allows a warning: its code, and the reason behind a colon; or what stands where a colon is missing. */
export const ALLOWANCE = /^\/\/\s*allow\s+(v\d{4}|[A-Z]+\d+)(?:\s*:\s*(.*?)|\s+(.*?))?\s*$/;

function withoutMarker(comment: IToken): string {
  return comment.image.slice(3).replace(/^ /, "").trimEnd();
}

function allowance(file: SourceFile, comment: IToken): Allowance | undefined {
  if (!tokenMatcher(comment, Comment)) return undefined;
  const [, code, reason = "", loose = ""] = ALLOWANCE.exec(comment.image) ?? [];
  if (code === undefined) return undefined;
  const span = { file, start: comment.startOffset, end: comment.startOffset + comment.image.length };
  return { span, code: code.toUpperCase(), reason, ...(loose === "" ? {} : { loose }) };
}
