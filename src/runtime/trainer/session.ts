/** The loop over a run's batches, from wherever it stands to its end or to an interruption. */
import type { Batch, LoadedBatch } from "../data.ts";
import { withMissingOperation } from "../engine/missing_operation.ts";
import { RunError } from "../error.ts";
import type { Console, MeterValues, PhaseEvent, RunningHook, StepEvent } from "../experiment.ts";
import type { Optimizer } from "../network.ts";
import { stream } from "../random.ts";
import { openBatches } from "./batch_source.ts";
import type { Pending, Progress } from "./checkpoint_header.ts";
import type { Interrupt } from "./interrupt.ts";
import { withMemoryAdvice } from "./memory_advice.ts";
import type { MeterSlot } from "./meter_slots.ts";
import { type MetricsLine, phaseLine, stepLine } from "./metrics_lines.ts";
import { startPace } from "./pace.ts";
import { type PhaseTally, startTally } from "./phase_tally.ts";
import {
  batchesOf,
  type Extent,
  isFinished,
  lastEpoch,
  type OpenPhase,
  type Position,
  type Work,
  whereOf,
  workFrom,
} from "./position.ts";
import type { Fetched } from "./prefetch.ts";
import { type Network, type StepResult, testStep, trainStep } from "./step.ts";
import { liveText, phaseText } from "./texts.ts";

/** What a session works with. */
export interface SessionParts {
  readonly extent: Extent;
  readonly network: Network;
  readonly schedule: Optimizer["schedule"];
  readonly slots: readonly MeterSlot[];
  readonly console: Console;
  readonly interrupt: Interrupt;
  /** Seconds. */
  now(): number;
  record(line: MetricsLine): void;
}

export interface Session {
  /** All that a checkpoint keeps of the run's progress. */
  progress(): Progress;
  run(hooks: readonly RunningHook[]): Promise<"finished" | "interrupted">;
}

export function startSession(parts: SessionParts, from: Progress): Session {
  const { extent, network, console, interrupt } = parts;
  const pace = startPace(extent);
  const results: { [phase: string]: MeterValues } = { ...from.results };
  const reported = new Set(from.reported);
  let position = from.position;
  let pending = from.pending;
  let tally: PhaseTally | undefined = from.tally === null ? undefined : startedTally(position.phase, from.tally);
  let lastLive = Number.NEGATIVE_INFINITY;

  function startedTally(phase: number, saved: Progress["tally"]): PhaseTally {
    return startTally(parts.slots, phaseAt(phase).data.troubles, saved);
  }

  function phaseAt(phase: number): OpenPhase {
    const found = extent.phases[phase];
    if (found === undefined) throw new Error(`there is no phase ${phase}`);
    return found;
  }

  async function run(hooks: readonly RunningHook[]): Promise<"finished" | "interrupted"> {
    if (pending !== null) await deliver(hooks, pending);
    if (tally !== undefined && position.batch >= batchesOf(position, extent)) {
      await endPhase(hooks, phaseAt(position.phase), tally);
    }
    const batches = openBatches(workFrom(position, extent), {
      interrupted: interrupt.signal,
      load: ({ phase, epoch, clips }, signal) => phaseAt(phase).data.load(clips, extent.seed, epoch, signal),
      isKnown: ({ phase }, video) => reported.has(`${phaseAt(phase).name}/${video}`),
    });
    try {
      while (!isFinished(position, extent)) {
        const asked = parts.now();
        const next = await batches.next();
        if (next === undefined) return "interrupted";
        await doBatch(hooks, next, parts.now() - asked);
      }
      return "finished";
    } finally {
      batches.close();
    }
  }

  async function doBatch(
    hooks: readonly RunningHook[],
    { item: work, result: { batch, troubles } }: Fetched<Work, LoadedBatch>,
    dataSeconds: number,
  ): Promise<void> {
    const phase = phaseAt(work.phase);
    const counted = tally ?? startedTally(work.phase, null);
    tally = counted;
    counted.addTroubles(troubles);
    const began = parts.now();
    const step = position.step + (phase.trains ? 1 : 0);
    const done = batch === null ? undefined : await compute(phase, work, batch, step);
    const stepSeconds = parts.now() - began;
    counted.addSeconds(dataSeconds + stepSeconds);
    position = { epoch: work.epoch, phase: work.phase, batch: work.batch + 1, complete: false, step };
    if (batch !== null && done !== undefined) {
      counted.add(batch, done.result);
      pace.add(work, batch.labels.length, dataSeconds + stepSeconds);
      const event: StepEvent = {
        phase: phase.name,
        trains: phase.trains,
        epoch: work.epoch,
        step,
        batch: work.batch + 1,
        batches: work.batches,
        loss: done.result.loss,
        lr: done.rate,
        meters: counted.meters(),
        clips: batch.labels.length,
        dataSeconds,
        stepSeconds,
      };
      if (phase.trains) parts.record(stepLine(event));
      showLive(event, work);
      await deliver(hooks, { kind: "step", event, hook: 0 });
    }
    if (work.batch + 1 === work.batches) await endPhase(hooks, phase, counted);
  }

  async function compute(
    phase: OpenPhase,
    work: Work,
    batch: Batch,
    step: number,
  ): Promise<{ readonly result: StepResult; readonly rate: number | undefined }> {
    const place = { phase: phase.name, epoch: work.epoch, step };
    const draw = stream(extent.seed, "step", phase.name, work.epoch, work.batch).integer(0, 2 ** 31 - 1);
    try {
      if (!phase.trains) return { result: await testStep(network, batch, { draw, place }), rate: undefined };
      const rate = parts.schedule.at(whereOf(work, extent), extent.epochs);
      return { result: await trainStep(network, batch, { rate, draw, place }), rate };
    } catch (error) {
      throw withMissingOperation(withMemoryAdvice(error, network, batch, place));
    }
  }

  async function endPhase(hooks: readonly RunningHook[], phase: OpenPhase, counted: PhaseTally): Promise<void> {
    if (counted.clips() === 0) throw nothingUsable(phase.name, counted);
    const event: PhaseEvent = {
      phase: phase.name,
      trains: phase.trains,
      epoch: position.epoch,
      step: position.step,
      loss: counted.loss(),
      meters: counted.meters(),
      videos: counted.videos(),
      videosListed: phase.data.videosListed,
      protocol: phase.data.protocol,
      clips: counted.clips(),
      troubles: counted.troubles(),
      seconds: counted.seconds(),
    };
    position = { ...position, complete: true };
    tally = undefined;
    results[phase.name] = event.meters;
    parts.record(phaseLine(event));
    console.line(phaseText(event));
    report(event);
    await deliver(hooks, { kind: "phase", event, hook: 0 });
  }

  /** Names each unusable video once in the run. */
  function report(event: PhaseEvent): void {
    const fresh = event.troubles.filter(({ video }) => !reported.has(`${event.phase}/${video}`));
    if (fresh.length === 0) return;
    const videos = fresh.length === 1 ? "1 video" : `${fresh.length} videos`;
    console.warn(`${event.phase}: ${videos} could not be used as ${fresh.length === 1 ? "it is" : "they are"}`);
    for (const { video, reason } of fresh) {
      reported.add(`${event.phase}/${video}`);
      console.line(`  ${video}: ${reason}`);
    }
  }

  /** A hook may write a checkpoint in the middle of this: it then says which hooks have still to see the event. */
  async function deliver(hooks: readonly RunningHook[], told: Pending): Promise<void> {
    for (const [i, hook] of hooks.entries()) {
      if (i < told.hook) continue;
      pending = { ...told, hook: i + 1 };
      if (told.kind === "step") await hook.step?.(told.event);
      else await hook.phase?.(told.event);
    }
    pending = null;
  }

  function showLive(event: StepEvent, work: Work): void {
    const now = parts.now();
    if (now - lastLive < 0.1) return;
    lastLive = now;
    const epochs = lastEpoch(extent);
    const secondsLeft = pace.secondsLeft(work);
    console.live(liveText({ event, epochs, clipsPerSecond: pace.clipsPerSecond(), secondsLeft }));
  }

  return {
    run,
    progress: (): Progress => ({
      position,
      tally: tally?.save() ?? null,
      pending,
      results: { ...results },
      reported: [...reported],
    }),
  };
}

function nothingUsable(phase: string, counted: PhaseTally): RunError {
  const [first] = counted.troubles();
  const example = first === undefined ? "" : `: ${first.video} ${first.reason}`;
  return new RunError(`not one video of the phase \`${phase}\` could be used${example}`);
}

export const emptyProgress = (position: Position): Progress => ({
  position,
  tally: null,
  pending: null,
  results: {},
  reported: [],
});
