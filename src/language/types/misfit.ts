/** Where a value is to fit a type, and what to say where it does not. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Fix } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Session, Wanted } from "../values/session.ts";
import type { Value } from "../values/value.ts";
import { describeValue, wantedPhrase } from "./describe.ts";
import type { Type } from "./type.ts";

/** Where a value is to fit. */
export interface Site {
  /** What was written there. */
  readonly expr: Expr;
  readonly scope: Scope;
  readonly wanted?: Wanted | undefined;
  readonly session: Session;
}

export interface Misfit {
  readonly kind: "misfit";
  readonly diagnostic: Diagnostic;
  /** How near it came: the best alternative of a union speaks. 0: another sort of thing altogether. */
  readonly nearness: 0 | 1 | 2;
}

export type Fitted = Value | Misfit;

export function misfit(diagnostic: Diagnostic, nearness: Misfit["nearness"]): Misfit {
  return { kind: "misfit", diagnostic, nearness };
}

/** Another sort of thing than was wanted: V0201. */
export function another(value: Value, type: Type, site: Site, newText?: string): Misfit {
  const { expr } = site;
  const declared = site.wanted?.declared;
  return misfit(
    diagnose(
      "V0201",
      { wanted: wantedPhrase(type), found: describeValue(value) },
      {
        primary: { span: expr.span, text: "" },
        ...secondarySource(value, expr),
        ...(newText === undefined ? {} : { fixes: [replace(expr, newText)] }),
        ...(declared && site.wanted && type.kind === "tensor"
          ? { secondary: [{ span: declared, text: "declared here" }] }
          : {}),
      },
    ),
    0,
  );
}

/** The label of the place where a named value was set. */
export function secondarySource(value: Value, expr: Expr): { secondary?: Diagnostic["secondary"] } {
  const binding = value.kind === "component" || value.kind === "experiment" ? value.binding : undefined;
  const span = binding ? binding.nameSpan : value.origin.span;
  const isElsewhere = span.file !== expr.span.file || span.start < expr.span.start || span.end > expr.span.end;
  return isElsewhere && span.file.origin !== "stdlib" ? { secondary: [{ span, text: "set here" }] } : {};
}

export function replace(expr: Expr, newText: string): Fix {
  return { title: newText, edits: [{ span: expr.span, newText }] };
}
