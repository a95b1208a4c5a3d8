/**
 * Components: a declared one is a const, any other stands in place. A value with open fields is an object that others
 * spread (`{ ...ucf, split: "train" }`), a finished one is made by a call of its factory.
 */
import type { Field } from "../../language/declarations/declaration.ts";
import type { Binding } from "../../language/names/scope.ts";
import { textOf } from "../../language/source/source-file.ts";
import type { ComponentValue, HeadValue, Value } from "../../language/values/value.ts";
import { type Draft, fixShape, spanOf, useGroup, useImport } from "./draft.ts";
import { headingOf, placeOf } from "./heading.ts";
import { camelCase } from "./names.ts";
import type { Expression, Property, Statement } from "./program.ts";
import { isDeclaredValue } from "./reference.ts";
import { blockShape, clipShapes } from "./shapes.ts";
import { withoutNames } from "./without-names.ts";

/** The const's name where the component is declared or has heads, else the call that makes it. */
export function lowerComponent(value: ComponentValue, draft: Draft): Expression {
  const binding = declaredAs(value);
  if (!binding && value.heads.size === 0) return call(value, draft);
  const at = binding?.nameSpan ?? value.origin.span;
  const name = useGroup(draft, binding ?? value, at, () => statementsOf(value, binding, draft));
  return { ...name, ...spanOf(value.origin) };
}

/** The top-level name of a value, where the program has a const for it. */
export function declaredAs({ binding }: ComponentValue): Binding | undefined {
  return binding && isDeclaredValue(binding) ? binding : undefined;
}

function statementsOf(value: ComponentValue, binding: Binding | undefined, draft: Draft): Statement[] {
  const name = draft.names.of(binding ?? value);
  const declared = binding ?? { nameSpan: value.origin.span, docs: [] };
  const span = spanOf({ span: declared.nameSpan });
  const heading = headingOf(declared, draft, clipShapes(value, draft));
  if (isOpen(value)) {
    const open = factoryOf(value, draft);
    return [{ kind: "const", heading, name, value: optionsOf(value, draft), open, ...span }];
  }
  return [{ kind: "const", heading, name, value: call(value, draft), ...span }, ...attachments(name, value, draft)];
}

/** Whether a field without a default is still to be set. */
function isOpen({ declaration, settings }: ComponentValue): boolean {
  const fields = [...declaration.fields.values()];
  return fields.some((field) => !field.derived && field.default === undefined && !settings.has(field.name));
}

/** `sgd({ … })`, or `toFloat()` where there is nothing to say. */
function call(value: ComponentValue, draft: Draft, head?: Hanging): Expression {
  const options = optionsOf(value, draft, head);
  const isEmpty = options.kind === "object" && options.properties.length === 0 && options.spread.length === 0;
  return { kind: "call", callee: factoryOf(value, draft), args: isEmpty ? [] : [options], ...spanOf(value.origin) };
}

function factoryOf({ declaration }: ComponentValue, draft: Draft): string {
  return useImport(draft, declaration.module, camelCase(declaration.name));
}

/** What a head is called, which its factory is told before its fields, and where it hangs. */
interface Hanging {
  readonly name: HeadValue["name"];
  readonly block: string;
}

/** What the factory is told: fields that were set, and what follows from others. */
function optionsOf(value: ComponentValue, draft: Draft, head?: Hanging): Expression {
  const label = head?.name.name ?? declaredAs(value)?.name ?? value.declaration.name;
  for (let each: ComponentValue | undefined = value; each; each = each.base) {
    const heads = [...each.heads.values()].map((hanging) => hanging.value);
    fixShape(draft, each, [...each.settings.values(), ...heads], `\`${label}\``);
  }
  const base = spreadBase(value);
  const spread = base ? [nameOfBase(base.binding, draft)] : [];
  const set = [...value.settings].filter(([name, field]) => !isSame(base?.settings.get(name), field));
  const properties = set
    .filter(([name]) => !followsFromClip(value, name))
    .map(([name, field]) => property(label, name, field, draft));
  const following = isOpen(value) ? [] : followingProperties(label, value, draft, head?.block);
  const first: Property[] = head
    ? [{ name: "name", value: { kind: "literal", value: head.name.name, ...spanOf(head.name) } }]
    : [];
  return { kind: "object", spread, properties: [...first, ...properties, ...following] };
}

/** The nearest value with open fields and a name of its own that this one amends. */
function spreadBase(value: ComponentValue): { binding: Binding; settings: ReadonlyMap<string, Value> } | undefined {
  for (let base = value.base; base; base = base.base) {
    const binding = declaredAs(base);
    if (binding && binding !== value.binding && isOpen(base)) return { binding, settings: base.settings };
  }
  return undefined;
}

function nameOfBase(binding: Binding, draft: Draft): string {
  const value = binding.value();
  if (value.kind !== "component") throw new Error(`${binding.name} is amended and is no component`);
  useGroup(draft, binding, binding.nameSpan, () => statementsOf(value, binding, draft));
  return draft.names.of(binding);
}

function isSame(a: Value | undefined, b: Value): boolean {
  return a === b || (a !== undefined && a.origin === b.origin);
}

function property(owner: string, name: string, value: Value, draft: Draft, comment?: string): Property {
  const lowered = draft.lower(value, `\`${name}\` of \`${owner}\``);
  const behind = comment ?? lowered.comment;
  return { name: camelCase(name), value: lowered.expression, ...(behind === undefined ? {} : { comment: behind }) };
}

/** Derived fields and defaults that hang on other fields, in the order of their declaration. */
function followingProperties(
  owner: string,
  value: ComponentValue,
  draft: Draft,
  block: string | undefined,
): Property[] {
  const known = followingOf(value, draft);
  return [...value.declaration.fields.values()].flatMap((field): Property[] => {
    if (value.settings.has(field.name)) return [];
    if (field.type.kind === "clip_type") return [property(owner, field.name, trainClip(draft), draft)];
    const following = known.get(field.name);
    if (!following || followsFromClip(value, field.name)) return [];
    // A literal, even where the value goes back to a place where a name stands.
    return [property(owner, field.name, withoutNames(following), draft, ruleOf(field, block))];
  });
}

/** What a field follows from, as its declaration says it. */
function ruleOf({ default: rule }: Field, block: string | undefined): string | undefined {
  if (!rule) return undefined;
  const text = textOf(rule.span).replace(/\s+/g, " ");
  return rule.kind === "name" && block !== undefined ? `${text} of ${block}` : text;
}

/** What a model is told that names no clip of its own. */
function trainClip({ checked }: Draft): Value {
  const phase = checked.phases.find(({ role }) => role === "train") ?? checked.phases[0];
  if (!phase) throw new Error(`${checked.name} has no phase`);
  const { data } = phase;
  const span = data.binding?.nameSpan ?? data.origin.span;
  return { kind: "clip", data, origin: { span, how: "derived" }, params: data.params };
}

function followingOf(value: ComponentValue, { checked }: Draft): ReadonlyMap<string, Value> {
  const known = checked.derived.get(value);
  if (known) return known;
  const binding = declaredAs(value);
  const same = binding && [...checked.derived].find(([other]) => declaredAs(other) === binding);
  return same?.[1] ?? new Map();
}

/** A component that is told its whole clip needs no derived field beside it: each is one of the clip's sizes. */
function followsFromClip({ declaration }: ComponentValue, name: string): boolean {
  const takesClip = [...declaration.fields.values()].some(({ type }) => type.kind === "clip_type");
  return takesClip && declaration.fields.get(name)?.derived === true;
}

function attachments(model: string, value: ComponentValue, draft: Draft): Statement[] {
  const resolved = new Map(draft.checked.model.heads.map(({ head, block }) => [head.name.name, block]));
  return [...value.heads.values()].flatMap((head): Statement[] => {
    const block = resolved.get(head.name.name);
    if (block === undefined || head.value.kind !== "component") return [];
    return [attachment(model, head, head.value, block, draft)];
  });
}

function attachment(model: string, head: HeadValue, value: ComponentValue, block: string, draft: Draft): Statement {
  const shape = blockShape(head.name.name, block, draft);
  return {
    kind: "attach",
    heading: { place: placeOf(head.name.span, draft), lines: shape === undefined ? [] : [shape] },
    model,
    block,
    head: call(value, draft, { name: head.name, block }),
    ...spanOf({ span: head.name.span }),
  };
}
