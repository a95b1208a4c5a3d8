/**
 * The `require`s of a declaration. One that never holds is an error, one that holds for some inputs is a warning that says
 * for which, one that always holds is silent. Places are found by what the condition mentions, never by a component's name.
 */
import type { Fix, Label } from "../diagnostics/diagnostic.ts";
import { writtenAt } from "../diagnostics/edits.ts";
import { runsOf } from "../diagnostics/words.ts";
import type { Expr, RequireItem } from "../syntax/ast.ts";
import type { Value } from "../values/value.ts";
import { culprits, isComparison, truthOf } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import { demandOn, type Factor, factorsBehind } from "./explain.ts";
import type { Findings } from "./findings.ts";
import { namesBehind } from "./mentions.ts";
import { requireDiagnostic } from "./require-diagnostic.ts";
import { evaluateIn, letsOf, type Situation } from "./situation.ts";
import type { Dim } from "./tensor.ts";

/** A condition that does not hold, and where. */
export interface Failure {
  readonly require: RequireItem;
  readonly situation: Situation;
  /** The failing parts of the condition. */
  readonly leaves: readonly Expr[];
  /** Fields that they go back to and that the program sets, in reading order. */
  readonly fields: readonly { readonly name: string; readonly value: Value }[];
  /** The part that says most: one about a dim, else one about numbers, else the first. */
  readonly main: Expr | undefined;
  /** Dims that are too small or leave too much, the first reason first. */
  readonly dims: readonly Dim[];
  /** Where the condition is about a product (a grid): its factors that are not 1. */
  readonly strays: readonly Factor[];
}

export interface Remedies {
  readonly fixes?: readonly Fix[];
  readonly helps?: readonly string[];
  readonly notes?: readonly string[];
}

/** What the place knows beyond the declaration. */
export interface Surroundings {
  /** Where the tensor comes from: the block that a head hangs on. */
  readonly given?: (situation: Situation) => Label | undefined;
  /** Where the component is used, for a condition that goes back to no other place. */
  readonly otherwise?: (situation: Situation) => Label | undefined;
  /** How a dim came to its size: `8 frames → 8 stem → … → 1 stage4`. */
  readonly chain?: (dim: Dim, situation: Situation) => string | undefined;
  readonly remedies?: (failure: Failure) => Remedies;
  /** Tensors are known before conditions are asked: where one is not about them, what follows can be checked all the same. */
  readonly shapesAreKnown?: boolean;
}

export interface Checking {
  readonly evaluation: Evaluation;
  readonly findings: Findings;
}

/**
 * Checks every `require` of a component over the situations of one frame size, which differ in what random transforms draw.
 * Answers the situations that may go on; none where a condition fails for all.
 */
export function checkRequires(
  situations: readonly Situation[],
  surroundings: Surroundings,
  checking: Checking,
): readonly Situation[] {
  let alive = situations;
  for (const require of situations[0]?.component.declaration.requires ?? []) {
    alive = checkRequire(require, alive, surroundings, checking);
    if (alive.length === 0) return alive;
  }
  return alive;
}

function checkRequire(
  require: RequireItem,
  situations: readonly Situation[],
  surroundings: Surroundings,
  { evaluation, findings }: Checking,
): readonly Situation[] {
  const role = situations[0]?.phase?.role;
  if (require.phase && role !== undefined && require.phase.name !== role) return situations;
  const judged = situations.map((situation) => ({
    situation,
    truth: truthOf(require.condition, situation, evaluation),
  }));
  const failing = judged.filter((each) => each.truth === false).map((each) => each.situation);
  const open = judged.filter((each) => each.truth === "unknown").map((each) => each.situation);
  const [worst] = [...failing, ...open];
  if (!worst) return situations;
  const never = failing.length === situations.length;
  const failure = failureOf(require, worst, evaluation);
  const when = never ? "" : failing.length > 0 ? forSome(failing, situations) : " for some values";
  findings.report(requireDiagnostic(failure, when, surroundings, evaluation));
  const goesOn = surroundings.shapesAreKnown && never && !isAboutDims(failure);
  if (require.severity === "warning" || goesOn) return situations;
  return situations.filter((each) => !failing.includes(each));
}

function isAboutDims({ leaves, situation }: Failure): boolean {
  const lets = letsOf(situation.component.declaration);
  return leaves.some((leaf) => namesBehind(leaf, lets).some((name) => situation.dims.has(name)));
}

function failureOf(require: RequireItem, situation: Situation, evaluation: Evaluation): Failure {
  const { declaration, settings } = situation.component;
  const lets = letsOf(declaration);
  const leaves = culprits(require.condition, situation, evaluation);
  const told = [...require.message.value.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? "");
  const behind = leaves.flatMap((leaf) => namesBehind(leaf, lets));
  const names = new Set([...told.filter((name) => behind.includes(name)), ...behind]);
  const fields = [...names].flatMap((name) => {
    const value = declaration.fields.has(name) ? settings.get(name) : undefined;
    return value && writtenAt(value) ? [{ name, value }] : [];
  });
  const demands = leaves.flatMap((leaf) => demandOn(leaf, situation, evaluation) ?? []);
  const main =
    leaves.find((leaf) => demandOn(leaf, situation, evaluation)) ??
    leaves.find((leaf) => isComparison(leaf) && evaluateIn(leaf.left, situation, evaluation).kind === "number") ??
    leaves[0];
  const strays = main && isComparison(main) ? strayFactors(main.left, situation, evaluation) : [];
  const inStrays = strays.flatMap(({ expr }) => namesBehind(expr, new Map()));
  const named = strays.length > 0 ? inStrays : leaves.flatMap((leaf) => namesAtHand(leaf, lets));
  const dims =
    demands.length > 0 ? demands.map((each) => each.dim) : named.flatMap((name) => situation.dims.get(name) ?? []);
  return { require, situation, leaves, fields, main, dims: [...new Set(dims)], strays };
}

/** Names of a comparison itself, and of a `let` that is one whole side of it. */
function namesAtHand(leaf: Expr, lets: ReadonlyMap<string, Expr>): readonly string[] {
  const sides = isComparison(leaf) ? [leaf.left, leaf.right] : [leaf];
  return sides.flatMap((side) => {
    const within = side.kind === "name" ? lets.get(side.name) : undefined;
    return namesBehind(within ?? side, new Map());
  });
}

function strayFactors(left: Expr, situation: Situation, evaluation: Evaluation): readonly Factor[] {
  const all = factorsBehind(left, situation, evaluation) ?? [];
  return all.length < 2 ? [] : all.filter(({ value }) => value.kind !== "number" || value.interval.high !== 1);
}

/** `for 16 of 33 sizes (128..143)`: which draws fail. */
function forSome(failing: readonly Situation[], all: readonly Situation[]): string {
  const valuesOf = (of: readonly Situation[], field: string): readonly number[] => [
    ...new Set(
      of.flatMap((each) => each.draws.flatMap((draws) => draws.filter((d) => d.field === field).map((d) => d.value))),
    ),
  ];
  const fields = new Set(all.flatMap((each) => each.draws.flatMap((draws) => draws.map((d) => d.field))));
  for (const field of [...fields].toReversed()) {
    const bad = valuesOf(failing, field).toSorted((a, b) => a - b);
    const every = valuesOf(all, field);
    if (bad.length < every.length) return ` for ${bad.length} of ${every.length} ${field}s (${runsOf(bad)})`;
  }
  return " for some draws";
}
