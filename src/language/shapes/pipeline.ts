/** A data set's clip on its way through the transforms, for one frame size. */

import type { Label } from "../diagnostics/diagnostic.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { truthOf } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";
import { rulesFor, tensorOf } from "./flow.ts";
import { reportMisfit } from "./misfit.ts";
import { checkRequires, type Failure, type Remedies } from "./requires.ts";
import { reportScale } from "./scale.ts";
import { dataExtra, type PhaseAt, plainSituation, type Situation, withNames } from "./situation.ts";
import { formatDims, type Tensor } from "./tensor.ts";
import { type ClipCase, enter, hulled, leave, merged, otherScale, situationsOf } from "./transform-step.ts";

export interface Pipeline {
  readonly frame: { readonly height: number; readonly width: number };
  /** The decoded clip, then what each transform makes of it. */
  readonly stages: readonly { readonly label: string; readonly cases: readonly ClipCase[] }[];
  /** What leaves the last transform. */
  readonly cases: readonly ClipCase[];
}

/** Every frame size of a data set's facts; one of unknown size where it has none. */
export function framesOf(data: ComponentValue, evaluation: Evaluation): readonly Value[] {
  const frames = evaluation.factOf(data, "frames");
  return frames?.kind === "list" ? frames.items.filter((each) => each.kind === "dims" && each.values.length === 2) : [];
}

/** A transform's parts from left to right; undefined where one stands on something already reported. */
export function partsOf(transform: Value): readonly ComponentValue[] | undefined {
  if (transform.kind === "component") return [transform];
  if (transform.kind !== "composed") return undefined;
  const parts = transform.parts.map(partsOf);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** Where more clips than this were tried on their way, what follows is computed for all at once, with bounds. */
const mostTries = 4096;

/** Undefined where the clip does not get through: the reason is reported. */
export function runPipeline(
  phase: PhaseAt,
  frame: Value,
  evaluation: Evaluation,
  findings: Findings,
): Pipeline | undefined {
  const start = decodedClip(phase, frame, evaluation);
  const size = frameSize(frame);
  const transform = evaluation.fieldOf(phase.data, "transform", dataExtra(phase));
  const parts = transform && partsOf(transform);
  if (!start || !size || !parts) return undefined;
  let cases: readonly ClipCase[] = [{ tensor: start, draws: [[]] }];
  const stages = [{ label: "clip", cases }];
  let tries = 0;
  for (const [index, part] of parts.entries()) {
    const entering = cases.flatMap((each) => situationsOf(part, each, cases.length, phase, evaluation));
    const [first] = entering;
    const wanted = first && otherScale(first, evaluation);
    if (first?.tensor?.scale && wanted) reportScale(parts, index, wanted, first.tensor.scale, evaluation, findings);
    const bound = entering.map((situation) => enter(situation, evaluation));
    const misfit = bound.find((each) => each.kind !== "bound");
    if (misfit) {
      reportMisfit(misfit, part, cases[0]?.tensor ?? start, findings);
      return undefined;
    }
    const fitting = bound.flatMap((each) => (each.kind === "bound" ? [each.situation] : []));
    const remedies = (failure: Failure): Remedies => drawRemedy(failure, fitting, evaluation);
    const alive = checkRequires(fitting, { remedies, otherwise: comingIn }, { evaluation, findings });
    tries += entering.length;
    const outcomes = merged(alive.flatMap((situation) => leave(situation, evaluation) ?? []));
    const given = tries > mostTries ? hulled(outcomes) : outcomes;
    if (given.length === 0) return undefined;
    // What follows a clip of the wrong scale is not judged by its scale again.
    cases = wanted || first?.tensor?.scale === undefined ? given.map(withoutScale) : given;
    stages.push({ label: part.declaration.name, cases });
  }
  return { frame: size, stages, cases };
}

/** What the transform gets, where the data set is declared. */
function comingIn({ phase, tensor }: Situation): Label | undefined {
  const binding = phase?.data.binding;
  return binding && tensor ? { span: binding.nameSpan, text: `a clip is ${formatDims(tensor)}` } : undefined;
}

function withoutScale({ tensor: { scale: _, ...tensor }, draws }: ClipCase): ClipCase {
  return { tensor, draws };
}

/** `start at 144 px`: where the larger draws pass and the smaller ones do not. */
function drawRemedy(failure: Failure, all: readonly Situation[], evaluation: Evaluation): Remedies {
  const judged = all.map((situation) => ({
    passes: truthOf(failure.require.condition, situation, evaluation) === true,
    draws: situation.draws.flatMap((draws) => draws.at(-1) ?? []),
  }));
  const good = judged.filter((each) => each.passes).flatMap((each) => each.draws);
  const bad = judged.filter((each) => !each.passes).flatMap((each) => each.draws);
  const least = good.reduce((low, draw) => Math.min(low, draw.value), Number.POSITIVE_INFINITY);
  const [first] = good;
  if (!first || bad.length === 0 || bad.some((draw) => draw.value >= least)) return {};
  const unit = first.range.high.unit ?? first.range.low.unit;
  return { helps: [`start at ${least}${unit === undefined ? "" : ` ${unit}`}`] };
}

function decodedClip(phase: PhaseAt, frame: Value, evaluation: Evaluation): Tensor | undefined {
  const plain = plainSituation(phase.data, phase);
  const situation = withNames(plain, [["frame", frame]]);
  const rule = rulesFor("yields", situation, evaluation).find((each) => each.type.meaning === "tensor");
  return rule && tensorOf(rule.type, situation, evaluation);
}

function frameSize(frame: Value): { readonly height: number; readonly width: number } | undefined {
  if (frame.kind !== "dims") return undefined;
  const [height, width] = frame.values;
  return height && width && { height: height.interval.low, width: width.interval.low };
}
