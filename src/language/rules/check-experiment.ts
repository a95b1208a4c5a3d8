/**
 * Everything that is asked of an experiment once its values are known: shapes per phase and frame size, then each family of
 * rules. Findings go to `evaluation.report`; what stands on something already reported is passed over in silence.
 */
import type { CheckedExperiment, CheckedPhase } from "../checked.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import { collectFindings } from "../shapes/findings.ts";
import { type PhaseRun, runShapes } from "../shapes/run.ts";
import { shapeRunOf } from "../shapes/shape-run.ts";
import type { ExperimentValue, Value } from "../values/value.ts";
import { checkBatches } from "./batches.ts";
import { checkClips } from "./clips.ts";
import { checkComponents } from "./components.ts";
import { type Context, numbersOf, partsOfExperiment } from "./context.ts";
import { derivedOf } from "./derived.ts";
import { checkReach } from "./heads.ts";
import { checkHooks } from "./hooks.ts";
import { checkMeters } from "./meters.ts";
import { checkOutputs } from "./outputs.ts";
import { checkRates } from "./rates.ts";
import { checkSchedules } from "./schedules.ts";
import { checkSplits } from "./splits.ts";
import { checkTestEvery } from "./test-every.ts";
import { checkTransforms } from "./transforms.ts";

export interface ExperimentOptions {
  readonly pedantic: boolean;
}

const families = [
  checkSplits,
  checkClips,
  checkTransforms,
  checkBatches,
  checkComponents,
  checkOutputs,
  checkReach,
  checkSchedules,
  checkRates,
  checkMeters,
  checkHooks,
  checkTestEvery,
];

/**
 * Checks one experiment of the file (one that has a `binding`). Undefined where it is too broken to be shown or emitted: a
 * required field is missing or poisoned. Reports nothing that the evaluator reports: types, refinements, open fields of the
 * experiment itself, `hooks` that are no hooks.
 */
export function checkExperiment(
  experiment: ExperimentValue,
  evaluation: Evaluation,
  { pedantic }: ExperimentOptions,
): CheckedExperiment | undefined {
  const findings = collectFindings(evaluation);
  const parts = partsOfExperiment(experiment, evaluation);
  const runs = runShapes(parts.phases, parts.model, { evaluation, findings });
  const context: Context = { ...parts, pedantic, evaluation, findings, runs };
  for (const check of families) check(context);
  return checkedOf(context);
}

function checkedOf(context: Context): CheckedExperiment | undefined {
  const { experiment, model, loss, optimizer, phases, runs, evaluation } = context;
  const { binding } = experiment;
  if (!binding || !model || !loss || !optimizer || phases.length === 0) return undefined;
  const required = ["phases", "epochs", "meters", "hooks"].map((name) => evaluation.fieldOf(experiment, name));
  if (!required.every((value) => value !== undefined && isWhole(value))) return undefined;
  return {
    name: binding.name,
    docs: binding.docs,
    file: binding.file,
    value: experiment,
    phases: runs.phases.map((run) => checkedPhase(run, context)),
    model: { value: model, declaration: model.declaration, heads: runs.heads },
    derived: derivedOf(context),
  };
}

function isWhole(value: Value): boolean {
  return value.kind === "list" ? value.items.every(isWhole) : value.kind !== "poison";
}

function checkedPhase(run: PhaseRun, context: Context): CheckedPhase {
  const { name, role, data } = run.phase;
  const { clips, steps, videos } = numbersOf(run.phase, context.evaluation);
  const known = (high: number | undefined): number | undefined =>
    high !== undefined && Number.isFinite(high) ? high : undefined;
  return {
    name,
    role,
    data,
    runs: (run.frames ?? []).map((frame) => shapeRunOf(frame, context.evaluation)),
    clips: known(clips.high),
    steps: known(steps.high),
    videos: known(videos?.high),
  };
}
