/** `extern`: a component's declaration and the rules in it. */
import type { CstNode } from "chevrotain";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { BlockSegment, ExternDecl, ExternItem, FieldDecl, RequireItem } from "../ast.ts";
import { block } from "./blocks.ts";
import type { Context } from "./context.ts";
import { ident, node, nodes, spanOf, spanOfToken, token } from "./cst.ts";
import { expression } from "./expressions.ts";
import { text } from "./literals.ts";
import { wrongSign } from "./signs.ts";
import { type } from "./types.ts";

export function extern(context: Context, at: CstNode, docs: readonly string[]): ExternDecl | undefined {
  const component = token(at, "component");
  const name = token(at, "Name");
  if (!component || !name) return undefined;
  const from = token(at, "Text");
  const body = node(at, "externBody");
  return {
    kind: "extern",
    component: ident(context, component),
    name: ident(context, name),
    positional: parameters(context, node(at, "parameters")) ?? [],
    ...(from && { from: text(context, from) }),
    items: body ? nodes(body, "externItem").flatMap((each) => item(context, each) ?? []) : [],
    docs,
    span: spanOf(context, at),
  };
}

/** What stands in the parentheses of a declaration. */
export function parameters(context: Context, at: CstNode | undefined): readonly FieldDecl[] | undefined {
  return (
    at &&
    nodes(at, "parameter").flatMap(
      (each) => fieldDecl(context, node(each, "fieldDecl"), spanOf(context, each), false) ?? [],
    )
  );
}

function fieldDecl(
  context: Context,
  at: CstNode | undefined,
  span: FieldDecl["span"],
  derived: boolean,
): FieldDecl | undefined {
  const name = at && token(at, "Name");
  const fieldType = at && type(context, node(at, "type"));
  if (!name || !fieldType) return undefined;
  const value = node(at, "expr");
  const phase = token(at, "phase");
  return {
    kind: "field",
    name: ident(context, name),
    type: fieldType,
    ...(value && { default: expression(context, value, span.end) }),
    ...(phase && { phase: ident(context, phase) }),
    derived,
    docs: context.comments.docsBefore(span.start),
    span,
  };
}

function item(context: Context, at: CstNode): ExternItem | undefined {
  const span = spanOf(context, at);
  const field = node(at, "fieldDecl");
  if (field) return fieldDecl(context, field, span, token(at, "Derived") !== undefined);
  if (at.recoveredNode) return undefined;
  const facts = node(at, "block");
  if (facts) return { kind: "facts", block: block(context, facts), span };
  const shape = node(at, "shapeType");
  if (shape) return shapeRule(context, shape, token(at, "Takes") ? "takes" : "yields", span);
  const blocks = node(at, "blocks");
  if (blocks) return blocksRule(context, blocks, span);
  if (token(at, "Random")) return { kind: "random", span };
  const require = node(at, "require");
  if (require) return requireRule(context, require, span);
  const name = token(at, "Name");
  if (!name) return undefined;
  const value = expression(context, node(at, "expr"), span.end);
  if (token(at, "Unused")) return { kind: "unused", name: ident(context, name), when: value, span };
  wrongSign(context, token(at, "Sets"), "=", at);
  return { kind: "let", name: ident(context, name), value, span };
}

function shapeRule(
  context: Context,
  at: CstNode,
  kind: "takes" | "yields",
  span: ExternItem["span"],
): ExternItem | undefined {
  const shape = type(context, node(at, "type"));
  const phase = token(at, "phase");
  const when = node(at, "expr");
  return (
    shape && {
      kind,
      type: shape,
      ...(phase && { phase: ident(context, phase) }),
      ...(when && { when: expression(context, when, span.end) }),
      span,
    }
  );
}

function blocksRule(context: Context, at: CstNode, span: ExternItem["span"]): ExternItem | undefined {
  const shape = type(context, node(at, "type"));
  return (
    shape && {
      kind: "blocks",
      path: nodes(at, "segment").flatMap((each) => segment(context, each) ?? []),
      type: shape,
      span,
    }
  );
}

function segment(context: Context, at: CstNode): BlockSegment | undefined {
  const prefix = token(at, "Name");
  if (!prefix) return undefined;
  const span = spanOf(context, at);
  const variable = token(at, "variable");
  if (!variable) return { prefix: ident(context, prefix), span };
  const range = expression(context, node(at, "expr"), span.end);
  return { prefix: ident(context, prefix), counter: { variable: ident(context, variable), range }, span };
}

function requireRule(context: Context, at: CstNode, span: RequireItem["span"]): RequireItem | undefined {
  const message = token(at, "Text");
  if (!message) return undefined;
  const phase = token(at, "phase");
  const severity = token(at, "severity");
  const code = token(at, "code");
  if (severity && severity.image !== "warn" && severity.image !== "error") {
    const primary = { span: spanOfToken(context, severity), text: `found \`${severity.image}\`` };
    const helps = ['for example `else error V0603 "the pool is too large"`'];
    context.report(diagnose("V0001", { title: "expected `warn` or `error` after `else`" }, { primary, helps }));
  }
  return {
    kind: "require",
    condition: expression(context, node(at, "expr"), span.end),
    ...(phase && { phase: ident(context, phase) }),
    severity: severity?.image === "warn" ? "warning" : "error",
    ...(code && { code: ident(context, code) }),
    message: text(context, message),
    span,
  };
}
