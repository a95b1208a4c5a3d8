/** What stands at the top level of a file. */
import type { CstNode } from "chevrotain";
import { diagnose } from "../../diagnostics/catalogue.ts";
import type { Span } from "../../source/source-file.ts";
import type { BindingKeyword, Decl, Expr, ImportNode, StringLiteral } from "../ast.ts";
import { block } from "./blocks.ts";
import type { Context } from "./context.ts";
import { ident, node, nodes, spanOf, token, tokens } from "./cst.ts";
import { expression, pathExpression } from "./expressions.ts";
import { extern, parameters } from "./externs.ts";
import { text } from "./literals.ts";
import { onlyAmendingFiles } from "./misplaced.ts";
import { wrongSign } from "./signs.ts";
import { type } from "./types.ts";

export function amends(context: Context, statement: CstNode): StringLiteral | undefined {
  const path = token(node(statement, "amends") ?? statement, "Text");
  return path && text(context, path);
}

export function importing(context: Context, at: CstNode): ImportNode | undefined {
  const from = token(at, "Text");
  if (!from) return undefined;
  const names = node(at, "importedNames");
  const star = token(at, "star");
  const changes = node(at, "block");
  if (names && nodes(names, "importedName").length === 0) importsNothing(context, names);
  return {
    names: names
      ? nodes(names, "importedName").flatMap((each) => tokens(each, "Name").map((name) => ident(context, name)))
      : [],
    ...(star && { star: ident(context, star) }),
    from: text(context, from),
    ...(changes && { with: block(context, changes) }),
    span: spanOf(context, at),
  };
}

function importsNothing(context: Context, braces: CstNode): void {
  const helps = ['for example `import { normalized } from "./common.vcl"`'];
  const title = "expected a name between these braces";
  context.report(diagnose("V0001", { title }, { primary: { span: spanOf(context, braces), text: "" }, helps }));
}

/** The declarations of a statement. Where too little of one could be read, its names still stand for something. */
export function declarations(context: Context, statement: CstNode): readonly Decl[] {
  const span = spanOf(context, statement);
  const docs = context.comments.docsBefore(span.start);
  for (const [rule, build] of Object.entries(builders)) {
    const at = node(statement, rule);
    if (at) return [build(context, at, docs, span) ?? namesOnly(context, at, docs, span)].flat();
  }
  const lost = node(statement, "importing");
  return lost && !token(lost, "Text") ? namesOnly(context, lost, docs, span) : [];
}

function namesOnly(context: Context, at: CstNode, docs: readonly string[], span: Span): Decl[] {
  const imported = nodes(at, "importedNames").flatMap((list) => nodes(list, "importedName"));
  return [at, ...imported].flatMap((each) =>
    [...tokens(each, "Name"), ...tokens(each, "star")].slice(0, 1).map((name): Decl => {
      const value: Expr = { kind: "hole", span: { ...span, start: span.end } };
      return { kind: "binding", keyword: "let", name: ident(context, name), value, docs, span };
    }),
  );
}

type Build = (context: Context, at: CstNode, docs: readonly string[], span: Span) => Decl | undefined;

const builders: Readonly<Record<string, Build>> = {
  param: (context, at, docs, span) => {
    const name = token(at, "Name");
    if (!name) return undefined;
    const paramType = type(context, node(at, "type"));
    const value = node(at, "expr");
    const given = value && expression(context, value, span.end);
    if (paramType) {
      return {
        kind: "param",
        name: ident(context, name),
        type: paramType,
        ...(given && { default: given }),
        docs,
        span,
      };
    }
    if (!given) return undefined;
    if (!context.amending) onlyAmendingFiles(context, "param", at);
    return { kind: "amendment", keyword: "param", name: ident(context, name), value: given, docs, span };
  },

  binding: (context, at, docs, span) => {
    const keyword = token(at, "Binds")?.image as BindingKeyword | undefined;
    const name = token(at, "Name");
    if (!keyword || !name) return undefined;
    const amended = node(at, "block");
    if (amended && context.amending) {
      return { kind: "amendment", keyword, name: ident(context, name), block: block(context, amended), docs, span };
    }
    let value: Expr = expression(context, node(at, "expr"), span.end);
    if (amended) {
      onlyAmendingFiles(context, keyword, at);
      value = { kind: "hole", span: spanOf(context, amended) };
    }
    wrongSign(context, token(at, "Sets"), "=", at);
    const declared = parameters(context, node(at, "parameters"));
    const bindingType = type(context, node(at, "type"));
    return {
      kind: "binding",
      keyword,
      name: ident(context, name),
      ...(declared && { parameters: declared }),
      ...(bindingType && { type: bindingType }),
      value,
      docs,
      span,
    };
  },

  experiment: (context, at, docs, span) => {
    const name = token(at, "Name");
    if (!name) return undefined;
    const sign = token(at, "Sets");
    wrongSign(context, sign, "=", at);
    const fields = node(at, "block");
    if (!sign && !fields) return undefined;
    return {
      kind: "experiment",
      name: ident(context, name),
      ...(sign && { base: pathExpression(context, node(at, "path"), span.end) }),
      ...(fields && { block: block(context, fields) }),
      docs,
      span,
    };
  },

  check: (context, at, docs, span) => {
    const message = token(at, "Text");
    const condition = expression(context, node(at, "expr"), span.end);
    return { kind: "check", condition, ...(message && { message: text(context, message) }), docs, span };
  },

  extern: (context, at, docs) => extern(context, at, docs),
};
