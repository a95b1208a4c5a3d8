/** A single value with its signs and suffixes: `not -base.train(1)[2] { … }`. */
import type { CstNode, IToken } from "chevrotain";
import { Minus, Percent } from "../../../../grammar/tokens.ts";
import { type Doc, group, indent, isPlain, softline } from "../doc.ts";
import { closingGap, gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { blockOf } from "./blocks.ts";
import { bracketed, type Content, partsOf } from "./brackets.ts";
import { chainOf, flush, hanging, mayBreak } from "./chains.ts";
import { elementsOf, firstToken, inARow, isNode } from "./elements.ts";
import { staysOnLine } from "./stays-on-line.ts";

export function operand(notes: Notes, node: CstNode): Doc {
  return inARow(notes, elementsOf(node), part, (element, before) => {
    if (!isNode(before)) return before.tokenType === Minus ? "" : " ";
    return isNode(element) && element.children.block ? " " : "";
  });
}

function part(notes: Notes, node: CstNode): Doc {
  return node.name === "primary" ? primary(notes, node) : suffix(notes, node);
}

function primary(notes: Notes, node: CstNode): Doc {
  const elements = elementsOf(node);
  const [first] = elements;
  if (first && isNode(first)) {
    if (first.name === "quantity") return quantity(notes, first);
    return first.name === "list" ? list(notes, first) : member(notes, first);
  }
  return elements.length === 1 ? elements.map(imageOf) : enclosed(notes, node);
}

function imageOf(element: CstNode | IToken): string {
  return isNode(element) ? "" : element.image;
}

/** `8 frames`, `10 clips per video`, `50%`. */
export function quantity(notes: Notes, node: CstNode): Doc {
  return inARow(
    notes,
    elementsOf(node),
    () => "",
    (element) => (!isNode(element) && element.tokenType === Percent ? "" : " "),
  );
}

/** `.train`. */
export function member(notes: Notes, node: CstNode): Doc {
  return inARow(
    notes,
    elementsOf(node),
    () => "",
    () => "",
  );
}

function suffix(notes: Notes, node: CstNode): Doc {
  const [block] = node.children.block ?? [];
  if (block && isNode(block)) return blockOf(notes, block);
  const [args] = node.children.args ?? [];
  if (args && isNode(args)) return bracketed(notes, args, argument, { pad: "", commas: "between", staysBroken: false });
  return node.children.expr ? enclosed(notes, node) : member(notes, node);
}

/** An expression in parentheses or square brackets. */
function enclosed(notes: Notes, node: CstNode): Doc {
  const [opener, expr, closer] = elementsOf(node);
  if (!opener || !expr || !closer || isNode(opener) || !isNode(expr) || isNode(closer)) throw new Error("no brackets");
  const first = firstToken(notes, expr);
  const start = gap(notes, first, staysOnLine(notes, first) ? "" : "softline");
  return group([opener.image, indent([start, flush(notes, chainOf(expr))]), closingGap(notes, closer), closer.image]);
}

function argument(notes: Notes, item: CstNode): Content {
  return { cells: [], value: hanging(notes, chainOf(exprOf(item))), ...glued(notes, item) };
}

/** Elements `name { … }` below each other have their braces in a column. */
function element(notes: Notes, item: CstNode): Content {
  const chain = chainOf(exprOf(item));
  const amended = chain.links.length === 0 ? amendedParts(notes, chain.first) : undefined;
  const held = glued(notes, item);
  if (amended) return { cells: [amended.base], value: amended.block, shape: "amended", ...held };
  return { cells: [], value: hanging(notes, chain), ...held };
}

/** Whether a row's first word must not begin a line. */
export function glued(notes: Notes, item: CstNode): Pick<Content, "glued"> {
  return staysOnLine(notes, firstToken(notes, item)) ? { glued: true } : {};
}

function exprOf(item: CstNode): CstNode {
  const [expr] = item.children.expr ?? [];
  if (!expr || !isNode(expr)) throw new Error("an element is an expression");
  return expr;
}

/** Of `base.train { … }` what stands before the block, and the block. */
export function amendedParts(notes: Notes, node: CstNode): { readonly base: Doc; readonly block: Doc } | undefined {
  const elements = elementsOf(node);
  const last = elements.at(-1);
  if (!last || !isNode(last) || !last.children.block || elements.length < 2) return undefined;
  const base = operand(notes, withoutLast(node, elements.slice(0, -1)));
  return { base, block: suffix(notes, last) };
}

function withoutLast(node: CstNode, elements: readonly (CstNode | IToken)[]): CstNode {
  const children: CstNode["children"] = { rest: [...elements] };
  return { ...node, children };
}

/** Lists of numbers fill their lines; others have one element a line, if not all on one. */
function list(notes: Notes, node: CstNode): Doc {
  const { opener, items, closer, lastComma } = partsOf(node);
  const tokens = [...items.flatMap(({ item, comma }) => [comma, firstToken(notes, item)]), lastComma, closer];
  const areNumbers = items.length > 0 && items.every(({ item }) => isNumber(item)) && isUndisturbed(notes, tokens);
  const values = areNumbers ? items.map(({ item }) => operand(notes, chainOf(exprOf(item)).first)) : [];
  if (!areNumbers || !isPlain(values)) {
    return bracketed(notes, node, element, { pad: "", commas: "each", staysBroken: true });
  }
  return group([opener.image, indent([softline, { kind: "fill", items: values }]), softline, closer.image]);
}

function isNumber(item: CstNode): boolean {
  const { first, links } = chainOf(exprOf(item));
  const elements = elementsOf(first);
  const value = elements.at(-1);
  return (
    links.length === 0 && elements.length <= 2 && value !== undefined && isNode(value) && !!value.children.quantity
  );
}

/** No comment stands before these tokens, and their lines may be broken. */
function isUndisturbed(notes: Notes, tokens: readonly (IToken | undefined)[]): boolean {
  return tokens.every((token) => {
    if (!token) return true;
    const { comments, held } = notes.before(token);
    return comments.length === 0 && !held;
  });
}

/** What stands behind a sign that gives a value: on its line, or if it is a chain that does not fit there on a line of its own. */
export function valueBehind(notes: Notes, expr: CstNode): Doc {
  const chain = chainOf(expr);
  const first = firstToken(notes, expr);
  const commented = notes.before(first).comments.length > 0;
  if (!commented && !canMove(notes, expr)) return [gap(notes, first, " "), hanging(notes, chain)];
  return group(indent([gap(notes, first, "line"), flush(notes, chain)]));
}

/** A chain that may be put on the line below its name. */
export function canMove(notes: Notes, expr: CstNode): boolean {
  const first = firstToken(notes, expr);
  return mayBreak(chainOf(expr)) && !staysOnLine(notes, first) && !notes.before(first).held;
}
