/** Operands with operators between them. What binds loosest is where a chain that is too long is broken: before its operators. */
import type { CstNode, IToken } from "chevrotain";
import { Else, When } from "../../../../grammar/tokens.ts";
import { type Level, levelOf, rank } from "../../syntax/build/precedence.ts";
import { type Doc, group, indent } from "../doc.ts";
import { type Between, gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { elementsOf, isNode } from "./elements.ts";
import { operand } from "./operands.ts";

/** An expression: its operands, and what joins each to the one before. */
export interface Chain {
  readonly first: CstNode;
  readonly links: readonly Link[];
}

interface Link {
  readonly level: Level;
  readonly sign: IToken;
  /** Of `when CONDITION else`. */
  readonly condition?: { readonly expr: CstNode; readonly otherwise: IToken };
  readonly operand: CstNode;
}

export function chainOf(expr: CstNode): Chain {
  const [first, ...tails] = elementsOf(expr).filter(isNode);
  if (!first) throw new Error("an expression has an operand");
  return { first, links: tails.map(linkOf) };
}

function linkOf(tail: CstNode): Link {
  const elements = elementsOf(tail);
  const nodes = elements.filter(isNode);
  const [sign, otherwise] = elements.filter((element): element is IToken => !isNode(element));
  const last = nodes.at(-1);
  const [expr] = nodes;
  if (!sign || !last || !expr) throw new Error("a tail has an operator and an operand");
  const level = levelOf(sign);
  if (sign.tokenType !== When || otherwise?.tokenType !== Else) return { level, sign, operand: last };
  return { level, sign, operand: last, condition: { expr, otherwise } };
}

/** Whether there is a place where it may be broken, outside all brackets. */
export function mayBreak({ links }: Chain): boolean {
  return links.some(({ level }) => !tight(level));
}

/** Ranges and powers stay together. */
function tight(level: Level): boolean {
  return level === "range" || level === "power";
}

/** A chain whose further lines are indented. */
export function hanging(notes: Notes, chain: Chain): Doc {
  const [first, ...rest] = segments(notes, chain);
  return group([first ?? "", indent(rest)]);
}

/** A chain that has lines of its own: they all begin where the first one does. */
export function flush(notes: Notes, chain: Chain): Doc {
  return group(segments(notes, chain));
}

/** The first segment, then each further one with the operator before it: those that bind loosest part them. */
function segments(notes: Notes, { first, links }: Chain): readonly Doc[] {
  const loosest = Math.min(...links.map(({ level }) => rank(level)));
  const docs: Doc[] = [];
  let from = first;
  let inner: Link[] = [];
  let before: Doc = "";
  const close = (behind: Doc = ""): void => {
    const part = inner.length === 0 ? operand(notes, from) : hanging(notes, { first: from, links: inner });
    docs.push([before, behind === "" ? part : group([part, behind])]);
  };
  for (const link of links) {
    if (rank(link.level) !== loosest) {
      inner.push(link);
      continue;
    }
    close(conditionOf(notes, link));
    before = joint(notes, link);
    from = link.operand;
    inner = [];
  }
  close();
  return docs;
}

/** `when CONDITION`, which stays with the value before it. */
function conditionOf(notes: Notes, { condition, sign }: Link): Doc {
  if (!condition) return "";
  const chain = chainOf(condition.expr);
  const first = notes.tokenAt(condition.expr.location?.startOffset ?? 0);
  return indent([gap(notes, sign, "line"), sign.image, gap(notes, first, " "), hanging(notes, chain)]);
}

/** What stands between two segments: a place for a line break and the operator, with the comments behind it put before it. */
function joint(notes: Notes, { level, sign, condition, operand }: Link): Doc {
  const word = condition?.otherwise ?? sign;
  const next = notes.tokenAt(operand.location?.startOffset ?? 0);
  if (!tight(level)) {
    const { comments } = notes.before(next);
    if (comments.length === 0) return [gap(notes, word, "line"), word.image, " "];
    // Written at the end of a line, the operator has the comment of that line behind it.
    if (notes.before(word).comments.length === 0) return [gap(notes, next, "line"), word.image, " "];
  }
  // `1 .. .a` would be three dots.
  const around: Between = level !== "range" || next.image.startsWith(".") ? " " : "";
  return [gap(notes, word, tight(level) ? around : "line"), word.image, gap(notes, next, around)];
}
