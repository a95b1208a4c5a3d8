/** How fast a run goes, for the live line. */
import type { OpenPhase, Work } from "./position.ts";

export interface Pace {
  add(work: Work, clips: number, seconds: number): void;
  /** Of the phase that runs, lately. */
  clipsPerSecond(): number;
  /** For the rest of the run. */
  secondsLeft(work: Work, epochs: number): number | undefined;
}

/** Weight of the newest batch in the running mean. */
const share = 0.1;

export function startPace(phases: readonly OpenPhase[]): Pace {
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
    secondsLeft(work, epochs) {
      // A phase that has not run yet cannot be told; guessing would show a number that soon doubles.
      if (known.size < phases.length) return undefined;
      const epochSeconds = [...known.values()].reduce((sum, { batch, batches }) => sum + batch * batches, 0);
      const rest = phases.map((_, phase) => {
        const { batch = 0, batches = 0 } = known.get(phase) ?? {};
        if (phase === work.phase) return batch * (work.batches - work.batch - 1);
        return phase > work.phase ? batch * batches : 0;
      });
      return rest.reduce((sum, seconds) => sum + seconds, (epochs - work.epoch) * epochSeconds);
    },
  };
}
