/** How fast a run goes, for the live line. */
import { type Extent, runsAfter, type Work } from "./position.ts";

export interface Pace {
  add(work: Work, clips: number, seconds: number): void;
  /** Of the phase that runs, lately. */
  clipsPerSecond(): number;
  /** For the rest of the run. A clip of a phase that has not run yet is taken to last as long as one of the phase that runs. */
  secondsLeft(work: Work): number | undefined;
}

/** Weight of the newest batch in the running mean. */
const share = 0.1;

export function startPace(extent: Extent): Pace {
  /** By phase: seconds of a batch, seconds of a clip, batches of an epoch. */
  const known = new Map<number, { readonly batch: number; readonly clip: number; readonly batches: number }>();
  /** By phase: clips and batches of an epoch, for those that have not run yet. */
  const planned = new Map<number, { readonly clips: number; readonly batches: number }>();
  let latest = 0;

  function plannedOf(phase: number): { readonly clips: number; readonly batches: number } {
    const found = planned.get(phase);
    if (found !== undefined) return found;
    const plan = extent.phases[phase]?.data.plan(extent.seed, 1) ?? [];
    const made = { clips: plan.reduce((sum, batch) => sum + batch.length, 0), batches: plan.length };
    planned.set(phase, made);
    return made;
  }

  /** Seconds of a batch and batches of an epoch. Undefined before anything has run. */
  function rhythmOf(phase: number): { readonly batch: number; readonly batches: number } | undefined {
    const own = known.get(phase);
    const { clip } = known.get(latest) ?? {};
    if (own !== undefined || clip === undefined) return own;
    const { clips, batches } = plannedOf(phase);
    return { batch: (clip * clips) / Math.max(1, batches), batches };
  }

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
        if (rest + runs === 0) continue;
        const rhythm = rhythmOf(phase);
        if (rhythm === undefined) return undefined;
        seconds += rhythm.batch * (rest + runs * rhythm.batches);
      }
      return seconds;
    },
  };
}
