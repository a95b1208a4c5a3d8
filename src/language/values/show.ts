/** The resolved experiment as a tree, for `vcl show`: every value, defaults included, with the places that made it so. */
import type { CheckedExperiment, CheckResult } from "../checked.ts";
import type { Field } from "../declarations/declaration.ts";
import { experimentFields } from "../declarations/experiment-record.ts";
import { partsOf } from "./compose.ts";
import { followsFrom } from "./follows.ts";
import { textOfValue } from "./print.ts";
import { type Place, placesOf } from "./provenance.ts";
import { hasFields, isOpen, shortText } from "./show-value.ts";
import type { ComponentValue, ExperimentValue, HeadValue, Origin, Value } from "./value.ts";

export interface Shown {
  /** From the experiment, or from the name that was asked for: `model.clip`, `train.batch`. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** As it would be written in vcl; a component by its name alone, its fields are below it. */
  readonly value: string;
  /** The value itself; none where it is open. */
  readonly held?: Value;
  /** `open`: nobody has given it a value. */
  readonly how: Origin["how"] | "open";
  /** Newest first; of what is derived, and of defaults that hang on other fields, where it follows from. */
  readonly places: readonly Place[];
  /** Lines of documentation of the field. */
  readonly docs: readonly string[];
  readonly fields: readonly Shown[];
}

/** Values hold values; nothing that a person writes goes deeper. */
const deepest = 12;

/** All of an experiment. */
export function showExperiment(checked: CheckedExperiment, result: CheckResult): Shown {
  return showValue(checked.value, checked.name, "", [], { checked, result }, 0);
}

export interface Context {
  /** None where a file has only names. */
  readonly checked: CheckedExperiment | undefined;
  readonly result: CheckResult;
}

export function showValue(
  value: Value,
  name: string,
  path: string,
  docs: readonly string[],
  context: Context,
  depth: number,
): Shown {
  return {
    path: path === "" ? name : path,
    name,
    value: shortText(value, name, context.checked),
    held: value,
    how: isOpen(value) ? "open" : value.origin.how,
    places: placesOf(value),
    docs,
    fields: depth < deepest ? fieldsBelow(value, path, context, depth + 1) : [],
  };
}

function fieldsBelow(value: Value, path: string, context: Context, depth: number): readonly Shown[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  switch (value.kind) {
    case "component":
      return [
        ...recordFields(value, [...value.declaration.fields.values()], path, context, depth),
        ...[...value.heads.values()].map((head) => showHead(head, at(head.name.name), context, depth)),
      ];
    case "experiment":
      return recordFields(value, [...experimentFields().values()], path, context, depth);
    case "list":
      if (!value.items.some(hasFields)) return [];
      return value.items.map((item, index) => {
        const name = (item.kind === "component" && item.binding?.name) || String(index + 1);
        return showValue(item, name, at(name), [], context, depth);
      });
    case "composed":
      return partsOf(value).map((part, index) =>
        showValue(part, String(index + 1), at(String(index + 1)), [], context, depth),
      );
    default:
      return [];
  }
}

function recordFields(
  value: ComponentValue | ExperimentValue,
  fields: readonly Field[],
  path: string,
  context: Context,
  depth: number,
): readonly Shown[] {
  return fields.map((field) => {
    const at = path === "" ? field.name : `${path}.${field.name}`;
    const held =
      value.settings.get(field.name) ?? derivedIn(value, field.name, context) ?? defaultIn(value, field.name, context);
    if (held) {
      const shown = showValue(held, field.name, at, field.docs, context, depth);
      if (value.settings.has(field.name)) return shown;
      const follows = followsFrom(held, value, field.name);
      return field.derived
        ? { ...shown, how: "derived", places: follows }
        : { ...shown, places: [...shown.places, ...follows] };
    }
    return {
      path: at,
      name: field.name,
      value: field.derived ? "derived" : "open",
      how: field.derived ? "derived" : "open",
      places: [],
      docs: field.docs,
      fields: [],
    };
  });
}

/** A default; one that asks for `data`, such as a model's clip, is asked in the phase that trains. */
function defaultIn(
  value: ComponentValue | ExperimentValue,
  name: string,
  { checked, result: { evaluation } }: Context,
): Value | undefined {
  const held = evaluation.fieldOf(value, name);
  const data = checked?.phases.find(({ role }) => role === "train")?.data;
  return held && isOpen(held) && data ? evaluation.fieldOf(value, name, new Map([["data", data]])) : held;
}

/** What followed from the rest; found by the value or, where that is a copy, by the declared thing that it is. */
function derivedIn(value: ComponentValue | ExperimentValue, name: string, { checked }: Context): Value | undefined {
  if (value.kind === "experiment") return undefined;
  const known = checked?.derived.get(value);
  if (known) return known.get(name);
  const same = [...(checked?.derived ?? [])].find(
    ([each]) => value.binding !== undefined && each.binding === value.binding,
  );
  return same?.[1].get(name);
}

function showHead(head: HeadValue, path: string, context: Context, depth: number): Shown {
  const shown = showValue(head.value, head.name.name, path, [], context, depth);
  const block = context.checked?.model.heads.find(
    (each) => each.head.name.name === head.name.name && each.head.value === head.value,
  );
  const at: Shown = {
    path: `${path}.at`,
    name: "at",
    value: block
      ? `${textOfValue(head.at)}${block.block === textOfValue(head.at) ? "" : ` (${block.block})`}`
      : textOfValue(head.at),
    held: head.at,
    how: head.at.origin.how,
    places: placesOf(head.at),
    docs: [],
    fields: [],
  };
  return { ...shown, value: `head ${shown.value}`, fields: [at, ...shown.fields] };
}
