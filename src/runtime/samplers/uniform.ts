import type { Sampler } from "../data.ts";

export interface UniformOptions {
  /** Clips of each video, at least 1. */
  readonly clipsPerVideo: number;
}

/**
 * Clips spread evenly from a video's first window to its last, the same in every epoch: window i of n is
 * floor(i * (count - 1) / (n - 1)), in whole numbers; a short video repeats some. A single clip is the middle one (Classy
 * Vision's `UniformClipSampler` takes the first there, and loses exactness in long lists).
 */
export function uniform({ clipsPerVideo }: UniformOptions): Sampler {
  const last = clipsPerVideo - 1;
  return {
    clipsPerVideo,
    random: false,
    describe: () => ({ component: "uniform", options: { clipsPerVideo } }),
    pick: (count) => {
      if (last === 0) return [Math.floor((count - 1) / 2)];
      return Array.from({ length: clipsPerVideo }, (_, i) => Math.floor((i * (count - 1)) / last));
    },
  };
}
