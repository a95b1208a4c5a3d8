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
    start: (run) => {
      /** The epoch of the phase's last run, which need not have been the one before. */
      let before = 0;
      return {
        async phase({ phase, epoch }) {
          if (phase !== after) return;
          const isDue = Math.floor(epoch / every) > Math.floor(before / every);
          before = epoch;
          if (isDue || epoch === run.lastEpoch) await run.checkpoint(into, `epoch-${epoch}`);
        },
        save: () => ({ before }),
        load: (state) => {
          ({ before } = state as { readonly before: number });
        },
      };
    },
  };
}
