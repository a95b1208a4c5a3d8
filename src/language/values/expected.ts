/** What an expected type says about how an expression is to be read. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { wantedPhrase } from "../types/describe.ts";
import type { Kind, Type } from "../types/type.ts";

export function takesText(type: Type): boolean {
  if (type.kind === "optional") return takesText(type.of);
  if (type.kind === "refined") return takesText(type.base);
  if (type.kind === "union") return type.of.some(takesText);
  return type.kind === "text" || type.kind === "dir" || type.kind === "file";
}

/** The reference that a type takes, if it takes one. */
export function referenceIn(type: Type): "head" | "phase" | "meter" | undefined {
  if (type.kind === "reference") return type.to;
  if (type.kind === "optional") return referenceIn(type.of);
  if (type.kind === "union") return type.of.map(referenceIn).find((each) => each !== undefined);
  return undefined;
}

/** The kinds of component that a type takes. */
export function kindsOf(type: Type): readonly Kind[] {
  if (type.kind === "component") return [type.component];
  if (type.kind === "optional") return kindsOf(type.of);
  if (type.kind === "refined") return kindsOf(type.base);
  return type.kind === "union" ? type.of.flatMap(kindsOf) : [];
}

export function itemType(type: Type | undefined): Type | undefined {
  if (type?.kind === "list") return type.of;
  if (type?.kind === "optional") return itemType(type.of);
  if (type?.kind === "refined") return itemType(type.base);
  return type?.kind === "union" ? type.of.map(itemType).find((each) => each !== undefined) : undefined;
}

/** `split: train` for `split: .train`: a member is wanted and this is one's name, not that of a value that may hold one. */
export function lacksDot(name: string, expected: Type, scope: Scope): boolean {
  if (!membersIn(expected).includes(name)) return false;
  const kind = scope.lookup(name)?.kind;
  return kind === undefined || kind === "data" || kind === "model" || kind === "experiment" || kind === "component";
}

function membersIn(type: Type): readonly string[] {
  if (type.kind === "members") return type.members;
  if (type.kind === "optional") return membersIn(type.of);
  return type.kind === "union" ? type.of.flatMap(membersIn) : [];
}

/** Reported where `lacksDot`. */
export function withoutDot(expr: Expr & { readonly kind: "name" }, expected: Type): Diagnostic {
  const newText = `.${expr.name}`;
  return diagnose(
    "V0201",
    { wanted: wantedPhrase(expected), found: "this has no dot" },
    {
      primary: { span: expr.span, text: `did you mean ${newText}?` },
      fixes: [{ title: newText, edits: [{ span: expr.span, newText }] }],
    },
  );
}
