/** The reference page of a component, as data: all of it comes from the declaration and its doc comments. */
import type { ComponentDeclaration, Field } from "../declarations/declaration.ts";
import { isRequired } from "../declarations/declaration.ts";
import { mentions } from "../names/mentions.ts";
import { textOf } from "../source/source-file.ts";
import type { Node, RequireItem } from "../syntax/ast.ts";
import type { Kind } from "../types/type.ts";

export interface ReferencePage {
  readonly kind: Kind | "experiment";
  readonly name: string;
  /** Lines of documentation. */
  readonly docs: readonly string[];
  /** How it is written in a file: `optimizer: sgd { lr: 0.1 }`. */
  readonly example: string;
  readonly fields: readonly FieldEntry[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** `takes …`, `yields …`, `blocks …` and `random`, as declared. */
  readonly shapes: readonly string[];
  readonly conditions: readonly Condition[];
  /** Fields that a setting of others leaves without effect. */
  readonly unused: readonly { readonly field: string; readonly when: string }[];
  /** What a composite transform stands for. */
  readonly is?: string;
  /** The file that declares it; undefined of what is part of the language. */
  readonly declaredIn?: string;
  /** The module that implements it. */
  readonly module?: string;
}

export interface FieldEntry {
  readonly name: string;
  /** As declared, range included: `real in 0..<1`. */
  readonly type: string;
  /** As declared, with its phase. */
  readonly default?: string;
  readonly how: "required" | "optional" | "derived";
  /** Written in parentheses, in this order. */
  readonly positional: boolean;
  readonly docs: readonly string[];
}

export interface Condition {
  readonly severity: "error" | "warning";
  readonly code?: string;
  readonly message: string;
  /** What must hold, as declared. */
  readonly holds: string;
  /** What its names stand for: `window = dims(T, H, W) when pool == none else pool`. */
  readonly where: readonly string[];
}

export function componentPage(declaration: ComponentDeclaration, example: string): ReferencePage {
  const { kind, name, docs, fields, facts, node, requires, unused, file, module } = declaration;
  const isShape = (item: (typeof node.items)[number]): boolean =>
    item.kind === "takes" || item.kind === "yields" || item.kind === "blocks" || item.kind === "random";
  return {
    kind,
    name,
    docs,
    example,
    fields: [...fields.values()].map(fieldEntry),
    facts: facts.flatMap((entry) =>
      entry.kind === "set"
        ? [{ name: entry.path.map((each) => each.name).join("."), value: oneLine(entry.value) }]
        : [],
    ),
    shapes: node.items.filter(isShape).map(oneLine),
    conditions: requires.map((item) => conditionOf(item, declaration)),
    unused: unused.map((each) => ({ field: each.name.name, when: oneLine(each.when) })),
    declaredIn: file.path,
    module,
  };
}

export function fieldEntry(field: Field): FieldEntry {
  const phase = field.phase === undefined ? "" : ` in ${field.phase}`;
  return {
    name: field.name,
    type: oneLine(field.node.type),
    ...(field.default ? { default: `${oneLine(field.default)}${phase}` } : {}),
    how: field.derived ? "derived" : isRequired(field) ? "required" : "optional",
    positional: field.position !== undefined,
    docs: field.docs,
  };
}

function conditionOf(item: RequireItem, { lets }: ComponentDeclaration): Condition {
  const named = new Set(mentions(item.condition).map(({ name }) => name));
  // A `let` may name those before it.
  for (const { name, value } of [...lets].reverse()) {
    if (named.has(name.name)) for (const each of mentions(value)) named.add(each.name);
  }
  return {
    severity: item.severity,
    ...(item.code ? { code: item.code.name } : {}),
    message: item.message.value,
    holds: `${oneLine(item.condition)}${item.phase ? ` in ${item.phase.name}` : ""}`,
    where: lets.filter(({ name }) => named.has(name.name)).map(({ name, value }) => `${name.name} = ${oneLine(value)}`),
  };
}

/** A node as the file writes it, without its line breaks. */
export function oneLine({ span }: Node): string {
  return textOf(span).replace(/\s+/g, " ").trim();
}

/** The first sentence of the documentation, for lists. */
export function summaryOf({ docs }: Pick<ReferencePage, "docs">): string {
  const blank = docs.findIndex((line) => line.trim() === "");
  const paragraph = docs.slice(0, blank < 0 ? docs.length : blank).join(" ");
  return (/^.*?[.!?](?=\s+[A-Z]|$)/.exec(paragraph)?.[0] ?? paragraph).trim();
}
