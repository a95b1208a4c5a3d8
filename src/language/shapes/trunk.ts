/** The blocks of a trunk and what each gives, as its declaration says; any names, any depth. */
import type { BlocksRule } from "../declarations/declaration.ts";
import { isExact } from "../dims/interval.ts";
import { mentions } from "../names/mentions.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Bound, bind, type Misfit, rulesFor, tensorOf } from "./flow.ts";
import {
  counted,
  type Draw,
  evaluateIn,
  letsOf,
  type PhaseAt,
  plainSituation,
  type Situation,
  withNames,
} from "./situation.ts";
import type { Tensor } from "./tensor.ts";
import type { ClipCase } from "./transform-step.ts";

export interface Block {
  /** `stage4.block1`, `stem`. */
  readonly name: string;
  /** Its first part: `stage4`. */
  readonly group: string;
  readonly tensor: Tensor;
}

/** A clip that reached the trunk, and what every block makes of it. */
export interface TrunkCase {
  readonly clip: Tensor;
  readonly draws: readonly (readonly Draw[])[];
  /** The model with its dims named. */
  readonly situation: Situation;
  readonly blocks: readonly Block[];
}

/** The trunk over one clip; undefined where it does not fit, which `onMisfit` may report, or where a block has no size. */
export function runTrunk(
  model: ComponentValue,
  clip: ClipCase,
  phase: PhaseAt,
  evaluation: Evaluation,
  onMisfit?: (misfit: Misfit) => void,
): TrunkCase | undefined {
  const plain: Situation = { ...plainSituation(model, phase), draws: clip.draws, tensor: clip.tensor };
  const rule = rulesFor("takes", plain, evaluation)[0];
  const bound: Bound = rule ? bind(rule.type, clip.tensor, plain, evaluation) : { kind: "bound", situation: plain };
  if (bound.kind !== "bound") {
    onMisfit?.(bound);
    return undefined;
  }
  const blocks = blocksOf(bound.situation, evaluation);
  if (blocks === "many") {
    onMisfit?.({ kind: "many", most: mostBlocks });
    return undefined;
  }
  return blocks && { clip: clip.tensor, draws: clip.draws, situation: bound.situation, blocks };
}

/** A trunk has a few hundred blocks at most; whoever declares more is not helped by a list of them. */
const mostBlocks = 1024;

/** In the order in which a clip goes through them; undefined where a size or a number of blocks is not to be had. */
function blocksOf(situation: Situation, evaluation: Evaluation): readonly Block[] | "many" | undefined {
  const blocks: Block[] = [];
  const here = withOwnNames(situation, evaluation);
  for (const rule of situation.component.declaration.blocks) {
    const places = placesOf(rule, here, evaluation);
    if (!places) return undefined;
    for (const place of places) {
      const tensor = tensorOf(
        rule.type,
        place.situation,
        evaluation,
        situation.tensor?.dims.map((dim) => dim.name),
      );
      if (!tensor) return undefined;
      if (blocks.length === mostBlocks) return "many";
      const [group = ""] = place.names;
      blocks.push({ name: place.names.join("."), group, tensor });
    }
  }
  return blocks.length > 0 ? blocks : undefined;
}

/** The situation with the values of fields and `let`s that block rules mention, so that each is worked out once. */
function withOwnNames(situation: Situation, evaluation: Evaluation): Situation {
  const { blocks, fields } = situation.component.declaration;
  const lets = letsOf(situation.component.declaration);
  const exprs = blocks.flatMap(({ type, path }) => [
    ...type.dims.map((dim) => dim.value),
    ...path.flatMap((segment) => segment.counter?.range ?? []),
  ]);
  const names = new Set(exprs.flatMap((expr) => mentions(expr).map((each) => each.name)));
  const own = [...names].filter((name) => (fields.has(name) || lets.has(name)) && !situation.extra.has(name));
  return withNames(
    situation,
    own.map(
      (name) =>
        [
          name,
          evaluateIn({ kind: "name", name, span: situation.component.declaration.node.span }, situation, evaluation),
        ] as const,
    ),
  );
}

interface Place {
  readonly names: readonly string[];
  /** With the counters of the path in scope. */
  readonly situation: Situation;
}

function placesOf(rule: BlocksRule, situation: Situation, evaluation: Evaluation): readonly Place[] | undefined {
  let places: readonly Place[] = [{ names: [], situation }];
  for (const { prefix, counter } of rule.path) {
    const next: Place[] = [];
    for (const place of places) {
      if (!counter) {
        next.push({ ...place, names: [...place.names, prefix.name] });
        continue;
      }
      const range = evaluateIn(counter.range, place.situation, evaluation);
      if (range.kind !== "range" || !isExact(range.low.interval) || !isExact(range.high.interval)) return undefined;
      const last = range.inclusive ? range.high.interval.low : range.high.interval.low - 1;
      for (let i = range.low.interval.low; i <= last && next.length < mostBlocks + 1; i++) {
        next.push({
          names: [...place.names, `${prefix.name}${i}`],
          situation: withNames(place.situation, [[counter.variable.name, counted(i, range)]]),
        });
      }
    }
    places = next;
  }
  return places;
}

/** The block that a reference means: `stage4.block1`, or `stage4.last`, whichever that is. */
export function findBlock(path: readonly string[], names: readonly string[]): string | undefined {
  const written = path.join(".");
  if (names.includes(written)) return written;
  if (path.at(-1) !== "last") return undefined;
  const prefix = path.slice(0, -1).join(".");
  return names.findLast((name) => prefix === "" || name.startsWith(`${prefix}.`));
}

/** `8 frames → 8 stem → 8 stage1 → 4 stage2`: one dim from the clip to a block, the last of each group on the way. */
export interface Step {
  readonly label: string;
  readonly tensor: Tensor;
}

/** The clip, then the last block of each group as far as the named one. */
export function stepsTo(name: string, clip: Tensor, blocks: readonly Block[]): readonly Step[] {
  const reached = blocks.slice(0, blocks.findIndex((each) => each.name === name) + 1);
  const groups = new Map(reached.map((each) => [each.group, each.tensor]));
  return [{ label: "", tensor: clip }, ...[...groups].map(([label, tensor]) => ({ label, tensor }))];
}
