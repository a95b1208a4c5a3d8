/** What goes into a component and what comes out: `takes` names dims, `yields` computes them. */
import type { ShapeRule } from "../declarations/declaration.ts";
import { compare } from "../dims/compare.ts";
import { exactly, type Interval } from "../dims/interval.ts";
import type { DimNode, Expr } from "../syntax/ast.ts";
import type { TensorType } from "../types/type.ts";
import { makeNumber, noParams, paramsOf, withOrigin } from "../values/make.ts";
import type { NumberValue, Value } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import { places } from "./mentions.ts";
import { evaluateIn, type Situation, withNames } from "./situation.ts";
import type { Dim, Tensor } from "./tensor.ts";

export type Bound = { readonly kind: "bound"; readonly situation: Situation } | Misfit;

export type Misfit =
  /** Another number of dims than `takes` has. */
  | { readonly kind: "rank"; readonly wanted: number }
  /** A dim that `takes` states as a number and that is another one here. */
  | { readonly kind: "dim"; readonly dim: Dim; readonly wanted: NumberValue }
  /** More blocks than any trunk has. */
  | { readonly kind: "many"; readonly most: number };

/** How many clips go through together is never known to a shape rule. */
const batch: Interval = { low: 1, high: Number.POSITIVE_INFINITY };

/** Names the dims of what goes in, as `takes` says: `[N, C, T, H, W]`. A tensor without its batch fits one with `N`. */
export function bind(type: TensorType, tensor: Tensor, situation: Situation, evaluation: Evaluation): Bound {
  const withBatch = withoutBatch(type) !== type.dims;
  const nodes = withoutBatch(type);
  if (nodes.length !== tensor.dims.length) return { kind: "rank", wanted: nodes.length };
  const dims = new Map<string, Dim>();
  const first = type.dims[0];
  const names: [string, Value][] = [];
  if (withBatch && first) {
    names.push(["N", makeNumber(batch, situation.component.origin, noParams, { whole: true })]);
  }
  let here: Situation = { ...situation, tensor };
  for (const [i, node] of nodes.entries()) {
    const dim = tensor.dims[i];
    if (!dim) break;
    const name = boundName(node, situation);
    if (name === undefined || node.name) {
      const wanted = evaluateIn(node.value, withNames(here, names), evaluation);
      if (wanted.kind === "number" && compare("==", wanted.interval, dim.value.interval) === false) {
        return { kind: "dim", dim, wanted };
      }
    }
    const binds = node.name?.name ?? name;
    if (binds === undefined) continue;
    dims.set(binds, { ...dim, name: binds });
    names.push([binds, numberOf(dim, situation)]);
  }
  here = withNames({ ...here, dims }, names);
  return { kind: "bound", situation: here };
}

/** The dims of a rule, less the batch in front. */
export function withoutBatch(type: TensorType): readonly DimNode[] {
  const [first, ...rest] = type.dims;
  return first && isNamed(first.value, "N") ? rest : type.dims;
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === "name" && expr.name === name;
}

/** The name that a dim of `takes` gives to whatever comes: a plain name that means nothing else in the declaration. */
function boundName(node: DimNode, situation: Situation): string | undefined {
  const { value } = node;
  if (value.kind !== "name") return undefined;
  const { declaration } = situation.component;
  const known = declaration.fields.has(value.name) || declaration.lets.some((each) => each.name.name === value.name);
  return known ? undefined : value.name;
}

/** A dim as a number of the declaration's expressions: it comes from where its size was set. */
function numberOf(dim: Dim, situation: Situation): NumberValue {
  const origin = dim.source?.origin ?? situation.component.origin;
  return makeNumber(dim.value.interval, { ...origin, how: "derived" }, dim.value.params, { whole: true });
}

/** The shape rules that hold in a phase and for these fields. */
export function rulesFor(
  direction: ShapeRule["direction"],
  situation: Situation,
  evaluation: Evaluation,
): readonly ShapeRule[] {
  return situation.component.declaration.shapes.filter((rule) => {
    if (rule.direction !== direction) return false;
    if (rule.phase !== undefined && situation.phase && rule.phase !== situation.phase.role) return false;
    if (rule.when === undefined) return true;
    const holds = evaluateIn(rule.when, situation, evaluation);
    return holds.kind === "bool" && holds.value === true;
  });
}

/** The tensor that a rule states, in this situation; undefined where a dim stands on something already reported. */
export function tensorOf(
  type: TensorType,
  situation: Situation,
  evaluation: Evaluation,
  names: readonly string[] = [],
): Tensor | undefined {
  const dims: Dim[] = [];
  for (const [i, node] of withoutBatch(type).entries()) {
    const value = evaluateIn(node.value, situation, evaluation);
    if (value.kind !== "number") return undefined;
    const source = sourceOf(node.value, situation, evaluation);
    const own =
      node.name?.name ??
      (node.value.kind === "name" && situation.dims.has(node.value.name) ? node.value.name : undefined);
    dims.push({ name: own ?? names[i] ?? `${i + 1}`, value, ...(source ? { source } : {}) });
  }
  const of = type.of && evaluateIn(type.of, situation, evaluation);
  if (of && of.kind !== "number") return undefined;
  const scale = type.scale ?? situation.tensor?.scale;
  return { meaning: type.meaning, ...(scale === undefined ? {} : { scale }), dims, ...(of ? { of } : {}) };
}

/**
 * The number that a size goes back to: what the expression mentions first. A dim that came in hands on its own source, so
 * `ceil(T / 2)` four blocks down still goes back to the `clip: 8 frames` of the program.
 */
export function sourceOf(expr: Expr, situation: Situation, evaluation: Evaluation): NumberValue | undefined {
  for (const each of places(expr)) {
    const root = each.kind === "member" ? each.object : each;
    if (root.kind !== "name") continue;
    if (situation.dims.has(root.name)) return situation.dims.get(root.name)?.source;
    if (!(situation.component.declaration.fields.has(root.name) || situation.extra.has(root.name))) continue;
    const value = evaluateIn(each, situation, evaluation);
    if (value.kind !== "number") continue;
    const whole = each === root ? undefined : evaluateIn(root, situation, evaluation);
    return whole?.kind === "dims" ? withOrigin(value, whole.origin) : value;
  }
  return undefined;
}

/** A size that a message proposes instead, in place of a dim's own. */
export function resized(tensor: Tensor, index: number, size: number): Tensor {
  const dims = tensor.dims.map((dim, i) =>
    i === index ? { ...dim, value: { ...dim.value, interval: exactly(size), params: paramsOf(dim.value) } } : dim,
  );
  return { ...tensor, dims };
}
