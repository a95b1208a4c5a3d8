/** Reading concrete syntax nodes: after recovery any child may be missing. */
import type { CstNode, IToken } from "chevrotain";
import type { Span } from "../../source/source-file.ts";
import type { Ident } from "../ast.ts";
import { tokenSpan } from "../token-span.ts";
import type { Context } from "./context.ts";

type Element = CstNode | IToken;

function isNode(element: Element): element is CstNode {
  return "children" in element;
}

export function nodes(parent: CstNode, name: string): CstNode[] {
  return (parent.children[name] ?? []).filter(isNode);
}

export function node(parent: CstNode, name: string): CstNode | undefined {
  return parent.children[name]?.find(isNode);
}

export function tokens(parent: CstNode, name: string): IToken[] {
  return (parent.children[name] ?? []).filter((element): element is IToken => !isNode(element));
}

export function token(parent: CstNode, name: string): IToken | undefined {
  return tokens(parent, name)[0];
}

/** The only child of a node whose alternatives are single rules or tokens. */
export function only(parent: CstNode): { readonly name: string; readonly element: Element } | undefined {
  for (const [name, elements] of Object.entries(parent.children)) {
    const element = elements[0];
    if (element) return { name, element };
  }
  return undefined;
}

export function spanOfToken(context: Context, at: IToken): Span {
  return tokenSpan(context.file, at);
}

/** What the node covers; a node that lost all its parts has the empty span at `fallback`. */
export function spanOf(context: Context, at: CstNode, fallback = 0): Span {
  const start = at.location?.startOffset ?? Number.NaN;
  const end = at.location?.endOffset ?? Number.NaN;
  if (Number.isNaN(start) || Number.isNaN(end)) return { file: context.file, start: fallback, end: fallback };
  return { file: context.file, start, end: Math.max(start, end + 1) };
}

export function ident(context: Context, at: IToken): Ident {
  return { name: at.image, span: spanOfToken(context, at) };
}
