/** What a phase has counted so far: its part of a checkpoint when a run is interrupted within it. */
import type { Batch, Trouble } from "../data.ts";
import type { MeterValues } from "../experiment.ts";
import type { RunningMeter } from "../network.ts";
import type { MeterSlot } from "./meter_slots.ts";
import type { StepResult } from "./step.ts";

/** JSON. */
export interface SavedTally {
  /** A text, since JSON has no infinite numbers. */
  readonly lossSum: string;
  readonly clips: number;
  readonly videos: readonly number[];
  readonly meters: readonly { readonly key: string; readonly state: unknown }[];
  readonly troubles: readonly Trouble[];
  readonly seconds: number;
}

export interface PhaseTally {
  add(batch: Batch, result: StepResult): void;
  addTroubles(troubles: readonly Trouble[]): void;
  addSeconds(seconds: number): void;
  /** Mean over the batches, each weighed by its clips; NaN where there was none. */
  loss(): number;
  meters(): MeterValues;
  clips(): number;
  /** Videos that were counted. */
  videos(): number;
  troubles(): readonly Trouble[];
  seconds(): number;
  save(): SavedTally;
}

/** An empty tally, or one that goes on from `saved`; `known` are the troubles that the data set had when it was opened. */
export function startTally(
  slots: readonly MeterSlot[],
  known: readonly Trouble[],
  saved?: SavedTally | null,
): PhaseTally {
  const running = slots.map(({ key, head, meter }) => ({ key, head, meter: meter.start() }));
  for (const { key, state } of saved?.meters ?? []) running.find((slot) => slot.key === key)?.meter.load(state);
  let lossSum = Number(saved?.lossSum ?? 0);
  let clips = saved?.clips ?? 0;
  let seconds = saved?.seconds ?? 0;
  const videos = new Set(saved?.videos);
  const troubles = new Map((saved?.troubles ?? known).map((trouble) => [trouble.video, trouble]));
  return {
    add(batch, result) {
      lossSum += result.loss * batch.labels.length;
      clips += batch.labels.length;
      for (const video of batch.videos) videos.add(video);
      for (const { head, meter } of running) update(meter, batch, result, head);
    },
    addTroubles(found) {
      for (const trouble of found) if (!troubles.has(trouble.video)) troubles.set(trouble.video, trouble);
    },
    addSeconds(more) {
      seconds += more;
    },
    loss: () => lossSum / clips,
    meters: () => Object.fromEntries(running.map(({ key, meter }) => [key, meter.value()])),
    clips: () => clips,
    videos: () => videos.size,
    troubles: () => [...troubles.values()],
    seconds: () => seconds,
    save: () => ({
      lossSum: String(lossSum),
      clips,
      videos: [...videos],
      meters: running.map(({ key, meter }) => ({ key, state: meter.save() })),
      troubles: [...troubles.values()],
      seconds,
    }),
  };
}

function update(meter: RunningMeter, batch: Batch, result: StepResult, head: string): void {
  const output = result.outputs.get(head);
  if (output === undefined) throw new Error(`the model gave no output of head ${head}`);
  meter.update({ ...output, labels: batch.labels, videos: batch.videos });
}
