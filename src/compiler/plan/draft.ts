/**
 * What lowering gathers on its way: the consts that are needed and what each hangs on, imports, params that must be
 * compiled in. An experiment is lowered twice, first to learn all that, then with every name decided.
 */
import type { CheckedExperiment } from "../../language/checked.ts";
import type { Binding } from "../../language/names/scope.ts";
import type { Span } from "../../language/source/source-file.ts";
import type { ComponentValue, ExperimentValue, Origin, Value } from "../../language/values/value.ts";
import type { Expression, Statement } from "./program.ts";

/** What has a name in the program: a declared name, or a component that has none but needs one (a model with heads). */
export type Declared = Binding | ComponentValue | ExperimentValue;

/** A const with what belongs to it, such as a model's heads. */
export interface Group {
  readonly declared: Declared;
  /** Where it is declared, which decides about the order among groups that do not need each other. */
  readonly at: Span;
  readonly needs: ReadonlySet<Declared>;
  readonly statements: readonly Statement[];
}

/** A value as it stands in the program, with what is said behind its line. */
export interface Lowered {
  readonly expression: Expression;
  /** What a literal was written as or computed from, such as `ucf.classes`. */
  readonly comment?: string;
}

/** An expression that is made when it is asked for. */
export type Later = () => Expression;

export interface Draft {
  /** Lowers any value; `what` names the field for the reader: "`in_plane` of `action`". */
  readonly lower: (value: Value, what: string) => Lowered;
  readonly checked: CheckedExperiment;
  /** Params that stay params of the program. */
  readonly params: ReadonlySet<Binding>;
  readonly names: Names;
  /** Groups that are lowered, in the order in which they were asked for. */
  readonly groups: Map<Declared, Group>;
  /** What each group under way hangs on, the innermost last. */
  readonly underWay: Set<Declared>[];
  /** Params that literals were computed from, and which. */
  readonly fixed: Map<Binding, Set<string>>;
  /** Params without a value that a literal would have to be computed from. */
  readonly open: Set<Binding>;
  readonly imports: Map<string, Set<string>>;
  usesHere: boolean;
}

/** The names of one program, as far as they are decided. */
export interface Names {
  of(declared: Declared): string;
  imported(module: string, name: string): string;
}

export function createDraft(parts: {
  readonly checked: CheckedExperiment;
  readonly params: ReadonlySet<Binding>;
  readonly names: Names;
  readonly lower: (value: Value, what: string, draft: Draft) => Lowered;
}): Draft {
  const draft: Draft = {
    checked: parts.checked,
    params: parts.params,
    names: parts.names,
    lower: (value, what) => parts.lower(value, what, draft),
    groups: new Map(),
    underWay: [],
    fixed: new Map(),
    open: new Set(),
    imports: new Map(),
    usesHere: false,
  };
  return draft;
}

/** The local name of a module's export, which the program then imports. */
export function useImport(draft: Draft, module: string, name: string): string {
  const names = draft.imports.get(module) ?? new Set();
  draft.imports.set(module, names.add(name));
  return draft.names.imported(module, name);
}

/** Lowers a group once, by `lower`, and says that the group under way hangs on it. */
export function useGroup(draft: Draft, declared: Declared, at: Span, lower: () => readonly Statement[]): Expression {
  draft.underWay.at(-1)?.add(declared);
  if (!draft.groups.has(declared)) {
    const needs = new Set<Declared>();
    draft.underWay.push(needs);
    const statements = lower();
    draft.underWay.pop();
    draft.groups.set(declared, { declared, at, needs, statements });
  }
  return { kind: "name", name: draft.names.of(declared) };
}

/** A literal called `what` was computed from these params: they are compiled in. */
export function fixParams(draft: Draft, params: Iterable<Binding>, what: string): void {
  for (const param of params) {
    if (!draft.params.has(param)) continue;
    draft.fixed.set(param, (draft.fixed.get(param) ?? new Set()).add(what));
  }
}

/**
 * Params that decide what a value is made of, not what its parts hold: the condition that chose this component, the length
 * of this list. The program has the parts that they led to, so they are compiled in.
 */
export function fixShape(draft: Draft, value: Value, parts: readonly Value[], what: string): void {
  const inParts = new Set(parts.flatMap((part) => [...part.params]));
  fixParams(
    draft,
    [...value.params].filter((param) => !inParts.has(param)),
    what,
  );
}

/** The place of a value for the source map: only what stands in a file that a person wrote. */
export function spanOf({ span }: Pick<Origin, "span">): { readonly span?: Span } {
  return span.file.origin === "file" ? { span } : {};
}
