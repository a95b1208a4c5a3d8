/**
 * A name that a file declares, in one instance of that file. Its value is evaluated when it is first asked for, after all
 * that amends it is known: so whatever depends on a changed declaration follows (late binding).
 */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { BindingDecl, Block, ExperimentDecl, Expr, Ident, ParamDecl } from "../syntax/ast.ts";
import { misfitOpenBounds } from "../types/bounds.ts";
import { describeValue } from "../types/describe.ts";
import { resolveType } from "../types/resolve.ts";
import type { Type } from "../types/type.ts";
import { amend, isFielded } from "../values/amend.ts";
import { callComposite } from "../values/calls.ts";
import { makePoison, makeUnknown, noParams, setBy, withOrigin, withParams } from "../values/make.ts";
import type { Session } from "../values/session.ts";
import type { Origin, Value } from "../values/value.ts";
import type { Binding, Scope } from "./scope.ts";

/** A change that a file above, or an argument, makes to a declaration. */
export type Change =
  | { readonly kind: "block"; readonly block: Block; readonly name: Ident; readonly span: Span; readonly scope: Scope }
  | { readonly kind: "value"; readonly value: Expr; readonly name: Ident; readonly scope: Scope };

type Declared = ParamDecl | BindingDecl | ExperimentDecl;

export class Slot implements Binding {
  readonly kind: Exclude<Binding["kind"], "component">;
  readonly name: string;
  readonly nameSpan: Span;
  readonly docs: readonly string[];
  readonly file: SourceFile;
  readonly node: Declared;
  readonly type?: Type;
  readonly scope: Scope;
  /** In the order in which they are made: the nearest file's first. */
  readonly changes: Change[] = [];
  /** A param of the program: values that are computed from it say so. */
  isProgramParam = false;
  private readonly session: Session;
  private known: Value | undefined;

  constructor(node: Declared, scope: Scope, session: Session) {
    this.node = node;
    this.kind = kindOf(node);
    this.name = node.name.name;
    this.nameSpan = node.name.span;
    this.docs = node.docs;
    this.file = node.span.file;
    this.scope = scope;
    this.session = session;
    const type =
      node.kind === "param"
        ? (resolveType(node.type, session.report) ?? { kind: "union" as const, of: [] })
        : undefined;
    if (type) this.type = type;
  }

  get open(): boolean {
    return this.node.kind === "param" && this.node.default === undefined && this.changes.length === 0;
  }

  value(at?: Span): Value {
    if (this.known) return this.known;
    if (isComposite(this)) return callComposite(this, nameExpr(this), [], undefined, this.scope, this.session);
    const place = { owner: this, name: this.name, nameSpan: this.nameSpan };
    const value = this.session.within(place, at, () => this.evaluate());
    if (value === undefined) return makePoison({ span: this.nameSpan, how: "set" });
    this.known = value;
    return value;
  }

  private evaluate(): Value {
    if (this.node.kind === "param") return this.paramValue(this.node);
    let value = this.node.kind === "binding" ? this.boundValue(this.node) : this.experimentValue(this.node);
    for (const change of this.changes) value = this.changed(value, change);
    return this.declared(value);
  }

  /** The value under its declared name. What it was copied from stays known as what it amends. */
  private declared(value: Value): Value {
    if (!isFielded(value)) return value;
    if (value.binding === undefined) return { ...value, binding: this };
    const expr =
      this.node.kind === "binding" ? this.node.value : this.node.kind === "experiment" ? this.node.base : undefined;
    const origin = expr ? { ...setBy(expr, this.scope), key: this.nameSpan, source: value.origin } : value.origin;
    return { ...value, base: value, binding: this, origin } as Value;
  }

  private boundValue(node: BindingDecl): Value {
    return this.session.evaluate(node.value, this.scope, this.expected(node), { name: this.name });
  }

  private expected(node: BindingDecl): Type | undefined {
    if (node.keyword === "data") return { kind: "component", component: "dataset" };
    if (node.keyword === "model" || node.keyword === "transform") return { kind: "component", component: node.keyword };
    return node.type ? resolveType(node.type, this.session.report) : undefined;
  }

  private experimentValue(node: ExperimentDecl): Value {
    const { session, scope } = this;
    const span = node.block ? node.block.span : node.span;
    const origin: Origin = { span, key: node.name.span, how: "set", scope };
    const base: Value = node.base
      ? session.evaluate(node.base, scope, { kind: "experiment" }, { name: this.name })
      : { kind: "experiment", settings: new Map(), origin, params: noParams };
    if (base.kind !== "experiment" || node.block === undefined) return base;
    const value = amend(base, node.block, scope, node.base ? { ...origin, replaced: base.origin } : origin, session);
    if (node.base) return value;
    const { base: _empty, ...own } = value;
    return own;
  }

  private changed(value: Value, change: Change): Value {
    const { session } = this;
    if (change.kind === "value") {
      const type = this.node.kind === "binding" ? this.expected(this.node) : ({ kind: "experiment" } as const);
      const next = session.evaluate(change.value, change.scope, type, { name: this.name });
      return withOrigin(next, { ...setBy(change.value, change.scope), key: change.name.span, replaced: value.origin });
    }
    if (value.kind === "poison" || value.kind === "unknown") return value;
    const how = change.span.file.origin === "argument" ? "argument" : "set";
    const origin: Origin = {
      span: change.span,
      key: change.name.span,
      how,
      scope: change.scope,
      replaced: value.origin,
    };
    if (isFielded(value))
      return amend({ ...value, binding: this } as typeof value, change.block, change.scope, origin, session);
    session.report(
      diagnose(
        "V0108",
        { of: "this", name: this.name, found: describeValue(value) },
        {
          primary: { span: change.name.span, text: "has no fields of its own" },
          secondary: [{ span: this.nameSpan, text: "declared here" }],
        },
      ),
    );
    return makePoison(origin);
  }

  private paramValue(node: ParamDecl): Value {
    const { session } = this;
    const change = this.changes.at(-1);
    const expr = change?.kind === "value" ? change.value : node.default;
    const type = this.type ?? { kind: "union" as const, of: [] };
    const own = this.isProgramParam ? new Set<Binding>([this]) : noParams;
    if (expr === undefined) return makeUnknown(type, { span: node.name.span, key: node.name.span, how: "param" }, own);
    const scope = change?.scope ?? this.scope;
    const value = session.evaluate(expr, scope, type, { name: this.name, declared: node.type.span });
    if (value.kind === "poison") return value;
    const outside = misfitOpenBounds(value, type, { expr, scope, session, wanted: { name: this.name } }, this.scope);
    if (outside) {
      session.report(outside.diagnostic);
      return makePoison(setBy(expr, scope));
    }
    const how = change === undefined ? "default" : expr.span.file.origin === "argument" ? "argument" : "set";
    const replaced = this.replacedDefault(node);
    const origin: Origin = {
      span: expr.span,
      key: node.name.span,
      how,
      expr,
      scope,
      ...(replaced ? { replaced } : {}),
    };
    return withParams(withOrigin(value, origin), own);
  }

  /** What the last change of a param took the place of: the changes of the files below, and its own default. */
  private replacedDefault(node: ParamDecl): Origin | undefined {
    const key = node.name.span;
    const own: Origin | undefined = node.default && { span: node.default.span, key, how: "default" };
    if (this.changes.length === 0) return undefined;
    return this.changes.slice(0, -1).reduce<Origin | undefined>((replaced, change) => {
      const span = change.kind === "value" ? change.value.span : change.span;
      return { span, key: change.name.span, how: "set", ...(replaced ? { replaced } : {}) };
    }, own);
  }
}

function kindOf(node: Declared): Slot["kind"] {
  if (node.kind !== "binding") return node.kind;
  return node.parameters === undefined ? node.keyword : "composite";
}

function nameExpr({ name, nameSpan: span }: Slot): Expr {
  return { kind: "name", name, span };
}

function isComposite(slot: Slot): slot is Slot & { readonly kind: "composite"; readonly node: BindingDecl } {
  return slot.kind === "composite";
}
