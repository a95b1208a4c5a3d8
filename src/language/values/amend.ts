/**
 * `value { … }`: the one idea that carries the language. A block closes open fields, replaces closed ones, amends nested
 * values in place, appends to lists, adds heads and amends them by name. The result is a new value; it remembers the one it
 * amends and, per field, what was replaced.
 */

import { isRequired } from "../declarations/declaration.ts";
import { experimentFields } from "../declarations/experiment-record.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Scope } from "../names/scope.ts";
import type { Span } from "../source/source-file.ts";
import type { Block, Entry, Expr, Ident } from "../syntax/ast.ts";
import { kindPhrase } from "../types/describe.ts";
import type { Type } from "../types/type.ts";
import { appendTo } from "./append.ts";
import { blockValue } from "./block-path.ts";
import { makePoison, noParams, paramsOf, setBy, withOrigin } from "./make.ts";
import { nameOf } from "./members.ts";
import type { Session } from "./session.ts";
import { cannotAmend, notThere, unknownField } from "./strangers.ts";
import type { BlockValue, ComponentValue, ExperimentValue, HeadValue, Origin, Value } from "./value.ts";

export type Fielded = ComponentValue | ExperimentValue;

/** A value in the making. */
export interface Draft {
  readonly base: Fielded;
  readonly settings: Map<string, Value>;
  readonly heads: Map<string, HeadValue>;
  /** Where it is a head: the block it hangs on. */
  at?: BlockValue;
  /** A name in the block was wrong, and nobody knows which field was meant: then those without a value may be it. */
  isMisled?: boolean;
}

/** What all entries of one block share. */
export interface Amending {
  readonly scope: Scope;
  readonly session: Session;
  /** Dotted names set by this block so far. */
  readonly seen: Map<string, Span>;
}

export function isFielded(value: Value): value is Fielded {
  return value.kind === "component" || value.kind === "experiment";
}

/** The value with the block's changes; `origin` is the new value's own. Mistakes are reported and leave poison in the field. */
export function amend<V extends Fielded>(base: V, block: Block, scope: Scope, origin: Origin, session: Session): V {
  const draft = draftOf(base);
  const amending = { scope, session, seen: new Map<string, Span>() };
  for (const entry of block.entries) applyEntry(draft, pathOf(entry), "", entry, amending);
  return finished(base, draft, origin);
}

export function draftOf(base: Fielded): Draft {
  return { base, settings: new Map(base.settings), heads: new Map(base.kind === "component" ? base.heads : []) };
}

/** A new value of what the draft holds. It is no declared thing until something declares it. */
export function finished<V extends Fielded>(base: V, draft: Draft, origin: Origin): V {
  const { binding: _binding, ...rest } = base;
  if (draft.isMisled) silence(base, draft, origin);
  const heads = [...draft.heads.values()];
  const params = paramsOf(...draft.settings.values(), ...heads.flatMap((head) => [head.value, head.at]));
  const settings: ReadonlyMap<string, Value> = draft.settings;
  return { ...rest, settings, ...(base.kind === "component" ? { heads: draft.heads } : {}), base, origin, params } as V;
}

/** Fields that are still open are taken as the ones that were meant, so that they are not reported as well. */
function silence(base: Fielded, draft: Draft, origin: Origin): void {
  const fields = base.kind === "component" ? base.declaration.fields : experimentFields();
  for (const field of fields.values()) {
    if (isRequired(field) && !draft.settings.has(field.name)) draft.settings.set(field.name, makePoison(origin));
  }
}

function pathOf(entry: Entry): readonly Ident[] {
  return entry.kind === "shorthand" || entry.kind === "head" ? [entry.name] : entry.path;
}

function applyEntry(draft: Draft, path: readonly Ident[], prefix: string, entry: Entry, amending: Amending): void {
  const [name, ...rest] = path;
  if (name === undefined || !amending.session.spend(entry.span)) return;
  const key = `${prefix}${name.name}`;
  if (rest.length > 0) {
    amendIn(draft, name, entry, (inner) => applyEntry(inner, rest, `${key}.`, entry, amending), amending);
    return;
  }
  switch (entry.kind) {
    case "set":
      if (isOnlyOnce(key, name, draft, amending)) setField(draft, name, entry.value, amending);
      return;
    case "shorthand":
      if (isOnlyOnce(key, name, draft, amending))
        setField(draft, name, { kind: "name", name: name.name, span: name.span }, amending);
      return;
    case "append":
      appendTo(draft, name, entry.value, amending);
      return;
    case "head":
      addHead(draft, entry, amending);
      return;
    case "amend":
      amendIn(
        draft,
        name,
        entry,
        (inner) => {
          for (const each of entry.block.entries) applyEntry(inner, pathOf(each), `${key}.`, each, amending);
        },
        amending,
      );
  }
}

function isOnlyOnce(key: string, name: Ident, draft: Draft, { seen, session }: Amending): boolean {
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, name.span);
    return true;
  }
  draft.isMisled = true;
  session.report(
    diagnose(
      "V0105",
      { name: key, how: "set twice" },
      { primary: { span: name.span, text: "and here again" }, secondary: [{ span: first, text: "first here" }] },
    ),
  );
  return false;
}

function setField(draft: Draft, name: Ident, expr: Expr, amending: Amending): void {
  const { scope, session } = amending;
  if (draft.at !== undefined && name.name === "at") {
    draft.at = blockValue(expr, scope, session) ?? draft.at;
    return;
  }
  const field = session.fieldsOf(draft.base).get(name.name);
  if (field === undefined) {
    unknownField(draft, name, expr, amending);
    return;
  }
  const wanted = { name: field.name, declared: field.node.type.span };
  const value = session.evaluate(expr, scope, field.type, wanted);
  draft.settings.set(field.name, placed(value, name, expr, draft.settings.get(field.name), scope));
}

/** The value, said to be set by this entry; where the expression only names it, its own place is kept as the source. */
export function placed(value: Value, name: Ident, expr: Expr, replaced: Value | undefined, scope: Scope): Value {
  const isInPlace = value.origin.span.file === expr.span.file && value.origin.span.start === expr.span.start;
  return withOrigin(value, {
    ...setBy(expr, scope),
    key: name.span,
    ...(isInPlace ? (value.origin.source ? { source: value.origin.source } : {}) : { source: value.origin }),
    ...(replaced ? { replaced: replaced.origin } : {}),
  });
}

const headType: Type = { kind: "component", component: "head" };

function addHead(draft: Draft, entry: Entry & { readonly kind: "head" }, amending: Amending): void {
  const { scope, session } = amending;
  const { base } = draft;
  const { name } = entry.name;
  if (base.kind !== "component" || base.declaration.kind !== "model") {
    const what = base.kind === "component" ? kindPhrase(base.declaration.kind) : "an experiment";
    session.report(
      diagnose(
        "V0103",
        { wanted: "a model", found: `${nameOf(base)} is ${what}` },
        { primary: { span: entry.name.span, text: "a head belongs to a model" } },
      ),
    );
    return;
  }
  const taken = draft.heads.get(name);
  if (taken) {
    session.report(
      diagnose(
        "V0606",
        { name },
        {
          primary: { span: entry.name.span, text: "heads need different names" },
          secondary: [{ span: taken.name.span, text: "first here" }],
          helps: [`to change it: ${name} { … }`],
        },
      ),
    );
    return;
  }
  const field = base.declaration.fields.get(name);
  if (field) {
    const at = draft.settings.get(name)?.origin.key ?? field.node.name.span;
    session.report(
      diagnose(
        "V0105",
        { name, how: `a field of ${base.declaration.name}` },
        {
          primary: { span: entry.name.span, text: "a head needs another name" },
          secondary: [{ span: at, text: "the field" }],
        },
      ),
    );
  }
  const value = session.evaluate(entry.value, scope, headType, { name });
  const at = blockValue(entry.at, scope, session);
  if (value.kind !== "component" && value.kind !== "poison") return;
  const origin = { ...setBy(entry.value, scope), key: entry.name.span };
  draft.heads.set(name, {
    name: entry.name,
    at: at ?? { kind: "block", path: [], origin: setBy(entry.at, scope), params: noParams },
    value: at === undefined ? makePoison(origin) : value,
    origin,
  });
}

/** Changes the value that a field holds, or a head of that name, in place. */
function amendIn(draft: Draft, name: Ident, entry: Entry, change: (inner: Draft) => void, amending: Amending): void {
  const { session, scope } = amending;
  const head = draft.heads.get(name.name);
  const origin: Origin = {
    span: entry.span,
    key: name.span,
    how: entry.span.file.origin === "argument" ? "argument" : "set",
    scope,
  };
  if (head) {
    if (head.value.kind === "poison") return;
    const inner: Draft = { ...draftOf(head.value), at: head.at };
    change(inner);
    const replaced = { ...origin, replaced: head.origin };
    draft.heads.set(name.name, {
      name: head.name,
      at: inner.at ?? head.at,
      value: finished(head.value, inner, replaced),
      origin: replaced,
    });
    return;
  }
  if (!session.fieldsOf(draft.base).has(name.name)) {
    notThere(draft, name, amending);
    return;
  }
  const held = draft.settings.get(name.name) ?? session.fieldOf(draft.base, name.name);
  if (held?.kind === "poison") return;
  if (held === undefined || !isFielded(held)) {
    cannotAmend(draft, name, held, amending);
    return;
  }
  const inner = draftOf(held);
  change(inner);
  draft.settings.set(name.name, finished(held, inner, { ...origin, replaced: held.origin }));
}
