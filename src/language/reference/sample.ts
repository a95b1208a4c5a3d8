/** An example of a component, made from its declaration: every required field with a value that its type takes. */
import type { ComponentDeclaration } from "../declarations/declaration.ts";
import { isRequired } from "../declarations/declaration.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Kind, Type } from "../types/type.ts";
import { unitText } from "../types/units.ts";

/** Components of a kind, for fields that want one. */
export type OfKind = (kind: Kind) => readonly ComponentDeclaration[];

/** `sgd { lr: 0.1 }`. The documentation's own example, where it has one: what it writes in backticks, with nothing left out. */
export function exampleOf(declaration: ComponentDeclaration, ofKind: OfKind): string {
  return documented(declaration) ?? sample(declaration, ofKind, 0);
}

/** As it stands in a file, with what is to its left. */
export function inPlace(kind: Kind, example: string): string {
  return places[kind].replace("…", () => example);
}

const places: Readonly<Record<Kind, string>> = {
  dataset: "data train = …",
  transform: "transform: …",
  sampler: "sample: …",
  model: "model net = …",
  head: "head action at stage4.last = …",
  loss: "loss: …",
  optimizer: "optimizer: …",
  schedule: "lr: …",
  meter: "meters: […]",
  hook: "hooks: […]",
};

function documented({ name, docs }: ComponentDeclaration): string | undefined {
  const quoted = [...docs.join("\n").matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
  return quoted.find((text) => new RegExp(`^${name} ?[({].*[)}]$`).test(text) && !text.includes("…"));
}

/** How deep components stand in components; nothing real comes near. */
const deepest = 4;

function sample(declaration: ComponentDeclaration, ofKind: OfKind, depth: number): string {
  const required = [...declaration.fields.values()].filter(isRequired);
  let reals = 0;
  const sampleOf = (type: Type, name: string): string => {
    switch (type.kind) {
      case "bool":
        return "true";
      case "int":
        return "2";
      case "real":
        // Several of them fall: a rate at the start and one at the end.
        reals += 1;
        return String(Number(`1e-${reals}`));
      case "text":
        return JSON.stringify(name);
      case "dir":
        return JSON.stringify(name);
      case "file":
        return JSON.stringify(`${name}.json`);
      case "clip_type":
        return "train.clip";
      case "experiment":
        return "base";
      case "unit":
        return `8 ${unitText(type.unit, undefined, 8)}`;
      case "rate":
        return `1 ${unitText(type.unit, type.per, 1)}`;
      case "dims":
        return type.count === 2 ? "112x112 px" : "3x3x3";
      case "component": {
        const [other] = ofKind(type.component);
        return other && depth < deepest ? exampleBelow(other) : type.component;
      }
      case "members":
        return `.${type.members[0] ?? "none"}`;
      case "list":
        return `[${Array.from({ length: countOf(type.length) }, () => sampleOf(type.of, name)).join(", ")}]`;
      case "range":
        return type.of.kind === "unit" ? `8..16 ${unitText(type.of.unit, undefined, 16)}` : "1..2";
      case "optional":
        return sampleOf(type.of, name);
      case "union":
        return sampleOf(type.of[0] ?? { kind: "bool" }, name);
      case "refined":
        return bounded(type, sampleOf(type.base, name));
      case "reference":
        return type.to === "head" ? "action" : type.to === "phase" ? ".train" : "test.loss";
      case "tensor":
        return "train.clip";
    }
  };
  const exampleBelow = (other: ComponentDeclaration): string => documented(other) ?? sample(other, ofKind, depth + 1);
  const given = required.map((field) => ({ ...field, text: sampleOf(field.type, field.name) }));
  const inParens = given.filter(({ position }) => position !== undefined).map(({ text }) => text);
  const named = given.filter(({ position }) => position === undefined).map(({ name, text }) => `${name}: ${text}`);
  const parens = inParens.length === 0 ? "" : `(${inParens.join(", ")})`;
  const braces = named.length > 0 ? ` { ${named.join(", ")} }` : "";
  return `${declaration.name}${parens}${braces}${declaration.kind === "head" && braces === "" ? " {}" : ""}`;
}

/** How many elements: as many as a number says, else two. */
function countOf(length: Expr | undefined): number {
  return length?.kind === "number" ? length.value : 2;
}

/** A number as it is, or the bound where that leaves it out. */
function bounded(type: Type & { readonly kind: "refined" }, text: string): string {
  const [, digits, unit = ""] = /^([\d.e-]+)(.*)$/.exec(text) ?? [];
  if (digits === undefined) return text;
  const value = Number(digits);
  const { op, bound } = type;
  if (op === "in") {
    if (bound.kind !== "range" || bound.low.kind !== "number" || bound.high.kind !== "number") return text;
    if (bound.low.value === 0 && bound.high.value === 1) return "50%";
    const inside = value >= bound.low.value && value < bound.high.value;
    return inside ? text : `${bound.low.value}${unit}`;
  }
  if (bound.kind !== "number") return text;
  const holds = {
    "==": value === bound.value,
    "!=": value !== bound.value,
    "<": value < bound.value,
    "<=": value <= bound.value,
    ">": value > bound.value,
    ">=": value >= bound.value,
  }[op];
  if (holds) return text;
  const nearest = op === ">" ? bound.value + 1 : op === "<" ? bound.value - 1 : bound.value;
  return `${nearest}${unit}`;
}
