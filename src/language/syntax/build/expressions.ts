/** Expressions, and the blocks that amend them. */
import type { CstNode } from "chevrotain";
import { diagnose } from "../../diagnostics/catalogue.ts";
import { cover } from "../../source/source-file.ts";
import type { Expr } from "../ast.ts";
import { block } from "./blocks.ts";
import type { Context } from "./context.ts";
import { ident, node, nodes, only, spanOf, token } from "./cst.ts";
import { quantity, text } from "./literals.ts";
import { arrange, type Operand, type Step } from "./precedence.ts";

/** Operators, suffixes and brackets around a value; later stages walk the tree by recursion. */
const DEEPEST = 400;

/** The expression of a node, or a hole where it could not be read. `after` is where the hole stands. */
export function expression(context: Context, at: CstNode | undefined, after: number): Expr {
  if (!at || at.recoveredNode) return { kind: "hole", span: { file: context.file, start: after, end: after } };
  const first = node(at, "operand");
  const tails = nodes(at, "tail");
  return nested(context, at, 1 + tails.length, () => {
    const start = operand(context, first, at);
    return arrange(
      context,
      start,
      tails.flatMap((tail) => step(context, tail) ?? []),
    );
  });
}

function nested(context: Context, at: CstNode, levels: number, build: () => Expr): Expr {
  const before = context.depth;
  context.depth += levels;
  if (context.depth > DEEPEST) {
    const span = spanOf(context, at);
    if (before <= DEEPEST) {
      const title = "this expression is nested too deeply";
      const helps = ["name parts of it with `let`"];
      context.report(diagnose("V0001", { title }, { primary: { span, text: `more than ${DEEPEST} levels` }, helps }));
    }
    context.depth = before;
    return { kind: "hole", span };
  }
  const built = build();
  context.depth = before;
  return built;
}

function step(context: Context, tail: CstNode): Step | undefined {
  const sign = token(tail, "Operator") ?? token(tail, "When");
  if (!sign) return undefined;
  const right = operand(context, node(tail, "operand"), tail);
  const condition = node(tail, "expr");
  return { sign, right, ...(condition && { condition: expression(context, condition, sign.startOffset) }) };
}

function operand(context: Context, at: CstNode | undefined, parent: CstNode): Operand {
  if (!at) return { not: undefined, minus: undefined, core: { kind: "hole", span: spanOf(context, parent) } };
  const suffixes = nodes(at, "suffix");
  const core = nested(context, at, suffixes.length, () => {
    const start = primary(context, node(at, "primary"), at);
    return suffixes.reduce((object, suffix) => suffixed(context, object, suffix), start);
  });
  return { not: token(at, "Not"), minus: token(at, "Minus"), core };
}

function primary(context: Context, at: CstNode | undefined, parent: CstNode): Expr {
  const span = spanOf(context, at ?? parent);
  const inner = at && node(at, "expr");
  if (inner) return { kind: "paren", inner: expression(context, inner, span.start), span };
  const child = at && only(at);
  if (!child) return { kind: "hole", span };
  if ("children" in child.element) {
    if (child.name === "quantity") return quantity(context, child.element);
    if (child.name === "list") return { kind: "list", items: items(context, child.element), span };
    return member(context, child.element);
  }
  switch (child.name) {
    case "Text":
      return text(context, child.element);
    case "None":
      return { kind: "none", span };
    case "True":
    case "False":
      return { kind: "bool", value: child.name === "True", span };
    default:
      return { kind: "name", name: child.element.image, span };
  }
}

/** `.train`, `.none`. */
function member(context: Context, at: CstNode): Expr {
  const name = token(at, "Name") ?? token(at, "None");
  const span = spanOf(context, at);
  return name ? { kind: "member-literal", name: ident(context, name), span } : { kind: "hole", span };
}

/** Elements of a list or arguments of a call. */
function items(context: Context, at: CstNode): Expr[] {
  return nodes(at, "item").map((item) => expression(context, node(item, "expr"), spanOf(context, item).start));
}

function suffixed(context: Context, object: Expr, at: CstNode): Expr {
  const span = cover(object.span, spanOf(context, at, object.span.end));
  const name = token(at, "Name");
  if (name) return { kind: "member", object, name: ident(context, name), span };
  const args = node(at, "args");
  if (args) return { kind: "call", callee: object, args: items(context, args), span };
  const index = node(at, "expr");
  if (index) return { kind: "index", object, index: expression(context, index, span.end), span };
  const amended = node(at, "block");
  if (amended) return { kind: "amended", base: object, block: block(context, amended), span };
  return { kind: "hole", span };
}

/** `stage4.last` as an expression: a name, then members. */
export function pathExpression(context: Context, at: CstNode | undefined, after: number): Expr {
  const [first, ...rest] = at ? path(context, at) : [];
  if (!first) return { kind: "hole", span: { file: context.file, start: after, end: after } };
  const start: Expr = { kind: "name", name: first.name, span: first.span };
  return rest.reduce<Expr>(
    (object, name) => ({ kind: "member", object, name, span: cover(object.span, name.span) }),
    start,
  );
}

export function path(context: Context, at: CstNode) {
  return (at.children.Name ?? []).flatMap((name) => ("image" in name ? ident(context, name) : []));
}
