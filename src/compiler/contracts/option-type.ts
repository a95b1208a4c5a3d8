/** Types of fields as TypeScript: what the emitted program hands to a component's factory. */
import type { Kind, Type } from "../../language/types/type.ts";
import { valueText } from "../emit/literal.ts";

/** What each kind of component is called in `vcl/runtime`. */
export const componentTypes: Readonly<Record<Kind, string>> = {
  dataset: "DataSet",
  transform: "Transform",
  sampler: "Sampler",
  model: "Model",
  head: "Head",
  loss: "Loss",
  optimizer: "Optimizer",
  schedule: "Schedule",
  meter: "Meter",
  hook: "Hook",
};

/** The alternatives of a type, one where it is no union: units and refinements vanish, members are texts, none is null. */
export function optionTypes(type: Type): readonly string[] {
  switch (type.kind) {
    case "bool":
      return ["boolean"];
    case "int":
    case "real":
    case "unit":
    case "rate":
      return ["number"];
    case "text":
    case "dir":
    case "file":
    case "reference":
      return ["string"];
    case "members":
      return type.members.map(valueText);
    case "clip_type":
      return [tuple(["channels", "frames", "height", "width"])];
    case "dims":
      return [tuple(["frames", "height", "width"].slice(3 - type.count))];
    case "range":
      return [tuple(["low", "high"])];
    case "component":
      return [componentTypes[type.component]];
    case "list":
      return [`readonly ${itemText(optionTypes(type.of))}[]`];
    case "optional":
      return distinct([...optionTypes(type.of), "null"]);
    case "union":
      return type.of.length === 0 ? ["unknown"] : distinct(type.of.flatMap(optionTypes));
    case "refined":
      return optionTypes(type.base);
    default:
      return ["unknown"];
  }
}

/** Kinds of components that a type names, for the imports. */
export function kindsIn(type: Type): readonly Kind[] {
  switch (type.kind) {
    case "component":
      return [type.component];
    case "list":
    case "optional":
    case "range":
      return kindsIn(type.of);
    case "union":
      return type.of.flatMap(kindsIn);
    case "refined":
      return kindsIn(type.base);
    default:
      return [];
  }
}

function tuple(names: readonly string[]): string {
  return `readonly [${names.map((name) => `${name}: number`).join(", ")}]`;
}

function itemText(alternatives: readonly string[]): string {
  const [only = ""] = alternatives;
  return alternatives.length === 1 && !only.startsWith("readonly ") ? only : `(${alternatives.join(" | ")})`;
}

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)];
}
