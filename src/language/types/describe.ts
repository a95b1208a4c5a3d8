/** Types and values in the words of a message. */
import { listed } from "../diagnostics/words.ts";
import type { Value } from "../values/value.ts";
import type { Kind, Type } from "./type.ts";
import { unitWords } from "./units.ts";

const kindWords: Readonly<Record<Kind, string>> = {
  dataset: "a data set",
  transform: "a transform",
  sampler: "a sampler",
  model: "a model",
  head: "a head",
  loss: "a loss",
  optimizer: "an optimizer",
  schedule: "a schedule",
  meter: "a meter",
  hook: "a hook",
};

/** `a meter`. */
export function kindPhrase(kind: Kind): string {
  return kindWords[kind];
}

/** `meters`. */
export function kindPlural(kind: Kind): string {
  return kind === "dataset" ? "data sets" : kind === "loss" ? "losses" : `${kind}s`;
}

/** What is wanted, with its article: `a yes/no`, `frames`, `.train or .test`, `a real number or a schedule`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "bool":
      return "a yes/no";
    case "int":
      return "a whole number";
    case "real":
      return "a number";
    case "text":
      return "text";
    case "dir":
      return "a folder";
    case "file":
      return "a file";
    case "clip_type":
      return "a clip";
    case "experiment":
      return "an experiment";
    case "unit":
      return unitWords(type.unit);
    case "rate":
      return unitWords(type.unit, type.per);
    case "dims":
      return type.count === 2 ? "height x width" : "frames x height x width";
    case "component":
      return kindPhrase(type.component);
    case "members":
      return listed(
        type.members.map((each) => `.${each}`),
        "or",
      );
    case "list":
      return "a list";
    case "range":
      return "a range";
    case "optional":
      return describeType(type.of);
    case "union":
      return listed(type.of.map(describeType), "or");
    case "refined":
      return describeType(type.base);
    case "reference":
      return type.to === "head"
        ? "the name of a head"
        : type.to === "phase"
          ? "the name of a phase"
          : "a meter's result";
    case "tensor":
      return "a tensor";
  }
}

/** Whether the phrase of `describeType` takes "are" rather than "is". */
export function isPlural(type: Type): boolean {
  if (type.kind === "refined") return isPlural(type.base);
  if (type.kind === "optional") return isPlural(type.of);
  return type.kind === "unit" || type.kind === "rate";
}

/** `text is`, `frames are`: the front half of "… wanted, this is text". */
export function wantedPhrase(type: Type): string {
  return `${describeType(type)} ${isPlural(type) ? "are" : "is"}`;
}

/** What a value is: `this is text`, `these are pixels`. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "number":
      if (value.unit === undefined) return value.percent ? "this is a percentage" : "this is a number";
      return value.per === undefined
        ? `these are ${unitWords(value.unit)}`
        : `this is ${unitWords(value.unit, value.per)}`;
    case "component":
      return `this is ${kindPhrase(value.declaration.kind)}`;
    case "block":
      return "this is a block";
    case "experiment":
      return "this is an experiment";
    case "text":
      return "this is text";
    case "path":
      return "this is a path";
    case "bool":
      return "this is a yes/no";
    case "none":
      return "this is none";
    case "member":
      return `this is .${value.name}`;
    case "dims":
      return value.values.length === 2 ? "this is height x width" : "this is frames x height x width";
    case "range":
      return "this is a range";
    case "list":
      return "this is a list";
    case "composed":
      return value.how === "pipe" ? "this is a transform" : "this is a schedule";
    case "clip":
      return "this is a clip";
    case "meter-path":
      return "this is a meter's result";
    case "unknown":
      return `this is ${describeType(value.type)}`;
    case "poison":
      return "this could not be read";
  }
}
