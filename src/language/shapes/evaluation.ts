/**
 * What shape runs and rules ask of the evaluator. They never walk a tree with an arithmetic of their own: a condition of a
 * declaration, a default and a dim of a shape rule all go through `evaluate`, with the names of the moment in scope.
 */

import type { ComponentDeclaration } from "../declarations/declaration.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import type { Kind, Type } from "../types/type.ts";
import type { ComponentValue, ExperimentValue, Value } from "../values/value.ts";

export interface Evaluation {
  /**
   * The value of an expression in a scope. Open numbers come out as intervals, open conditions as `"unknown"`; poison where
   * something was wrong (already reported) or an operand is poison. Built-in functions (`ceil`, `product` …) are always in
   * scope. `expected` resolves `.members`, units and positions.
   */
  evaluate(expr: Expr, scope: Scope, expected?: Type): Value;
  /**
   * What a field holds: as set, else its default. Undefined where it is open (required and not set), where the field is
   * `derived` and not stated (the shape runs know those), and where there is no such field. `extra` are names that defaults
   * may use beside the declaration's own: `data` (the phase's data set), dims.
   */
  fieldOf(value: ComponentValue | ExperimentValue, name: string, extra?: ReadonlyMap<string, Value>): Value | undefined;
  /**
   * The names that a declaration's own expressions see for this value: its fields (as `fieldOf`), its `let`s (evaluated in
   * this same scope), `facts` (the value itself: `facts.shortest` is a fact), and whatever is in `extra`, which wins.
   */
  scopeOf(value: ComponentValue, extra?: ReadonlyMap<string, Value>): Scope;
  /** A fact of a component: an entry of its `facts` block, else a field of that name (`ucf_layout` has them as fields). */
  factOf(value: ComponentValue, name: string): Value | undefined;
  /** All declared components of a kind that the program can see, for suggestions. */
  components(kind: Kind): readonly ComponentDeclaration[];
  report(diagnostic: Diagnostic): void;
}
