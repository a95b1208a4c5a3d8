/**
 * Where a finished value is needed: no required field is open (V0206), and bounds that name other fields hold (V0204, V0205).
 * An experiment needs all that it holds finished.
 */

import { type Field, isRequired } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import { headOf } from "../names/head-of.ts";
import type { Binding } from "../names/scope.ts";
import type { Span } from "../source/source-file.ts";
import { misfitOpenBounds } from "../types/bounds.ts";
import type { Fielded } from "./amend.ts";
import { makePoison } from "./make.ts";
import type { Session } from "./session.ts";
import type { HeadValue, Value } from "./value.ts";

/** Values hold values; nothing that a person writes goes deeper. */
const deepest = 20;

/**
 * The value, with poison where a bound does not hold, so that nothing is concluded from it. Reports what is not finished in
 * it and in all that it holds; `use` is the place where it is used as a finished one.
 */
export function finish<V extends Value>(value: V, use: Label | undefined, session: Session): V {
  return finished(value, use, { session, known: new Map() }, 0) as V;
}

interface Finishing {
  readonly session: Session;
  /** What became of each value: one that is used twice stays one. */
  readonly known: Map<Value, Value>;
}

function finished(value: Value, use: Label | undefined, finishing: Finishing, depth: number): Value {
  const known = finishing.known.get(value);
  if (known || depth > deepest) return known ?? value;
  const result = finishedAnew(value, use, finishing, depth + 1);
  finishing.known.set(value, result);
  return result;
}

function finishedAnew(value: Value, use: Label | undefined, finishing: Finishing, depth: number): Value {
  switch (value.kind) {
    case "list": {
      const items = value.items.map((item, index) => finished(item, useOf(value, index, use), finishing, depth));
      return isSame(items, value.items) ? value : { ...value, items };
    }
    case "composed": {
      const parts = value.parts.map((part) => finished(part, use, finishing, depth));
      return isSame(parts, value.parts) ? value : { ...value, parts };
    }
    case "clip": {
      const data = finished(value.data, { span: value.origin.span, text: "its clip is used here" }, finishing, depth);
      return data.kind === "component" && data !== value.data ? { ...value, data } : value;
    }
    case "component":
    case "experiment":
      return finishedFields(value, use, finishing, depth);
    default:
      return value;
  }
}

/** A value in which nothing changes stays the same object: that is how others see what an amendment left alone. */
function isSame(after: Iterable<Value>, before: Iterable<Value>): boolean {
  const now = [...after];
  return [...before].every((each, index) => each === now[index]);
}

/** Where an item is named in a list that is written out. */
function useOf(list: Value, index: number, use: Label | undefined): Label | undefined {
  const { expr } = list.origin;
  const item = expr?.kind === "list" ? expr.items[index] : undefined;
  return item ? { span: item.span, text: "used here" } : use;
}

function finishedFields(value: Fielded, use: Label | undefined, finishing: Finishing, depth: number): Fielded {
  const { session } = finishing;
  reportOpen(value, use, session);
  const settings = new Map<string, Value>();
  for (const [name, held] of value.settings) {
    const field = session.fieldsOf(value).get(name);
    const at = { span: held.origin.key ?? held.origin.span, text: "used here" };
    const inner = finished(held, at, finishing, depth);
    settings.set(name, field && !isWithinBounds(value, field, inner, session) ? makePoison(held.origin) : inner);
  }
  const isUnchanged = isSame(settings.values(), value.settings.values());
  if (value.kind === "experiment") checkPhases(settings.get("phases"), session);
  if (value.kind === "experiment") return isUnchanged ? value : { ...value, settings };
  const heads = new Map<string, HeadValue>();
  for (const [name, head] of value.heads) {
    const inner = finished(head.value, undefined, finishing, depth);
    const isChanged = inner !== head.value && (inner.kind === "component" || inner.kind === "poison");
    heads.set(name, isChanged ? { ...head, value: inner } : head);
  }
  const hasSameHeads = [...heads].every(([name, head]) => value.heads.get(name) === head);
  return isUnchanged && hasSameHeads ? value : { ...value, settings, heads };
}

function reportOpen(value: Fielded, use: Label | undefined, session: Session): void {
  const fields = [...session.fieldsOf(value).values()];
  const open = fields.filter((field) => isRequired(field) && !value.settings.has(field.name));
  if (open.length === 0 || isKnown(value, open, session)) return;
  // A param of that name was meant for the field: that nothing uses it is the same mistake.
  for (const field of open) session.suggested(field.name);
  const span = placeOf(value);
  const docs = open.flatMap((field) => (field.docs[0] === undefined ? [] : [`${field.name}: ${field.docs[0]}`]));
  session.report(
    diagnose(
      "V0206",
      { open: open.map((field) => field.name) },
      {
        primary: { span, text: open.length === 1 ? "one field has no value" : `${open.length} fields have no value` },
        secondary: use && !isWithin(use.span, span) ? [use] : [],
        why: `${value.kind === "experiment" ? "an experiment" : value.declaration.name} needs ${open.map((field) => field.name).join(", ")}`,
        notes: docs,
      },
    ),
  );
}

/**
 * Whether the same fields of the same declared value were reported before: `train` and `test` lack what `ucf` lacks, and that
 * is one mistake.
 */
function isKnown(value: Fielded, open: readonly Field[], session: Session): boolean {
  const names = open.map((field) => field.name).join(" ");
  let owner: Binding | undefined;
  for (let at: Fielded | undefined = value; at; at = at.base) if (at.binding) owner = at.binding;
  if (owner === undefined) return false;
  const known = reported.get(session) ?? new Map<Binding, Set<string>>();
  reported.set(session, known);
  const ofOwner = known.get(owner) ?? new Set();
  known.set(owner, ofOwner);
  if (ofOwner.has(names)) return true;
  ofOwner.add(names);
  return false;
}

const reported = new WeakMap<Session, Map<Binding, Set<string>>>();

function isWithin(inner: Span, outer: Span): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/** Where a value was written, by the name that it builds on: `ucf` in `data test = ucf { … }`. */
export function placeOf(value: Fielded): Span {
  const { expr, key, span } = value.origin;
  if (expr) return headOf(expr).span;
  return key ?? span;
}

function isWithinBounds(value: Fielded, field: Field, held: Value, session: Session): boolean {
  if (value.kind !== "component" || field.derived || held.kind === "poison") return true;
  const scope = session.scopeOf(value);
  const { expr } = held.origin;
  const wanted = { name: field.name, declared: field.node.type.span };
  const site = { expr: expr ?? { kind: "hole" as const, span: held.origin.span }, scope, wanted, session };
  const outside = misfitOpenBounds(held, field.type, site, scope);
  if (outside) session.report(outside.diagnostic);
  return outside === undefined;
}

/** A phase's name is its declaration's: each data set is a declared one, and no two have the same name. */
function checkPhases(phases: Value | undefined, session: Session): void {
  if (phases?.kind !== "list") return;
  const seen = new Map<string, Span>();
  for (const [index, item] of phases.items.entries()) {
    if (item.kind !== "component") continue;
    const span = useOf(phases, index, undefined)?.span ?? item.origin.span;
    const name = item.binding?.name;
    const first = name === undefined ? undefined : seen.get(name);
    if (name === undefined) {
      session.report(
        diagnose(
          "V0201",
          { wanted: "a declared data set is", found: "this has no name" },
          { primary: { span, text: "a phase is called as it is declared" }, helps: ["data NAME = …"] },
        ),
      );
    } else if (first) {
      session.report(
        diagnose(
          "V0105",
          { name, how: "listed twice" },
          { primary: { span, text: "and here again" }, secondary: [{ span: first, text: "first here" }] },
        ),
      );
    } else seen.set(name, span);
  }
}
