/** What to do about a head whose pool does not fit its block. Everything proposed has been tried, in every phase. */
import type { Fix } from "../diagnostics/diagnostic.ts";
import { removeField, replaceValue } from "../diagnostics/edits.ts";
import { exactly, isExact } from "../dims/interval.ts";
import { makeNumber } from "../values/make.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { truthOf } from "./conditions.ts";
import { isTime } from "./explain.ts";
import { collectSilently } from "./findings.ts";
import { resized } from "./flow.ts";
import { enterHead, type TrunkRuns } from "./head-entry.ts";
import { nearestNumber, withSetting } from "./nearest.ts";
import type { Checking, Failure, Remedies } from "./requires.ts";
import type { Situation } from "./situation.ts";
import { isExactTensor } from "./tensor.ts";
import { runTrunk, type TrunkCase } from "./trunk.ts";

export function headRemedies(failure: Failure, block: string, all: TrunkRuns, checking: Checking): Remedies {
  const clip = otherClip(failure, block, all, checking);
  const notes = failure.require.code?.name === "V0604" ? [everyCell(failure, checking)] : [];
  const pool = failure.fields.find((each) => each.value.kind === "dims");
  const fix = pool && poolFix(pool, failure, block, all, checking);
  const number = fix ? undefined : nearestNumber(failure, (changed) => passes(changed, block, all, checking));
  return {
    fixes: fix ? [fix] : [],
    helps: [...(clip ? [clip] : []), ...(number ? [number] : [])],
    notes: notes.filter((note) => note !== ""),
  };
}

type DimsValue = Value & { readonly kind: "dims" };

/** Pool what is there, or leave the pool out: whichever the failure is about, if it then holds everywhere. */
function poolFix(
  pool: { readonly name: string; readonly value: Value },
  failure: Failure,
  block: string,
  all: TrunkRuns,
  checking: Checking,
): Fix | undefined {
  const { component } = failure.situation;
  if (pool.value.kind !== "dims") return undefined;
  const smaller = (): Fix | undefined => {
    const sizes = mapSizes(pool.value as DimsValue, failure.situation);
    const edit = sizes && replaceValue(pool.value, sizes.join("x"));
    if (
      !sizes ||
      !edit ||
      !passes(withSetting(component, pool.name, dimsOf(pool.value as DimsValue, sizes)), block, all, checking)
    )
      return undefined;
    return { title: `pool what is there: \`${pool.name}: ${sizes.join("x")}\``, edits: [edit] };
  };
  const none = (): Fix | undefined => {
    const edit = removeField(pool.value);
    const optional = component.declaration.fields.get(pool.name)?.default !== undefined;
    if (!edit || !optional || !passes(withSetting(component, pool.name, undefined), block, all, checking))
      return undefined;
    return { title: `remove \`${pool.name}\`: the whole map is pooled, in train and in test`, edits: [edit] };
  };
  return failure.require.code?.name === "V0604" ? (none() ?? smaller()) : (smaller() ?? none());
}

/** The last sizes of what comes in: frames, height and width of the map. */
function mapSizes(pool: DimsValue, { tensor }: Situation): readonly number[] | undefined {
  if (!tensor || !isExactTensor(tensor) || tensor.dims.length < pool.values.length) return undefined;
  return tensor.dims.slice(-pool.values.length).map((dim) => dim.value.interval.low);
}

function dimsOf(like: DimsValue, sizes: readonly number[]): DimsValue {
  return {
    ...like,
    values: sizes.map((size) => makeNumber(exactly(size), like.origin, like.params, { unit: like.unit })),
  };
}

/** Whether all that the head requires then holds, in every phase and for every clip. */
function passes(component: ComponentValue, block: string, all: TrunkRuns, checking: Checking): boolean {
  return all.phases.every(({ phase, frames }) =>
    frames.flat().every((each) => {
      const situation = situationAt(component, block, each, phase, checking);
      return situation !== undefined && holdsAll(situation, checking);
    }),
  );
}

function situationAt(
  component: ComponentValue,
  block: string,
  from: TrunkCase,
  phase: TrunkRuns["phases"][number]["phase"],
  { evaluation }: Checking,
): Situation | undefined {
  const tensor = from.blocks.find((each) => each.name === block)?.tensor;
  const span = component.origin.span;
  return (
    tensor && enterHead(component, tensor, from, phase, { evaluation, findings: collectSilently() }, { span, text: "" })
  );
}

function holdsAll(situation: Situation, { evaluation }: Checking): boolean {
  return situation.component.declaration.requires.every(
    (require) =>
      require.severity === "warning" ||
      (require.phase && require.phase.name !== situation.phase?.role) ||
      truthOf(require.condition, situation, evaluation) === true,
  );
}

/** `or use 32-frame clips: …`, `or crop 112x112 px, …`: the nearest clip with which this head would do. */
function otherClip(failure: Failure, block: string, all: TrunkRuns, checking: Checking): string | undefined {
  const { situation } = failure;
  const at = all.phases.find(({ phase }) => phase === situation.phase);
  const from = at?.frames.flat().find((each) => each.blocks.some((one) => one.tensor === situation.tensor));
  if (!at || !from || !situation.tensor) return undefined;
  const strays = strayIndexes(failure);
  const [first] = strays;
  const dim = first === undefined ? undefined : from.clip.dims[first];
  if (first === undefined || !dim || !isExact(dim.value.interval)) return undefined;
  const now = dim.value.interval.low;
  const time = isTime(dim);
  const sizes = time ? longer(now) : nearestSizes(now);
  const fits = sizes.find((size) => {
    const clip = (time ? [first] : strays).reduce((tensor, index) => resized(tensor, index, size), from.clip);
    const trunk = runTrunk(all.model, { tensor: clip, draws: from.draws }, at.phase, checking.evaluation);
    const there = trunk && situationAt(situation.component, block, trunk, at.phase, checking);
    return there !== undefined && holdsAll(there, checking);
  });
  if (fits === undefined) return undefined;
  if (time) return `or use ${fits}-frame clips: \`clip: ${fits} frames\``;
  return `or crop ${fits}x${fits} px, which the pool was made for`;
}

/** Places of the failing dims in what comes in: frames, or else height and width. */
function strayIndexes({ situation, dims }: Failure): readonly number[] {
  const time = dims.filter(isTime);
  const relevant = time.length > 0 ? time : dims;
  return relevant
    .map((dim) => situation.tensor?.dims.findIndex((each) => each.value === dim.value) ?? -1)
    .filter((at) => at > 0);
}

/** Longer clips, whole multiples of this one first. */
function longer(now: number): readonly number[] {
  const all = Array.from({ length: 128 }, (_, i) => now + i + 1);
  return [...all.filter((size) => size % now === 0), ...all.filter((size) => size % now !== 0)];
}

/** Multiples of 16, the nearest first. */
function nearestSizes(now: number): readonly number[] {
  const all = Array.from({ length: 32 }, (_, i) => 16 * (i + 1));
  return all.toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now));
}

function everyCell({ situation }: Failure, { evaluation }: Checking): string {
  const classes = situation.extra.get("classes") ?? evaluation.fieldOf(situation.component, "classes", situation.extra);
  const count = classes?.kind === "number" && isExact(classes.interval) ? `${classes.interval.low} ` : "";
  return `in training the grid is not averaged; every cell would become ${count}more classes`;
}
