/** When each frame of a video is shown, for entering it in the middle. */
import type { ShownVideo } from "./showinfo.ts";

/** Seconds from the file's start: evenly spaced frames, or one time for each. */
export type Timing = { readonly first: number; readonly every: number } | { readonly times: readonly number[] };

/**
 * Frames from the start after which a decode enters in the middle. Before that, decoding from the first frame costs no more
 * than entering does, and it is right in every file.
 */
export const farIn = 250;

/** Undefined where times are missing or do not rise: such a video cannot be entered. */
export function frameTimes({ unit, frames }: ShownVideo): Timing | undefined {
  const times = frames.map((frame) => frame.time * unit);
  const [first = Number.NaN] = times;
  const last = times.at(-1) ?? Number.NaN;
  if (!times.every((time, k) => Number.isFinite(time) && time > (times[k - 1] ?? Number.NEGATIVE_INFINITY)))
    return undefined;
  const every = (last - first) / (times.length - 1);
  const even = times.every((time, k) => Math.abs(time - (first + k * every)) < every / 4);
  return even ? { first, every } : { times: times.map((time) => Number(time.toFixed(6))) };
}

/** The time between a frame (1 or later) and the one before it, in seconds: entering there, ffmpeg's first frame is this one. */
export function middleBefore(timing: Timing, frame: number): string {
  if ("every" in timing) return (timing.first + (frame - 0.5) * timing.every).toFixed(6);
  return (((timing.times[frame - 1] ?? 0) + (timing.times[frame] ?? 0)) / 2).toFixed(6);
}
