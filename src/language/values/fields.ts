/** What fields and facts hold: as set, else by default, evaluated among the declaration's own names. */
import type { Named, Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Kind, Type } from "../types/type.ts";
import { makePoison, makeUnknown, noParams, paramsOf, withOrigin } from "./make.ts";
import type { Session } from "./session.ts";
import type { ComponentValue, ExperimentValue, Value } from "./value.ts";

export type Extra = ReadonlyMap<string, Value>;

type Memory = WeakMap<object, Map<string, Value | undefined>>;

const memories = new WeakMap<Session, Memory>();

/** What `compute` answered for this name of `owner` the first time. */
function remembered(
  session: Session,
  owner: object,
  name: string,
  compute: () => Value | undefined,
): Value | undefined {
  const memory: Memory = memories.get(session) ?? new WeakMap();
  memories.set(session, memory);
  const known = memory.get(owner) ?? new Map<string, Value | undefined>();
  memory.set(owner, known);
  if (!known.has(name)) known.set(name, compute());
  return known.get(name);
}

/** `Evaluation.fieldOf`. */
export function fieldOf(
  value: ComponentValue | ExperimentValue,
  name: string,
  extra: Extra | undefined,
  session: Session,
): Value | undefined {
  const setting = value.settings.get(name);
  if (setting) return setting;
  const field = session.fieldsOf(value).get(name);
  if (field === undefined || field.derived) return undefined;
  const { default: otherwise } = field;
  if (otherwise === undefined) {
    if (field.type.kind !== "optional") return undefined;
    return { kind: "none", origin: { span: field.node.span, how: "default" }, params: noParams };
  }
  const scope = () => (value.kind === "component" ? scopeOf(value, extra, session) : bare(session));
  const compute = () => defaultOf(otherwise, scope(), field.type, name, session);
  return extra === undefined || extra.size === 0 ? remembered(session, value, name, compute) : compute();
}

function defaultOf(expr: Expr, scope: Scope, type: Type, name: string, session: Session): Value {
  const value = session.evaluate(expr, scope, type, { name });
  return withOrigin(value, { span: expr.span, how: "default", expr, scope });
}

/** A scope with nothing but the components. */
function bare(session: Session): Scope {
  return {
    world: "declaration",
    lookup: (name, kinds) => session.componentNamed(name, kinds),
    names: () => [],
  };
}

/** `Evaluation.scopeOf`. Fields and `let`s are evaluated when they are first asked for, once. */
export function scopeOf(value: ComponentValue, extra: Extra | undefined, session: Session): Scope {
  const { declaration } = value;
  const lets = new Map(declaration.lets.map((each) => [each.name.name, each]));
  const known = new Map<string, Value>();
  const lookup = (name: string, kinds?: readonly Kind[]): Named | undefined => {
    const given = extra?.get(name) ?? known.get(name);
    if (given) return given;
    const found = ownName(name);
    if (found) known.set(name, found);
    return found ?? session.componentNamed(name, kinds, declaration.file);
  };
  const ownName = (name: string): Value | undefined => {
    if (name === "facts") return value;
    const field = declaration.fields.get(name);
    const within = lets.get(name);
    if (field) {
      const place = { owner: value, name, nameSpan: field.node.name.span };
      const held = session.within(place, undefined, () => fieldOf(value, name, extra, session) ?? "open");
      if (held === undefined) return makePoison({ span: field.node.span, how: "default" });
      return held === "open" ? openField(value, name, field.type) : held;
    }
    if (within) {
      const place = { owner: value, name, nameSpan: within.name.span };
      const held = session.within(place, undefined, () => session.evaluate(within.value, scope));
      return held ?? makePoison({ span: within.value.span, how: "derived" });
    }
    return undefined;
  };
  const scope: Scope = {
    world: "declaration",
    lookup,
    names: () => [...declaration.fields.keys(), ...lets.keys(), ...(extra?.keys() ?? []), "facts"],
  };
  return scope;
}

/** A derived field that is not stated may hold anything; one that is missing has been reported. */
function openField(value: ComponentValue, name: string, type: Type): Value {
  const field = value.declaration.fields.get(name);
  const origin = { span: field?.node.span ?? value.origin.span, how: "derived" as const };
  return field?.derived ? makeUnknown(type, origin, value.params) : makePoison(origin);
}

/** `Evaluation.factOf`. */
export function factOf(value: ComponentValue, name: string, session: Session): Value | undefined {
  const entry = value.declaration.facts.find(
    (each) => each.kind === "set" && each.path.length === 1 && each.path[0]?.name === name,
  );
  if (entry?.kind !== "set") return fieldOf(value, name, undefined, session);
  return remembered(session, value, `facts.${name}`, () => {
    const scope = scopeOf(value, undefined, session);
    const fact = session.evaluate(entry.value, scope);
    const origin = {
      span: entry.value.span,
      how: "fact" as const,
      expr: entry.value,
      scope,
      ...(entry.path[0] ? { key: entry.path[0].span } : {}),
    };
    return { ...fact, origin, params: paramsOf(fact) };
  });
}
