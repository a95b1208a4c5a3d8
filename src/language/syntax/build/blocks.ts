/** `{ … }`: the entries that amend a value. */
import type { CstNode } from "chevrotain";
import type { Block, Entry, Expr, Ident } from "../ast.ts";
import type { Context } from "./context.ts";
import { ident, node, nodes, spanOf, token } from "./cst.ts";
import { expression, path, pathExpression } from "./expressions.ts";
import { wrongSign } from "./signs.ts";

export function block(context: Context, at: CstNode): Block {
  return { span: spanOf(context, at), entries: nodes(at, "entry").flatMap((each) => entry(context, each) ?? []) };
}

function entry(context: Context, at: CstNode): Entry | undefined {
  const span = spanOf(context, at);
  const docs = context.comments.docsBefore(span.start);
  if (token(at, "Head")) return head(context, at, docs);
  const pathNode = node(at, "path");
  const names = pathNode ? path(context, pathNode) : [];
  const [name] = names;
  if (!name) return undefined;
  wrongSign(context, token(at, "Sets"), ":", at);
  if (at.recoveredNode) return { kind: "set", path: names, value: { kind: "hole", span }, docs, span };
  if (token(at, "Sets")) return { kind: "set", path: names, value: valueIn(context, at, span.end), docs, span };
  if (token(at, "PlusAssign"))
    return { kind: "append", path: names, value: valueIn(context, at, span.end), docs, span };
  const inner = node(at, "block");
  if (inner) return { kind: "amend", path: names, block: block(context, inner), docs, span };
  return shorthand(names, name, docs, span);
}

function shorthand(names: readonly Ident[], name: Ident, docs: readonly string[], span: Entry["span"]): Entry {
  if (names.length === 1) return { kind: "shorthand", name, docs, span };
  return { kind: "set", path: names, value: { kind: "hole", span }, docs, span };
}

function head(context: Context, at: CstNode, docs: readonly string[]): Entry | undefined {
  const span = spanOf(context, at);
  const name = token(at, "Name");
  if (!name) return undefined;
  wrongSign(context, token(at, "Sets"), "=", at);
  const place = pathExpression(context, node(at, "path"), span.end);
  return { kind: "head", name: ident(context, name), at: place, value: valueIn(context, at, span.end), docs, span };
}

function valueIn(context: Context, at: CstNode, after: number): Expr {
  return expression(context, at.recoveredNode ? undefined : node(at, "expr"), after);
}
