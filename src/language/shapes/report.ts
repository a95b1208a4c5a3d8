/**
 * `vcl shapes`: every block's tensor in each phase and at each frame size, and how much an epoch is. What only the runtime
 * can count (parameters, multiply-accumulates) is handed in.
 */
import type { CheckedExperiment, ShapeRun, TensorShape } from "../checked.ts";
import { grouped } from "../diagnostics/words.ts";
import type { Interval } from "../dims/interval.ts";
import type { Value } from "../values/value.ts";
import { phaseWords } from "./phase-words.ts";
import { blockRows, columnsOf } from "./report-table.ts";
import { table } from "./report-text.ts";

/** Counted by the runtime from the network's layers. */
export interface Costs {
  /** Trained numbers in the trunk. */
  readonly trunkParameters: number;
  /** By head. */
  readonly headParameters: ReadonlyMap<string, number>;
  /** Multiply-accumulates of one training clip's forward pass. */
  readonly macs: number;
  /** Bytes that one training clip's forward pass keeps for the backward pass. */
  readonly activationBytes: number;
}

export function shapesText(experiment: CheckedExperiment, costs?: Costs): string {
  const columns = columnsOf(experiment);
  const lines = [titleLine(experiment, costs), "", ...table(columns, blockRows(experiment, columns))];
  return [...lines, "", ...costLines(costs), phaseLine(experiment), ""].join("\n");
}

function modelName({ model }: CheckedExperiment): string {
  return model.value.binding?.name ?? model.value.base?.binding?.name ?? model.declaration.name;
}

function titleLine(experiment: CheckedExperiment, costs: Costs | undefined): string {
  if (!costs) return modelName(experiment);
  const heads = [...costs.headParameters].map(([name, count]) => `${grouped(count)} in head "${name}"`);
  return `${modelName(experiment)} · ${[`${grouped(costs.trunkParameters)} parameters in the trunk`, ...heads].join(", ")}`;
}

function costLines(costs: Costs | undefined): readonly string[] {
  if (!costs) return [];
  return [
    `one train clip: ${scaled(costs.macs, "MAC")} forward (counted as Classy Vision does: ${grouped(costs.macs)}) · about ${scaled(costs.activationBytes, "B")} of activations kept for the backward pass`,
    "(activations: what the engine keeps for the backward pass, with batch norm and ReLU fused)",
  ];
}

/** `20.38 GMAC`; small figures in millions, `4.1 MB`. */
export function scaled(count: number, unit: string): string {
  return count < 5e7 ? `${(count / 1e6).toFixed(1)} M${unit}` : `${(count / 1e9).toFixed(2)} G${unit}`;
}

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
    ...(costs
      ? {
          parameters: { trunk: costs.trunkParameters, heads: Object.fromEntries(costs.headParameters) },
          macs: costs.macs,
          activationBytes: costs.activationBytes,
        }
      : {}),
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
