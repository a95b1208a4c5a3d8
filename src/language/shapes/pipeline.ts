/** A data set's clip on its way through the transforms, for one frame size. */
import { reportMisfit } from "../rules/misfit.ts";
import { reportScale } from "../rules/scale.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { truthOf } from "./conditions.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";
import { bind, rulesFor, tensorOf } from "./flow.ts";
import { checkRequires, type Failure, type Remedies } from "./requires.ts";
import {
  type Draw,
  dataExtra,
  type PhaseAt,
  plainSituation,
  rangeNumber,
  type Situation,
  withNames,
} from "./situation.ts";
import { sameDims, type Tensor } from "./tensor.ts";

/** A clip as it may turn out: several where random draws change its shape. */
export interface ClipCase {
  readonly tensor: Tensor;
  /** The draws that lead to it, one list for each way. */
  readonly draws: readonly (readonly Draw[])[];
}

export interface Pipeline {
  readonly frame: { readonly height: number; readonly width: number };
  /** The decoded clip, then what each transform makes of it. */
  readonly stages: readonly { readonly label: string; readonly cases: readonly ClipCase[] }[];
  /** What leaves the last transform. */
  readonly cases: readonly ClipCase[];
}

/** More draws than this are not tried one by one; their range is computed with as an interval. */
const mostDraws = 1024;

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

/** Undefined where the clip does not get through: the reason is reported. */
export function runPipeline(
  phase: PhaseAt,
  frame: Value,
  evaluation: Evaluation,
  findings: Findings,
): Pipeline | undefined {
  const checking = { evaluation, findings };
  const start = decodedClip(phase, frame, evaluation);
  const size = frameSize(frame);
  const transform = evaluation.fieldOf(phase.data, "transform", dataExtra(phase));
  const parts = transform && partsOf(transform);
  if (!start || !size || !parts) return undefined;
  let cases: readonly ClipCase[] = [{ tensor: start, draws: [[]] }];
  const stages = [{ label: "clip", cases }];
  let scaled = true;
  for (const [index, part] of parts.entries()) {
    const entering = cases.flatMap((each) => situationsOf(part, each, cases.length, phase, evaluation));
    const fits = entering.every((situation) => fitsScale(situation, parts, index, checking));
    const fitting = entering.flatMap((situation) => enter(situation, checking) ?? []);
    if (fitting.length < entering.length) return undefined;
    const alive = checkRequires(fitting, { remedies: (failure) => drawRemedy(failure, fitting, evaluation) }, checking);
    cases = merged(alive.flatMap((situation) => leave(situation, evaluation) ?? []));
    if (cases.length === 0) return undefined;
    stages.push({ label: part.declaration.name, cases });
  }
  return { frame: size, stages, cases };
}

/** `start at 144 px`: where the larger draws pass and the smaller ones do not. */
function drawRemedy(failure: Failure, all: readonly Situation[], evaluation: Evaluation): Remedies {
  const judged = all.map((situation) => ({
    passes: truthOf(failure.require.condition, situation, evaluation) === true,
    draws: situation.draws.flatMap((draws) => draws.at(-1) ?? []),
  }));
  const good = judged.filter((each) => each.passes).flatMap((each) => each.draws);
  const bad = judged.filter((each) => !each.passes).flatMap((each) => each.draws);
  const least = Math.min(...good.map((draw) => draw.value));
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

/** One situation for each value that the part may draw. */
function situationsOf(
  part: ComponentValue,
  clip: ClipCase,
  cases: number,
  phase: PhaseAt,
  evaluation: Evaluation,
): readonly Situation[] {
  const plain: Situation = { ...plainSituation(part, phase), draws: clip.draws, tensor: clip.tensor };
  let all: readonly Situation[] = [plain];
  for (const field of part.declaration.fields.keys()) {
    const range = evaluation.fieldOf(part, field, plain.extra);
    if (range?.kind !== "range") continue;
    const whole = rangeNumber(range);
    const { low, high } = whole.interval;
    const count = high - low + 1;
    if (!whole.whole || !Number.isFinite(count) || count * all.length * cases > mostDraws) {
      all = all.map((each) => withNames(each, [[field, whole]]));
      continue;
    }
    const values = Array.from({ length: Math.max(count, 0) }, (_, i) => low + i);
    all = all.flatMap((each) =>
      values.map((value) => ({
        ...withNames(each, [[field, rangeNumber(range, value)]]),
        draws: each.draws.map((draws) => [...draws, { field, range, value }]),
      })),
    );
  }
  return all;
}

/** The situation with its dims named, or undefined where the clip does not fit; that is reported. */
function enter(
  situation: Situation,
  parts: readonly ComponentValue[],
  index: number,
  checking: { readonly evaluation: Evaluation; readonly findings: Findings },
): Situation | undefined {
  const { evaluation, findings } = checking;
  const rules = rulesFor("takes", situation, evaluation);
  const { tensor } = situation;
  if (rules.length === 0 || !tensor) return situation;
  const fitting = rules.filter(
    ({ type }) => type.scale === undefined || tensor.scale === undefined || type.scale === tensor.scale,
  );
  const rule = fitting[0] ?? rules[0];
  if (!rule) return situation;
  if (fitting.length === 0) reportScale(parts, index, rule.type, tensor, evaluation, findings);
  const entering = fitting.length === 0 && rule.type.scale ? { ...tensor, scale: rule.type.scale } : tensor;
  const bound = bind(rule.type, entering, situation, evaluation);
  if (bound.kind === "bound") return bound.situation;
  reportMisfit(bound, situation.component, entering, findings);
  return undefined;
}

function leave(situation: Situation, evaluation: Evaluation): ClipCase | undefined {
  const { tensor, draws } = situation;
  if (!tensor) return undefined;
  const rule = rulesFor("yields", situation, evaluation)[0];
  if (!rule) return { tensor, draws };
  const names = tensor.dims.map((dim) => dim.name);
  const given = tensorOf(rule.type, situation, evaluation, names);
  return given && { tensor: given, draws };
}

/** One case for each shape. */
function merged(cases: readonly ClipCase[]): readonly ClipCase[] {
  const kept: ClipCase[] = [];
  for (const each of cases) {
    const at = kept.findIndex((other) => sameDims(other.tensor, each.tensor));
    const other = kept[at];
    if (other) kept[at] = { ...other, draws: [...other.draws, ...each.draws] };
    else kept.push(each);
  }
  return kept;
}
