/** The shape runs of an experiment: each phase, each frame size, from the decoded clip to what the heads give. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import type { ComponentValue, HeadValue, Value } from "../values/value.ts";
import { derivedValues } from "./derived.ts";
import { rulesFor } from "./flow.ts";
import type { TrunkRuns } from "./head-entry.ts";
import { placeHead } from "./head-place.ts";
import { type HeadCase, runHead } from "./heads.ts";
import { reportMisfit } from "./misfit.ts";
import { reportModelClip } from "./model-clip.ts";
import { nearestRemedies } from "./nearest.ts";
import { type Pipeline, partsOf } from "./pipeline.ts";
import { pipelinesOf } from "./pipelines.ts";
import { type Checking, checkRequires } from "./requires.ts";
import { reportModelScale } from "./scale.ts";
import { dataExtra, type PhaseAt, type Situation, withNames } from "./situation.ts";
import { formatDims } from "./tensor.ts";
import { runTrunk, stepsTo, type TrunkCase } from "./trunk.ts";

/** One phase at one frame size. */
export interface FrameRun {
  readonly pipeline: Pipeline;
  /** Undefined where the clip does not get through the trunk. */
  readonly trunk: readonly TrunkCase[] | undefined;
  /** By head. */
  readonly heads: ReadonlyMap<string, readonly HeadCase[]>;
}

export interface PhaseRun {
  readonly phase: PhaseAt;
  /** Undefined where a clip does not get through the transforms, or the model's `clip` is no clip. */
  readonly frames: readonly FrameRun[] | undefined;
  /** What the phase's own data gives, which for the phase that trains may differ from what the model is told. */
  readonly pipelines: readonly Pipeline[] | undefined;
}

export interface ShapeRuns {
  readonly phases: readonly PhaseRun[];
  readonly heads: readonly { readonly head: HeadValue; readonly block: string }[];
}

/** Runs all shapes. `model` is undefined where it could not be evaluated. */
export function runShapes(
  phases: readonly PhaseAt[],
  model: ComponentValue | undefined,
  checking: Checking,
): ShapeRuns {
  const pipelines = new Map(phases.map((phase) => [phase, pipelinesOf(phase, checking)]));
  if (!model) {
    return {
      heads: [],
      phases: phases.map((phase) => ({ phase, pipelines: pipelines.get(phase), frames: undefined })),
    };
  }
  const leading = phases.find((phase) => phase.role === "train") ?? phases[0];
  const told = new Map(
    phases.map((phase) => [
      phase,
      phase === leading ? toldClips(model, phase, pipelines.get(phase), checking) : pipelines.get(phase),
    ]),
  );
  const trunks = phases.map((phase) => ({
    phase,
    frames: told.get(phase)?.map((pipeline) => ({
      pipeline,
      trunk: enterTrunk(model, pipeline, phase, phase === leading, phases, checking),
    })),
  }));
  const placed = placeHeads(
    model,
    trunks.flatMap((each) => each.frames ?? []).find((each) => each.trunk)?.trunk?.[0],
    checking,
  );
  const all: TrunkRuns = {
    model,
    phases: trunks.map(({ phase, frames }) => ({
      phase,
      frames: (frames ?? []).flatMap((each) => (each.trunk ? [each.trunk] : [])),
    })),
  };
  const before = checking.findings.errors();
  const outputs = headOutputs(placed, trunks, all, checking);
  const mismatch = leading?.role === "train" && told.get(leading) !== pipelines.get(leading);
  if (leading && mismatch && checking.findings.errors() === before) {
    reportModelClip(model, leading, told.get(leading), pipelines.get(leading), checking);
  }
  return {
    heads: placed,
    phases: trunks.map(({ phase, frames }) => ({
      phase,
      pipelines: pipelines.get(phase),
      frames: frames?.map((each) => ({ ...each, heads: outputs.get(each.trunk) ?? new Map() })),
    })),
  };
}

/** The clips that the model's `clip` says; those of the phase itself where it says nothing else. */
function toldClips(
  model: ComponentValue,
  phase: PhaseAt,
  own: readonly Pipeline[] | undefined,
  checking: Checking,
): readonly Pipeline[] | undefined {
  const clip = clipFieldOf(model, phase, checking);
  if (clip === undefined) return own;
  if (clip.kind !== "clip") return undefined;
  return clip.data === phase.data ? own : pipelinesOf({ ...phase, data: clip.data }, checking);
}

/** The value of the field whose type is a clip. */
function clipFieldOf(model: ComponentValue, phase: PhaseAt, { evaluation }: Checking): Value | undefined {
  const field = [...model.declaration.fields.values()].find((each) => each.type.kind === "clip_type");
  return field && evaluation.fieldOf(model, field.name, dataExtra(phase));
}

/** The trunk over the clips of one frame size; the model's own conditions are checked on the way. */
function enterTrunk(
  model: ComponentValue,
  pipeline: Pipeline,
  phase: PhaseAt,
  leading: boolean,
  phases: readonly PhaseAt[],
  checking: Checking,
): readonly TrunkCase[] | undefined {
  const { evaluation, findings } = checking;
  const situation = { component: model, phase, dims: new Map(), extra: dataExtra(phase), draws: [] };
  const wanted = rulesFor("takes", situation, evaluation)[0]?.type.scale;
  const given = pipeline.cases[0]?.tensor.scale;
  const transform = transformOf(phase, evaluation);
  if (wanted && given && wanted !== given && transform) {
    const others = phases
      .filter((each) => each !== phase)
      .flatMap((each) => transformOf(each, evaluation) ?? [])
      .map((each) => ({ transform: each, parts: partsOf(each) ?? [] }));
    reportModelScale(model, transform, wanted, given, others, evaluation, findings);
  }
  const cases = pipeline.cases.map((clip) =>
    runTrunk(model, clip, phase, evaluation, (misfit) => reportMisfit(misfit, model, clip.tensor, findings)),
  );
  if (!cases.every((each) => each !== undefined)) return undefined;
  const known = cases.map((each) => ({
    ...each,
    situation: withNames(each.situation, leading ? derivedValues(each.situation, checking) : []),
  }));
  const alive = new Set<Situation>(
    checkRequires(
      known.map((each) => each.situation),
      { remedies: (failure) => nearestRemedies(failure, checking), shapesAreKnown: true },
      checking,
    ),
  );
  const fit = known.filter((each) => alive.has(each.situation) && !reportVanished(model, each, checking));
  return fit.length > 0 ? fit : undefined;
}

function transformOf(phase: PhaseAt, evaluation: Checking["evaluation"]): Value | undefined {
  return evaluation.fieldOf(phase.data, "transform", dataExtra(phase));
}

/** V0503: a block of which nothing is left. */
function reportVanished(model: ComponentValue, at: TrunkCase, { findings }: Checking): boolean {
  const gone = at.blocks.find((block) => block.tensor.dims.some((dim) => dim.value.interval.high < 1));
  const index = gone?.tensor.dims.findIndex((dim) => dim.value.interval.high < 1) ?? -1;
  if (!gone || index < 0) return false;
  const what = index === 1 ? "frames are" : index > 1 ? "pixels are" : "planes are";
  const steps = stepsTo(gone.name, at.clip, at.blocks).map(({ label, tensor }) =>
    `${tensor.dims[index]?.value.interval.high ?? "?"} ${label}`.trim(),
  );
  const source = at.clip.dims[index]?.source;
  findings.report(
    diagnose(
      "V0503",
      { title: `no ${what} left at ${gone.name}` },
      {
        primary: { span: nameSpanOf(model), text: `gives ${formatDims(gone.tensor)} at ${gone.name}` },
        ...(source ? { secondary: [{ span: source.origin.span, text: "the clip's size is set here" }] } : {}),
        why: steps.join(" → "),
      },
    ),
  );
  return true;
}

function placeHeads(model: ComponentValue, at: TrunkCase | undefined, checking: Checking): ShapeRuns["heads"] {
  const none = model.declaration.blocks.length === 0;
  if (none) for (const head of model.heads.values()) placeHead(head, model, [], checking);
  if (!at) return [];
  return [...model.heads.values()].flatMap((head) => {
    const block = placeHead(head, model, at.blocks, checking);
    return block === undefined ? [] : [{ head, block }];
  });
}

type Trunks = readonly {
  readonly phase: PhaseAt;
  readonly frames: readonly { readonly trunk: readonly TrunkCase[] | undefined }[] | undefined;
}[];

/** By trunk run, then by head. A head that fails in one phase is not asked about in the next. */
function headOutputs(placed: ShapeRuns["heads"], trunks: Trunks, all: TrunkRuns, checking: Checking) {
  const outputs = new Map<readonly TrunkCase[] | undefined, Map<string, readonly HeadCase[]>>();
  for (const { head, block } of placed) {
    for (const { phase, frames } of trunks) {
      const runs = (frames ?? []).map(({ trunk }) => ({
        trunk,
        cases: trunk && runHead(head, block, trunk, phase, all, checking),
      }));
      for (const { trunk, cases } of runs) {
        if (trunk && cases) outputs.set(trunk, (outputs.get(trunk) ?? new Map()).set(head.name.name, cases));
      }
      if (runs.some(({ trunk, cases }) => trunk && !cases)) break;
    }
  }
  return outputs;
}
