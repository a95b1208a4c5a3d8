/** Where a run stands, and which batches are still to come. */
import type { ClipRef, PhaseData } from "../data.ts";
import { RunError } from "../error.ts";

export interface Position {
  /** From 1. */
  readonly epoch: number;
  /** The phase's place in the epoch, from 0. */
  readonly phase: number;
  /** Batches of this phase's epoch that are done. */
  readonly batch: number;
  /** Whether the phase has come to its end. */
  readonly complete: boolean;
  /** Train steps done, over the whole run. */
  readonly step: number;
}

export const startPosition: Position = { epoch: 1, phase: 0, batch: 0, complete: false, step: 0 };

/** A phase with its data set open. */
export interface OpenPhase {
  readonly name: string;
  readonly trains: boolean;
  readonly data: PhaseData;
}

/** How much there is to do. `epochs` may be fractional: the last one then trains on a part of its sample. */
export interface Extent {
  readonly phases: readonly OpenPhase[];
  readonly epochs: number;
  /** The phases that test run in each n-th epoch and in the last. */
  readonly testEvery: number;
  readonly seed: number;
  /** Train steps of a whole epoch. */
  readonly stepsPerEpoch: number;
}

/** One batch to be done. */
export interface Work {
  readonly epoch: number;
  readonly phase: number;
  /** From 0. */
  readonly batch: number;
  /** Batches of this phase's epoch. */
  readonly batches: number;
  readonly clips: readonly ClipRef[];
}

/** All batches behind `position`, in order. RunError where a phase has none. */
export function* workFrom(position: Position, extent: Extent): Generator<Work> {
  const { phases, seed } = extent;
  for (let epoch = position.epoch; epoch <= lastEpoch(extent); epoch++) {
    for (const [phase, open] of phases.entries()) {
      const { name, trains, data } = open;
      const here = epoch === position.epoch && phase === position.phase;
      if (epoch === position.epoch && (phase < position.phase || (here && position.complete))) continue;
      // What has begun is ended, even where a resumed run would not have begun it.
      const begun = here && position.batch > 0;
      if (!begun && !runsIn(epoch, open, extent)) continue;
      const plan = data.plan(seed, epoch);
      const batches = trains ? Math.min(plan.length, stepsOfEpoch(epoch, extent)) : plan.length;
      if (batches === 0) throw noBatches(name);
      for (let batch = here ? position.batch : 0; batch < batches; batch++) {
        yield { epoch, phase, batch, batches, clips: plan[batch] ?? [] };
      }
    }
  }
}

/** Whether a phase is due in this epoch. */
export function runsIn(epoch: number, { trains }: OpenPhase, extent: Extent): boolean {
  return trains || epoch % extent.testEvery === 0 || epoch === lastEpoch(extent);
}

/** How often a phase is still to begin once this work's phase has ended. */
export function runsAfter({ epoch, phase: current }: Work, phase: number, extent: Extent): number {
  const open = extent.phases[phase];
  const last = lastEpoch(extent);
  if (open === undefined) return 0;
  const inThisEpoch = phase > current && runsIn(epoch, open, extent) ? 1 : 0;
  if (epoch >= last) return inThisEpoch;
  const every = open.trains ? 1 : extent.testEvery;
  return inThisEpoch + Math.ceil(last / every) - Math.floor(epoch / every);
}

/** Batches of the phase's epoch at which a run stands. */
export function batchesOf({ epoch, phase }: Position, extent: Extent): number {
  const { trains = false, data } = extent.phases[phase] ?? {};
  const planned = data?.plan(extent.seed, epoch).length ?? 0;
  return trains ? Math.min(planned, stepsOfEpoch(epoch, extent)) : planned;
}

/** Whether nothing is left to do. */
export function isFinished(position: Position, extent: Extent): boolean {
  const { epoch, phase, complete } = position;
  const last = lastEpoch(extent);
  return epoch > last || (epoch === last && phase >= extent.phases.length - 1 && complete);
}

/** Whether no train step is left to do, though a test may be. */
export function isTrained(position: Position, extent: Extent): boolean {
  const { epoch, phase, complete } = position;
  const last = lastEpoch(extent);
  const behind = (i: number): boolean => i < phase || (i === phase && complete);
  return epoch > last || (epoch === last && extent.phases.every(({ trains }, i) => !trains || behind(i)));
}

/** The last epoch with a step in it. */
export function lastEpoch(extent: Extent): number {
  const { epochs, stepsPerEpoch } = extent;
  return stepsPerEpoch === 0 ? Math.ceil(epochs) : Math.ceil(totalSteps(extent) / stepsPerEpoch);
}

/** Train steps of the whole run. */
export function totalSteps(extent: Extent): number {
  return Math.max(1, Math.round(extent.epochs * extent.stepsPerEpoch));
}

/** The fraction of the run's train steps that are done before this one; a schedule's `where`. */
export function whereOf(work: Work, extent: Extent): number {
  return Math.min(((work.epoch - 1) * extent.stepsPerEpoch + work.batch) / totalSteps(extent), 1 - Number.EPSILON);
}

export function noBatches(phase: string): RunError {
  return new RunError(`the phase \`${phase}\` has no batch to run on`, {
    help: "check its split lists, `take` and `drop_last`",
  });
}

function stepsOfEpoch(epoch: number, extent: Extent): number {
  const before = Math.round((epoch - 1) * extent.stepsPerEpoch);
  return Math.min(extent.stepsPerEpoch, totalSteps(extent) - before);
}
