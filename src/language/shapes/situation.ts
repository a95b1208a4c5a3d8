/** A component at one place of a shape run: what its declaration's expressions see there. */
import type { ComponentDeclaration } from "../declarations/declaration.ts";
import { exactly } from "../dims/interval.ts";
import type { Scope } from "../names/scope.ts";
import type { Expr } from "../syntax/ast.ts";
import { makeNumber, noParams } from "../values/make.ts";
import type { ComponentValue, NumberValue, Value } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Dim, Tensor } from "./tensor.ts";

/** One value that a random transform may draw from a range. */
export interface Draw {
  /** The field's name: `size`. */
  readonly field: string;
  readonly range: Value & { readonly kind: "range" };
  readonly value: number;
}

/** The phase that a shape run is about. */
export interface PhaseAt {
  readonly name: string;
  readonly role: "train" | "test";
  readonly data: ComponentValue;
}

/** Names beside a declaration's own. */
export type Extra = ReadonlyMap<string, Value>;

export interface Situation {
  readonly component: ComponentValue;
  readonly phase: PhaseAt | undefined;
  /** What goes in, where there is something. */
  readonly tensor?: Tensor;
  /** Dims that `takes` named. */
  readonly dims: ReadonlyMap<string, Dim>;
  readonly extra: Extra;
  /** The combinations of draws that lead here; several where they come to the same. */
  readonly draws: readonly (readonly Draw[])[];
}

/** A component where nothing flows through it. */
export function plainSituation(component: ComponentValue, phase: PhaseAt | undefined): Situation {
  return { component, phase, dims: new Map(), extra: dataExtra(phase), draws: [[]] };
}

/** `data`: the data set of the phase at hand. */
export function dataExtra(phase: PhaseAt | undefined): Extra {
  return phase ? new Map([["data", phase.data]]) : new Map();
}

const scopes = new WeakMap<Situation, Scope>();

/** What the declaration's expressions see. Kept for each situation, so that its defaults and `let`s are evaluated once. */
export function scopeIn(situation: Situation, evaluation: Evaluation): Scope {
  const known = scopes.get(situation) ?? evaluation.scopeOf(situation.component, situation.extra);
  scopes.set(situation, known);
  return known;
}

export function evaluateIn(expr: Expr, situation: Situation, evaluation: Evaluation): Value {
  return evaluation.evaluate(expr, scopeIn(situation, evaluation));
}

/** The same situation with more names. */
export function withNames(situation: Situation, names: Iterable<readonly [string, Value]>): Situation {
  return { ...situation, extra: new Map([...situation.extra, ...names]) };
}

export function letsOf(declaration: ComponentDeclaration): ReadonlyMap<string, Expr> {
  return new Map(declaration.lets.map((each) => [each.name.name, each.value]));
}

/** Fields that hold a range where a number is computed with: an interval, or one draw of it. */
export function rangeNumber(range: Value & { readonly kind: "range" }, draw?: number): NumberValue {
  const low = range.low.interval.low;
  const top = range.high.interval.high;
  const high = range.inclusive || !range.high.whole ? top : top - 1;
  const unit = range.high.unit ?? range.low.unit;
  return makeNumber(draw === undefined ? { low, high } : exactly(draw), range.origin, range.params, {
    unit,
    whole: range.low.whole && range.high.whole,
  });
}

/** A whole number that vcl itself counts, such as a stage's. */
export function counted(value: number, like: Value): NumberValue {
  return makeNumber(exactly(value), like.origin, noParams, { whole: true });
}
