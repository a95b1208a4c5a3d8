/** Names and what they stand for. */
import type { SourceFile, Span } from "../source/source-file.ts";
import type { BindingDecl, ExperimentDecl, ExternDecl, ParamDecl } from "../syntax/ast.ts";
import type { Kind, Type } from "../types/type.ts";
import type { Value } from "../values/value.ts";

/** A top-level name of one module instance. A module imported twice with other `with` gives two instances. */
export interface Binding {
  /** `component`: a file's own `extern`, or one of the standard library; its value is the component with all fields open. */
  readonly kind: "param" | "let" | "data" | "model" | "transform" | "experiment" | "composite" | "component";
  readonly name: string;
  readonly nameSpan: Span;
  readonly docs: readonly string[];
  readonly file: SourceFile;
  readonly node: ParamDecl | BindingDecl | ExperimentDecl | ExternDecl;
  /** A param's declared type. */
  readonly type?: Type;
  /** A param for which neither the file nor an argument gives a value: an unknown of its type. */
  readonly open?: boolean;
  /** The names that its own expressions see. */
  readonly scope?: Scope;
  /**
   * Evaluated on first use, once; poison where it failed. `at` is the expression that asks, for the chain of a cycle. A
   * composite has no value of its own: asked for one, it answers what a call with nothing given would.
   */
  value(at?: Span): Value;
}

/** `base` after `import * as base from …`. */
export interface Namespace {
  readonly kind: "namespace";
  readonly name: string;
  readonly nameSpan: Span;
  readonly members: Scope;
}

export type Named = Binding | Namespace | Value;

/** What an expression's names may mean: the file's names, or a declaration's own fields and dims. */
export interface Scope {
  /**
   * In the names of a file, numbers of different units do not mix; within a declaration a plain number (a dim) goes with
   * any unit.
   */
  readonly world: "module" | "declaration";
  /**
   * A binding or a namespace for top-level names; a value for a declaration's own names (fields, dims, lets). Where several
   * components share a name, the one of a kind in `kinds` is meant.
   */
  lookup(name: string, kinds?: readonly Kind[]): Named | undefined;
  /** For suggestions. */
  names(): Iterable<string>;
}
