/** A component as its `extern` declaration describes it: data for the evaluator, the shape runs, the rules and the emitter. */

import { mentions } from "../names/mentions.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { BlockSegment, Entry, Expr, ExternDecl, FieldDecl, Ident, RequireItem } from "../syntax/ast.ts";
import type { Kind, TensorType, Type } from "../types/type.ts";

export interface Field {
  readonly name: string;
  readonly docs: readonly string[];
  readonly type: Type;
  readonly default?: Expr;
  /** Follows from the rest by `default`; stating it is an assertion. */
  readonly derived: boolean;
  /** The phase whose shapes a derived default is about: `= H in train`. */
  readonly phase?: "train" | "test";
  /** Filled by position: its place in the parentheses, from 0. */
  readonly position?: number;
  readonly node: FieldDecl;
}

/** Whether a value without this field is unfinished. An optional field that has no default is `none`. */
export function isRequired(field: Field): boolean {
  return field.default === undefined && !field.derived && field.type.kind !== "optional";
}

/**
 * Whether a default is computed from other fields, `let`s, dims or the data set: then the program states what it comes to,
 * since only the check knows it.
 */
export function followsFromOthers({ default: rule }: Field, { fields, lets, shapes }: ComponentDeclaration): boolean {
  const names = new Set(["data", "facts", ...fields.keys(), ...lets.map(({ name }) => name.name)]);
  for (const { direction, type } of shapes) {
    if (direction !== "takes") continue;
    for (const { value } of type.dims) if (value.kind === "name") names.add(value.name);
  }
  return rule !== undefined && mentions(rule).some(({ name }) => names.has(name));
}

export interface ShapeRule {
  readonly direction: "takes" | "yields";
  readonly type: TensorType;
  /** Only in this phase role; both where absent. */
  readonly phase?: "train" | "test";
  /** Only where this holds of the component's fields: `when activation == .softmax`. */
  readonly when?: Expr;
}

export interface BlocksRule {
  readonly path: readonly BlockSegment[];
  readonly type: TensorType;
}

export interface ComponentDeclaration {
  readonly kind: Kind;
  /** Name in vcl. */
  readonly name: string;
  readonly docs: readonly string[];
  readonly file: SourceFile;
  readonly node: ExternDecl;
  /** `vcl/runtime/…`, or an absolute path for a user's own component. */
  readonly module: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly facts: readonly Entry[];
  readonly shapes: readonly ShapeRule[];
  readonly blocks: readonly BlocksRule[];
  readonly lets: readonly { readonly name: Ident; readonly value: Expr }[];
  readonly random: boolean;
  readonly unused: readonly { readonly name: Ident; readonly when: Expr }[];
  readonly requires: readonly RequireItem[];
}
