/**
 * Balances brackets before parsing. In a text whose brackets match nothing is changed. Where they do not, each declaration is
 * looked at by itself, and the indentation tells what was meant: a line that stands no deeper than the line of an open bracket
 * lies outside it.
 */
import { createTokenInstance, type IToken, type TokenType } from "chevrotain";
import { closerOf, isCloser, isDeclaring, isOpener } from "./places.ts";
import { LCurly, LParen, LSquare, RCurly, RSquare } from "./tokens.ts";

/** Brackets nested deeper than this are refused: the parser works by recursion. */
export const DEEPEST = 64;

export type BracketProblem =
  /** `before` is the first token that lies outside, judged by indentation; undefined at the end of the file. */
  | { readonly kind: "unclosed"; readonly opener: IToken; readonly before: IToken | undefined }
  | { readonly kind: "unopened"; readonly closer: IToken }
  /** Two closing brackets side by side that belong the other way round. */
  | { readonly kind: "crossed"; readonly first: IToken; readonly second: IToken }
  /** A bracket should open after `after`, because `closer` closes a deeper indented part. */
  | { readonly kind: "unstarted"; readonly after: IToken; readonly closer: IToken }
  | { readonly kind: "too-deep"; readonly opener: IToken };

export interface Balanced {
  readonly tokens: IToken[];
  readonly problems: readonly BracketProblem[];
}

export function balance(tokens: IToken[]): Balanced {
  if (matches(tokens)) return limitDepth({ tokens, problems: [] });
  const parts = declarations(tokens).map((part, at, all) =>
    matches(part) ? { tokens: part, problems: [] } : new Repair(part, all[at + 1]?.[0]).run(),
  );
  return limitDepth({
    tokens: parts.flatMap((part) => part.tokens),
    problems: parts.flatMap((part) => part.problems),
  });
}

function matches(tokens: readonly IToken[]): boolean {
  const open: TokenType[] = [];
  for (const token of tokens) {
    const closer = closerOf(token);
    if (closer) open.push(closer);
    else if (isCloser(token) && open.pop() !== token.tokenType) return false;
  }
  return open.length === 0;
}

/** Cuts before each line that begins, not indented, with a word that declares. */
function declarations(tokens: readonly IToken[]): IToken[][] {
  const parts: IToken[][] = [];
  let line = 0;
  for (const token of tokens) {
    const begins = token.startLine !== line && token.startColumn === 1 && isDeclaring(token);
    line = token.startLine ?? line;
    if (begins || parts.length === 0) parts.push([]);
    parts.at(-1)?.push(token);
  }
  return parts;
}

interface Open {
  readonly token: IToken;
  /** Its index among the tokens that come out. */
  readonly at: number;
  readonly line: number;
  /** Column of the first token on the bracket's line. */
  readonly indent: number;
}

class Repair {
  private readonly out: IToken[] = [];
  private readonly problems: BracketProblem[] = [];
  private readonly open: Open[] = [];
  /** Closing brackets beyond the opening ones; while positive, a doubtful closing bracket is one too many. */
  private excess: number;
  private readonly tokens: readonly IToken[];
  private readonly behind: IToken | undefined;

  /** `behind` is the token after the last one. */
  constructor(tokens: readonly IToken[], behind: IToken | undefined) {
    this.tokens = tokens;
    this.behind = behind;
    this.excess = tokens.reduce((sum, token) => sum + (isCloser(token) ? 1 : isOpener(token) ? -1 : 0), 0);
  }

  run(): Balanced {
    let line = 0;
    let indent = 1;
    for (let at = 0; at < this.tokens.length; at += 1) {
      const token = this.tokens[at];
      const next = this.tokens[at + 1];
      if (!token) break;
      const first = token.startLine !== line;
      if (first) {
        line = token.startLine ?? line;
        indent = token.startColumn ?? 1;
        this.closeLeftOf(token, line, indent);
      }
      if (next && this.cross(token, next)) at += 1;
      else if (isCloser(token)) this.close(token, line, indent, first);
      else {
        if (isOpener(token)) this.open.push({ token, at: this.out.length, line, indent });
        this.out.push(token);
      }
    }
    while (this.open.length > 0) this.closeTop(this.behind);
    return { tokens: this.out, problems: this.problems };
  }

  private closeLeftOf(token: IToken, line: number, indent: number): void {
    for (let top = this.open.at(-1); top && top.line < line; top = this.open.at(-1)) {
      if (isCloser(token) ? top.indent <= indent : top.indent < indent) return;
      this.closeTop(token);
    }
  }

  /** Ends the innermost open bracket where its closing one is missing. */
  private closeTop(before: IToken | undefined): void {
    const top = this.open.pop();
    if (!top) return;
    this.excess += 1;
    this.problems.push({ kind: "unclosed", opener: top.token, before });
    const doubled = this.out[top.at + 1]?.tokenType === top.token.tokenType;
    if (doubled) this.out.splice(top.at, 1);
    else this.out.push(made(closerOf(top.token) ?? RCurly, this.out.at(-1) ?? top.token));
  }

  /** `} ]` where `] }` would fit. */
  private cross(first: IToken, second: IToken): boolean {
    const [inner, outer] = [this.open.at(-1), this.open.at(-2)];
    if (!inner || !outer || this.excess !== 0 || first.tokenType === second.tokenType) return false;
    if (closerOf(inner.token) !== second.tokenType || closerOf(outer.token) !== first.tokenType) return false;
    this.open.length -= 2;
    this.out.push(second, first);
    this.problems.push({ kind: "crossed", first, second });
    return true;
  }

  private close(token: IToken, line: number, indent: number, first: boolean): void {
    const depth = this.open.findLastIndex((open) => closerOf(open.token) === token.tokenType);
    const partner = this.open[depth];
    const innermost = depth === this.open.length - 1;
    const deeper = partner !== undefined && partner.line < line && partner.indent < indent;
    const tooMany = innermost ? this.excess > 0 && token.tokenType === RCurly : true;
    if (!partner || (deeper && tooMany)) {
      this.excess -= 1;
      if (first && this.openAbove(token, indent)) return;
      this.problems.push({ kind: "unopened", closer: token });
      return;
    }
    while (this.open.length - 1 > depth) this.closeTop(token);
    this.open.pop();
    this.out.push(token);
  }

  /** Puts the missing opening bracket at the end of the last line that is indented like its closing bracket. */
  private openAbove(closer: IToken, indent: number): boolean {
    const inside = this.open.at(-1)?.token;
    for (let at = this.out.length - 1; at >= 0; at -= 1) {
      const token = this.out[at];
      if (!token || token === inside) return false;
      if (token.startLine === this.out[at - 1]?.startLine) continue;
      if ((token.startColumn ?? 1) > indent) continue;
      let end = at;
      while (this.out[end + 1]?.startLine === token.startLine) end += 1;
      const after = this.out[end];
      if ((token.startColumn ?? 1) < indent || !after || end === this.out.length - 1) return false;
      const opener = closer.tokenType === RCurly ? LCurly : closer.tokenType === RSquare ? LSquare : LParen;
      this.out.splice(end + 1, 0, made(opener, after));
      this.out.push(closer);
      this.problems.push({ kind: "unstarted", after, closer });
      return true;
    }
    return false;
  }
}

/** A bracket that is not in the text: it has no width and stands right behind `after`. */
function made(type: TokenType, after: IToken): IToken {
  const offset = (after.endOffset ?? after.startOffset) + 1;
  const line = after.endLine ?? Number.NaN;
  const column = (after.endColumn ?? 0) + 1;
  const token = createTokenInstance(type, "", offset, offset - 1, line, line, column, column - 1);
  token.isInsertedInRecovery = true;
  return token;
}

/** Leaves out what stands inside brackets nested too deep. */
function limitDepth(balanced: Balanced): Balanced {
  let depth = 0;
  let refused: IToken | undefined;
  const tokens = balanced.tokens.filter((token) => {
    if (isCloser(token)) depth -= 1;
    const keep = depth <= DEEPEST;
    if (isOpener(token)) depth += 1;
    if (depth > DEEPEST) refused ??= token;
    return keep;
  });
  if (!refused) return balanced;
  return { tokens, problems: [{ kind: "too-deep", opener: refused }] };
}
