/** From decoded frames to a batch. */
import type { Batch, Clip } from "../data.ts";
import { RunError } from "../error.ts";
import { type FrameRange, placeOf } from "../video/windows.ts";

/** A decoded video's frames: those that the ranges keep, one after the other. */
export interface Frames {
  readonly data: Uint8Array;
  readonly ranges: readonly FrameRange[];
  readonly height: number;
  readonly width: number;
}

/**
 * The clip of `length` frames from frame `start` on. A video that ends before is continued by its last frame. The data is
 * the decoded frames' own where it can be: it must not be changed in place.
 */
export function cutClip(
  { data, ranges, height, width }: Frames,
  start: number,
  length: number,
  videoFrames: number,
): Clip {
  const size = height * width * 3;
  const there = Math.min(length, videoFrames - start);
  const from = placeOf(start, ranges) * size;
  const frames = data.subarray(from, from + there * size);
  const shape = { frames: length, height, width, channels: 3, scale: "u8" } as const;
  if (there === length) return { data: frames, ...shape };
  const padded = new Uint8Array(length * size);
  padded.set(frames);
  for (let t = there; t < length; t++) padded.set(frames.subarray((there - 1) * size), t * size);
  return { data: padded, ...shape };
}

export interface BatchClip {
  readonly clip: Clip;
  readonly label: number;
  /** The video's place in the phase's list, and its name. */
  readonly video: number;
  readonly name: string;
}

/** Puts clips of one size together; RunError where their sizes differ. At least one clip. */
export function collate(clips: readonly BatchClip[]): Batch | null {
  const [first] = clips;
  if (first === undefined) return null;
  const { frames, height, width, channels } = first.clip;
  const size = frames * height * width * channels;
  const together = new Float32Array(clips.length * size);
  for (const [n, { clip, name }] of clips.entries()) {
    if (clip.frames !== frames || clip.height !== height || clip.width !== width || clip.channels !== channels) {
      const one = `${first.name} gives ${first.clip.height}x${first.clip.width}`;
      throw new RunError(`clips of different size cannot share a batch: ${one}, ${name} ${clip.height}x${clip.width}`, {
        help: "end the transform in a crop, or let a batch hold the clips of one video",
      });
    }
    together.set(clip.data, n * size);
  }
  return {
    clips: together,
    shape: [clips.length, frames, height, width, channels],
    labels: Int32Array.from(clips, ({ label }) => label),
    videos: Int32Array.from(clips, ({ video }) => video),
  };
}
