/** The pipelines of a phase, one for each frame size. Experiments of one file share data sets: each is run through once. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";
import { framesOf, type Pipeline, runPipeline } from "./pipeline.ts";
import type { Checking } from "./requires.ts";
import type { PhaseAt } from "./situation.ts";

interface Outcome {
  /** Undefined where a clip does not get through. */
  readonly pipelines: readonly Pipeline[] | undefined;
  /** What was found on the way: every experiment that uses the data set has it. */
  readonly found: readonly Diagnostic[];
}

/** By data set, then by what the phase is called. */
type Known = WeakMap<ComponentValue, Map<string, Outcome>>;

const memories = new WeakMap<Evaluation, Known>();

/** Undefined where a clip does not get through the transforms; that is reported. */
export function pipelinesOf(phase: PhaseAt, { evaluation, findings }: Checking): readonly Pipeline[] | undefined {
  const memory: Known = memories.get(evaluation) ?? new WeakMap();
  memories.set(evaluation, memory);
  const ofData = memory.get(phase.data) ?? new Map<string, Outcome>();
  memory.set(phase.data, ofData);
  const key = `${phase.role} ${phase.name}`;
  const known = ofData.get(key);
  if (known) {
    for (const each of known.found) findings.report(each);
    return known.pipelines;
  }
  const found: Diagnostic[] = [];
  const noting: Findings = {
    ...findings,
    report: (diagnostic) => {
      found.push(diagnostic);
      findings.report(diagnostic);
    },
  };
  const runs = framesOf(phase.data, evaluation).map((frame) => runPipeline(phase, frame, evaluation, noting));
  const pipelines = runs.length > 0 && runs.every((run) => run !== undefined) ? runs : undefined;
  ofData.set(key, { pipelines, found });
  return pipelines;
}
