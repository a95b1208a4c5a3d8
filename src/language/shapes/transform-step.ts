/** One transform of a pipeline: what it may draw, what it takes, what it gives. */
import type { ShapeRule } from "../declarations/declaration.ts";
import { hull } from "../dims/arithmetic.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Bound, bind, rulesFor, tensorOf } from "./flow.ts";
import { type Draw, type PhaseAt, plainSituation, rangeNumber, type Situation, withNames } from "./situation.ts";
import { type Dim, formatDims, type Tensor } from "./tensor.ts";

/** A clip as it may turn out: several where random draws change its shape. */
export interface ClipCase {
  readonly tensor: Tensor;
  /** The draws that lead to it, one list for each way. */
  readonly draws: readonly (readonly Draw[])[];
}

/** More draws than this are not tried one by one; their range is computed with as an interval. */
const mostDraws = 1024;

/** One situation for each value that the part may draw. */
export function situationsOf(
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
        draws: extended(each.draws, { field, range, value }, values.length),
      })),
    );
  }
  return all;
}

/** The first `takes` whose scale the clip has, else the first; undefined where the part takes whatever comes. */
function takesOf(situation: Situation, evaluation: Evaluation): ShapeRule | undefined {
  const rules = rulesFor("takes", situation, evaluation);
  const scale = situation.tensor?.scale;
  const fits = ({ type }: ShapeRule): boolean =>
    type.scale === undefined || scale === undefined || type.scale === scale;
  return rules.find(fits) ?? rules[0];
}

/** The scale that the part wants where the clip has another one. */
export function otherScale(situation: Situation, evaluation: Evaluation): Tensor["scale"] {
  const wanted = takesOf(situation, evaluation)?.type.scale;
  return situation.tensor?.scale === undefined || wanted === situation.tensor.scale ? undefined : wanted;
}

/** The situation with its dims named, or why the clip does not fit. */
export function enter(situation: Situation, evaluation: Evaluation): Bound {
  const rule = takesOf(situation, evaluation);
  if (!rule || !situation.tensor) return { kind: "bound", situation };
  return bind(rule.type, situation.tensor, situation, evaluation);
}

/** What comes out: what went in, where the part says nothing else. */
export function leave(situation: Situation, evaluation: Evaluation): ClipCase | undefined {
  const { tensor, draws } = situation;
  if (!tensor) return undefined;
  const rule = rulesFor("yields", situation, evaluation)[0];
  if (!rule) return { tensor, draws };
  const names = tensor.dims.map((dim) => dim.name);
  const given = tensorOf(rule.type, situation, evaluation, names);
  return given && { tensor: given, draws };
}

/** One case for each shape. */
export function merged(cases: readonly ClipCase[]): readonly ClipCase[] {
  const kept = new Map<string, { readonly tensor: Tensor; readonly draws: (readonly Draw[])[] }>();
  for (const { tensor, draws } of cases) {
    const sizes = formatDims(tensor);
    const known = kept.get(sizes);
    if (known) for (const each of draws) known.draws.push(each);
    else kept.set(sizes, { tensor, draws: [...draws] });
  }
  return [...kept.values()].map(({ tensor, draws }) => ({ tensor, draws: bounded(draws) }));
}

/** One draw more for each way. Where ranges stand behind ranges the ways multiply; of too many only the last draw is kept. */
function extended(draws: readonly (readonly Draw[])[], draw: Draw, values: number): readonly (readonly Draw[])[] {
  return draws.length * values > mostDraws ? [[draw]] : draws.map((each) => [...each, draw]);
}

/** All cases as one, whose sizes lie between theirs. */
export function hulled(cases: readonly ClipCase[]): readonly ClipCase[] {
  const [first, ...others] = cases;
  if (!first || others.length === 0) return cases;
  const dims = first.tensor.dims.map((dim, i): Dim => {
    const sizes = cases.flatMap(({ tensor }) => tensor.dims[i]?.value.interval ?? []);
    return { ...dim, value: { ...dim.value, interval: hull(sizes) } };
  });
  return [{ tensor: { ...first.tensor, dims }, draws: bounded(cases.flatMap(({ draws }) => draws)) }];
}

/** Of too many ways only the last draws are kept: those are what messages name first. */
function bounded(draws: readonly (readonly Draw[])[]): readonly (readonly Draw[])[] {
  if (draws.length <= mostDraws) return draws;
  const last = draws.flatMap((each) => each.at(-1) ?? []);
  return [...new Map(last.map((draw) => [`${draw.field} ${draw.value}`, [draw]])).values()];
}
