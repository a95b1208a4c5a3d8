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
  /** Epochs, at least 1. */
  readonly every?: number;
}): Hook {
  const { into, after = "train", every = 1 } = options;
  return {
    describe: () => ({ component: "checkpoint", options: { into, after, every } }),
    start: (run) => ({
      async phase({ phase, epoch }) {
        if (phase !== after || (epoch % every !== 0 && epoch !== run.lastEpoch)) return;
        await run.checkpoint(into, `epoch-${epoch}`);
      },
    }),
  };
}
