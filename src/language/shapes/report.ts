/**
 * `vcl shapes`: every block's tensor in each phase and at each frame size, and how much an epoch is. What only the runtime
 * can count (parameters, multiply-accumulates) is handed in.
 */
import type { CheckedExperiment, CheckedPhase, ShapeRun, TensorShape } from "../checked.ts";
import { byteCount, grouped } from "../diagnostics/words.ts";
import { type Interval, isExact } from "../dims/interval.ts";
import type { Value } from "../values/value.ts";
import { type Costs, macsText, totalsOf } from "./costs.ts";
import { phaseWords } from "./phase-words.ts";
import { blockRows, columnsOf, costColumns } from "./report-table.ts";
import { table } from "./report-text.ts";

/** `why` says why there are no costs. */
export function shapesText(experiment: CheckedExperiment, costs?: Costs, why?: string): string {
  const columns = columnsOf(experiment);
  const rows = blockRows(experiment, columns, costs);
  const lines = [titleLine(experiment, costs), "", ...table(columns, rows, costs ? costColumns(costs) : [])];
  return [...lines, "", ...costLines(experiment, costs, why), phaseLine(experiment), ""].join("\n");
}

function modelName({ model }: CheckedExperiment): string {
  return model.value.binding?.name ?? model.value.base?.binding?.name ?? model.declaration.name;
}

/** `r3d18 · 33,218,085 parameters: 33,166,272 in the trunk, 51,813 in head "action"` */
function titleLine(experiment: CheckedExperiment, costs: Costs | undefined): string {
  if (!costs) return modelName(experiment);
  const { parameters, trunkParameters } = totalsOf(costs);
  const heads = costs.heads.map((head) => `${grouped(head.parameters)} in head "${head.name}"`);
  const silent = experiment.model.heads.length > costs.heads.length ? "; other heads do not say" : "";
  const parts = [`${grouped(trunkParameters)} in the trunk`, ...heads].join(", ");
  return `${modelName(experiment)} · ${grouped(parameters)} parameters: ${parts}${silent}`;
}

function costLines(
  experiment: CheckedExperiment,
  costs: Costs | undefined,
  why: string | undefined,
): readonly string[] {
  if (!costs) return why === undefined ? [] : [`parameters and cost are not known: ${why}`];
  return [macsLine(experiment, costs), activationsLine(experiment, costs)];
}

function macsLine(experiment: CheckedExperiment, costs: Costs): string {
  const { macs } = totalsOf(costs);
  const train = trainingPhase(experiment)?.name;
  const others = [...costs.phaseMacs].filter(([name]) => name !== train);
  const exact = `counted as Classy Vision does: ${grouped(macs)}`;
  return [
    `one ${train} clip: ${costs.atMost ? "at most " : ""}${macsText(macs)} forward (${exact})`,
    ...others.map(([name, count]) => `one ${name} clip: ${macsText(count)}`),
  ].join(" · ");
}

/** Weights and the clips themselves are not counted. */
function activationsLine(experiment: CheckedExperiment, costs: Costs): string {
  const { activationBytes } = totalsOf(costs);
  const batch = numberIn(trainingPhase(experiment)?.data.settings.get("batch"));
  const clips = batch && isExact(batch) ? batch.low : 1;
  const most = costs.atMost ? "at most " : "";
  const whole = `${most}${byteCount(activationBytes * clips)} for the backward pass`;
  if (clips === 1) return `activations: one clip keeps ${whole}`;
  return `activations: a batch of ${clips} clips keeps ${whole}, ${byteCount(activationBytes)} each`;
}

function trainingPhase({ phases }: CheckedExperiment): CheckedPhase | undefined {
  return phases.find(({ role }) => role === "train") ?? phases[0];
}

/** `train: 8 steps of 8 clips per epoch · test: 8 batches of 10 clips = 8 videos` */
function phaseLine({ phases }: CheckedExperiment): string {
  return phases.map(phaseWords).join(" · ");
}

function numberIn(value: Value | undefined): Interval | undefined {
  return value?.kind === "number" ? value.interval : undefined;
}

/** A size: one number, or its bounds where random draws leave it open. */
type Size = number | readonly [number, number];

/** The same as data. */
export function shapesJson(experiment: CheckedExperiment, costs?: Costs) {
  return {
    experiment: experiment.name,
    model: modelName(experiment),
    ...(costs ? costsJson(costs, experiment) : {}),
    heads: experiment.model.heads.map(({ head, block }) => ({ name: head.name.name, block })),
    phases: experiment.phases.map(({ name, role, runs, clips, steps, videos }) => ({
      name,
      role,
      clips: clips ?? null,
      steps: steps ?? null,
      videos: videos ?? null,
      runs: runs.map(runJson),
    })),
  };
}

function costsJson(costs: Costs, experiment: CheckedExperiment) {
  const { parameters, trunkParameters, macs, activationBytes } = totalsOf(costs);
  const heads = Object.fromEntries(costs.heads.map((head) => [head.name, head.parameters]));
  const batch = numberIn(trainingPhase(experiment)?.data.settings.get("batch"));
  return {
    parameters: { total: parameters, trunk: trunkParameters, heads },
    macs,
    activationBytes,
    batchActivationBytes: batch && isExact(batch) ? batch.low * activationBytes : null,
    atMost: costs.atMost,
    phaseMacs: Object.fromEntries(costs.phaseMacs),
    costs: { blocks: costs.blocks, heads: costs.heads },
  };
}

function runJson({ frame, stages, clip, blocks, heads }: ShapeRun) {
  return {
    frame: [frame.height, frame.width],
    stages: stages.map(({ label, tensor }) => ({ label, dims: sizes(tensor) })),
    clip: clip ? sizes(clip) : null,
    blocks: blocks.map(({ name, tensor }) => ({ name, dims: sizes(tensor) })),
    heads: heads.map(({ name, tensor, lets }) => ({
      name,
      meaning: tensor.meaning,
      dims: sizes(tensor),
      cells: numberIn(lets.get("grid"))?.high ?? null,
    })),
  };
}

function sizes(tensor: TensorShape): readonly Size[] {
  return tensor.dims.map(({ size: { low, high } }) => (low === high ? low : [low, high]));
}
