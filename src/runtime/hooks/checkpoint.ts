import type { Hook } from "../experiment.ts";

/**
 * Writes `epoch-N.ckpt` after a phase, every so many epochs and after the last one. A checkpoint is all that `--resume`
 * needs. Classy Vision: `checkpoint`.
 */
export function checkpoint(options: {
  /** The folder; made where it is not there. */
  readonly into: string;
  /** The phase. */
  readonly after?: string;
  /** Epochs, at least 1. One that falls due in an epoch without the phase is written at its next run. */
  readonly every?: number;
}): Hook {
  const { into, after = "train", every = 1 } = options;
  return {
    describe: () => ({ component: "checkpoint", options: { into, after, every } }),
    start: (run) => ({
      async phase({ phase, trains, epoch }) {
        if (phase !== after) return;
        // Tests have a rhythm of their own: whatever fell due since the one before is written after this one.
        const rhythm = trains ? 1 : run.experiment.testEvery;
        const before = Math.floor((epoch - 1) / rhythm) * rhythm;
        const isDue = Math.floor(epoch / every) > Math.floor(before / every);
        if (!isDue && epoch !== run.lastEpoch) return;
        await run.checkpoint(into, `epoch-${epoch}`);
      },
    }),
  };
}
