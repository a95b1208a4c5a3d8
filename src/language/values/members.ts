/** `value.name`: fields, facts and the numbers of an epoch; height of a size; a name of an imported file. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Namespace, Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { unknownName } from "./lookup.ts";
import { makeNumber, makePoison, makeUnknown, setBy, withOrigin } from "./make.ts";
import type { Session } from "./session.ts";
import type { ComponentValue, ExperimentValue, Origin, Value } from "./value.ts";

type Member = Expr & { readonly kind: "member" };

export function memberOf(object: Value, expr: Member, scope: Scope, session: Session): Value {
  const origin = setBy(expr, scope);
  const { name } = expr.name;
  switch (object.kind) {
    case "poison":
      return makePoison(origin);
    case "component":
      return componentMember(object, expr, scope, session);
    case "experiment":
      return fieldMember(object, expr, scope, session) ?? noMember(object, [], expr, scope, session);
    case "dims": {
      const names = object.values.length === 2 ? ["h", "w"] : ["t", "h", "w"];
      const value = object.values[names.indexOf(name)];
      if (value === undefined) return noMember(object, names, expr, scope, session);
      return makeNumber(value.interval, origin, object.params, { whole: value.whole, unit: object.unit });
    }
    case "range": {
      const end = name === "low" ? object.low : name === "high" ? object.high : undefined;
      return end ? withOrigin(end, origin) : noMember(object, ["low", "high"], expr, scope, session);
    }
    case "unknown":
      // Whatever it will have is not known yet; a declaration's own rules ask again when it is.
      return makeUnknown({ kind: "real" }, origin, object.params);
    default:
      return noMember(object, [], expr, scope, session);
  }
}

export function namespaceMember(space: Namespace, expr: Member, scope: Scope, session: Session): Value | Namespace {
  const found = space.members.lookup(expr.name.name);
  if (found === undefined) return unknownName(expr.name, space.members, setBy(expr, scope), session);
  if (found.kind === "namespace") return found;
  return "nameSpan" in found ? found.value(expr.span) : found;
}

function componentMember(value: ComponentValue, expr: Member, scope: Scope, session: Session): Value {
  const { name } = expr.name;
  const { declaration } = value;
  const field = declaration.fields.has(name) ? fieldMember(value, expr, scope, session) : undefined;
  if (field) {
    return declaration.kind === "dataset" && name === "clip" && field.kind === "number"
      ? { ...field, clipOf: value }
      : field;
  }
  const origin = setBy(expr, scope);
  const fact = session.factOf(value, name);
  if (fact) return withOrigin(fact, { ...origin, source: fact.origin });
  if (declaration.kind === "dataset" && (name === "steps" || name === "clips")) {
    return epochNumber(value, name, origin, session);
  }
  const facts = declaration.facts.flatMap((each) => (each.kind === "set" ? (each.path[0]?.name ?? []) : []));
  return noMember(value, facts, expr, scope, session);
}

/** `train.steps`: a rate per epoch. */
function epochNumber(data: ComponentValue, name: "steps" | "clips", origin: Origin, session: Session): Value {
  const numbers = session.phaseNumbers(data)?.[name];
  const interval = numbers ?? { low: 0, high: Number.POSITIVE_INFINITY };
  return makeNumber(interval, origin, data.params, { unit: name, per: "epochs", whole: true });
}

/** What the field holds; undefined where there is no such field. A field that is still open is V0206. */
function fieldMember(
  value: ComponentValue | ExperimentValue,
  expr: Member,
  scope: Scope,
  session: Session,
): Value | undefined {
  const { name } = expr.name;
  const field = session.fieldsOf(value).get(name);
  if (field === undefined) return undefined;
  const origin = setBy(expr, scope);
  const held = session.fieldOf(value, name);
  if (held) return withOrigin(held, { ...origin, source: held.origin });
  if (field.derived) return makeUnknown(field.type, origin, value.params);
  if (scope.world === "module") {
    session.report(
      diagnose(
        "V0206",
        { open: [name] },
        {
          primary: { span: expr.name.span, text: "has no value yet" },
          secondary: value.binding ? [{ span: value.binding.nameSpan, text: "declared here" }] : [],
          ...(field.docs[0] === undefined ? {} : { why: `${name}: ${field.docs[0]}` }),
        },
      ),
    );
  }
  return makePoison(origin);
}

function noMember(object: Value, others: readonly string[], expr: Member, scope: Scope, session: Session): Value {
  const isRecord = object.kind === "component" || object.kind === "experiment";
  const fields = isRecord ? [...session.fieldsOf(object).keys(), ...others] : others;
  const [close] = suggest(expr.name.name, fields);
  const of = isRecord ? nameOf(object) : describeValue(object).replace(/^th(is is|ese are) /, "");
  session.report(
    diagnose(
      "V0102",
      { of, name: expr.name.name },
      {
        primary: { span: expr.name.span, text: close ? `did you mean \`${close}\`?` : "" },
        ...(fields.length > 0 ? { why: `${of} has: ${fields.join(", ")}` } : {}),
        ...(close ? { fixes: [{ title: close, edits: [{ span: expr.name.span, newText: close }] }] } : {}),
      },
    ),
  );
  return makePoison(setBy(expr, scope));
}

/** What people call a component or an experiment: its declared name, else the component's. */
export function nameOf(value: ComponentValue | ExperimentValue): string {
  return value.binding?.name ?? (value.kind === "component" ? value.declaration.name : "an experiment");
}
