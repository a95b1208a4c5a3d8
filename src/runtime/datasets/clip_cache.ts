import type { Clip } from "../data.ts";
import type { Random } from "../random.ts";

/**
 * Finished clips that come again in every epoch, such as those of a test phase: neither decoded nor transformed a second
 * time. Kept until the limit is reached and never dropped: epochs show all clips in turn, so whatever were dropped for a new
 * one would be missed first.
 */
export interface ClipCache {
  get(video: number, start: number): Clip | undefined;
  keep(video: number, start: number, clip: Clip): void;
}

export function createClipCache(limitBytes: number): ClipCache {
  const clips = new Map<string, Clip>();
  let bytes = 0;
  return {
    get: (video, start) => clips.get(`${video}@${start}`),
    keep: (video, start, clip) => {
      const key = `${video}@${start}`;
      const size = clip.data.byteLength;
      if (clips.has(key) || bytes + size > limitBytes) return;
      bytes += size;
      // A view would hold on to all frames that were decoded with it.
      clips.set(key, size === clip.data.buffer.byteLength ? clip : { ...clip, data: clip.data.slice() });
    },
  };
}

/** A stream that tells whether anything was drawn from it. */
export interface WatchedRandom extends Random {
  readonly drawn: boolean;
}

export function watch(random: Random): WatchedRandom {
  let drawn = false;
  const note = <T>(value: T): T => {
    drawn = true;
    return value;
  };
  return {
    get drawn() {
      return drawn;
    },
    next: () => note(random.next()),
    integer: (low, high) => note(random.integer(low, high)),
    normal: () => note(random.normal()),
    permutation: (n) => note(random.permutation(n)),
  };
}
