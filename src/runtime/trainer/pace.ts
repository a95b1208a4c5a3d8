/** How fast a run goes, for the live line. */
import { type Extent, runsAfter, type Work } from "./position.ts";

export interface Pace {
  add(work: Work, clips: number, seconds: number): void;
  /** Of the phase that runs, lately. */
  clipsPerSecond(): number;
  /** For the rest of the run. Undefined while a phase is to come that has not run yet: a guess would soon double. */
  secondsLeft(work: Work): number | undefined;
}

/** Weight of the newest batch in the running mean. */
const share = 0.1;

export function startPace(extent: Extent): Pace {
  /** By phase: seconds of a batch, seconds of a clip, batches of an epoch. */
  const known = new Map<number, { readonly batch: number; readonly clip: number; readonly batches: number }>();
  let latest = 0;
  return {
    add(work, clips, seconds) {
      const before = known.get(work.phase);
      const clip = seconds / Math.max(1, clips);
      const mix = (old: number | undefined, now: number): number =>
        old === undefined ? now : old + share * (now - old);
      known.set(work.phase, {
        batch: mix(before?.batch, seconds),
        clip: mix(before?.clip, clip),
        batches: work.batches,
      });
      latest = work.phase;
    },
    clipsPerSecond: () => 1 / Math.max(1e-9, known.get(latest)?.clip ?? Number.POSITIVE_INFINITY),
    secondsLeft(work) {
      let seconds = 0;
      for (const phase of extent.phases.keys()) {
        const runs = runsAfter(work, phase, extent);
        const rest = phase === work.phase ? work.batches - work.batch - 1 : 0;
        const { batch, batches } = known.get(phase) ?? {};
        if (batch !== undefined && batches !== undefined) seconds += batch * (rest + runs * batches);
        else if (rest + runs > 0) return undefined;
      }
      return seconds;
    },
  };
}
