/** Types of fields, parameters and tensors. */
import type { CstNode } from "chevrotain";
import { cover } from "../../source/source-file.ts";
import type { CompareOp, DimNode, NamedType, TypeNode } from "../ast.ts";
import type { Context } from "./context.ts";
import { ident, node, nodes, spanOf, token } from "./cst.ts";
import { expression, pathExpression } from "./expressions.ts";
import { quantity } from "./literals.ts";

/** Undefined where the type could not be read at all. */
export function type(context: Context, at: CstNode | undefined): TypeNode | undefined {
  if (!at || at.recoveredNode) return undefined;
  const alternatives = nodes(at, "simpleType").flatMap((each) => simpleType(context, each) ?? []);
  const [first] = alternatives;
  const last = alternatives.at(-1);
  if (!first || !last) return undefined;
  const of: TypeNode =
    alternatives.length === 1 ? first : { kind: "union", alternatives, span: cover(first.span, last.span) };
  return token(at, "Question") ? { kind: "optional", of, span: spanOf(context, at) } : of;
}

function simpleType(context: Context, at: CstNode): TypeNode | undefined {
  const span = spanOf(context, at);
  const member = node(at, "member");
  if (member) {
    const name = token(member, "Name") ?? token(member, "None");
    return name && { kind: "member", name: ident(context, name), span };
  }
  const list = node(at, "listType");
  if (list) {
    const of = type(context, node(list, "type"));
    const length = node(list, "expr");
    return of && { kind: "list", of, ...(length && { length: expression(context, length, span.end) }), span };
  }
  const named = node(at, "namedType");
  return named && namedType(context, named);
}

function namedType(context: Context, at: CstNode): NamedType | undefined {
  const name = token(at, "Name");
  if (!name) return undefined;
  const second = token(at, "second");
  const per = token(at, "per");
  const dims = node(at, "dims");
  const of = ofPart(context, at);
  const refinement = refinementOf(context, at);
  return {
    kind: "named",
    name: ident(context, name),
    ...(second && { second: ident(context, second) }),
    ...(per && { per: ident(context, per) }),
    ...(dims && { dims: nodes(dims, "dim").map((each) => dim(context, each)) }),
    ...(of && { of }),
    ...(refinement && { refinement }),
    span: spanOf(context, at),
  };
}

function ofPart(context: Context, at: CstNode): NamedType["of"] {
  const number = node(at, "quantity");
  if (number) return { expr: quantity(context, number) };
  const path = node(at, "path");
  if (path) return { expr: pathExpression(context, path, spanOf(context, path).end) };
  const inner = node(at, "simpleType");
  const of = inner && simpleType(context, inner);
  return of && { type: of };
}

function refinementOf(context: Context, at: CstNode): NamedType["refinement"] {
  const bound = node(at, "expr");
  if (!bound) return undefined;
  const value = expression(context, bound, spanOf(context, at).end);
  const comparison = token(at, "Comparison");
  return comparison
    ? { op: (comparison.tokenType.LABEL ?? comparison.image) as CompareOp, bound: value }
    : { within: value };
}

function dim(context: Context, at: CstNode): DimNode {
  const span = spanOf(context, at);
  const name = token(at, "Name");
  const value = expression(context, at.recoveredNode ? undefined : node(at, "expr"), span.end);
  return { ...(name && { name: ident(context, name) }), value, span };
}
