import type { Sampler } from "../data.ts";

export interface RandomOptions {
  /** Clips of each video in one epoch, at least 1. */
  readonly clipsPerVideo: number;
}

/**
 * Clips that start at random places, other ones in every epoch: distinct windows, in the order they are drawn. A video with
 * fewer windows than asked for gives all it has. Classy Vision: `RandomClipSampler`, the sampler of `split: train`.
 */
export function random({ clipsPerVideo }: RandomOptions): Sampler {
  return {
    clipsPerVideo,
    random: true,
    describe: () => ({ component: "random", options: { clipsPerVideo } }),
    pick: (count, draws) => {
      // The first draws of a shuffle of 0 .. count - 1, of which only the exchanged places are kept.
      const exchanged = new Map<number, number>();
      return Array.from({ length: Math.min(clipsPerVideo, count) }, (_, i) => {
        const j = draws.integer(i, count - 1);
        const window = exchanged.get(j) ?? j;
        exchanged.set(j, exchanged.get(i) ?? i);
        return window;
      });
    },
  };
}
