/** Transforms of a clip's height and width. One draw holds for all frames of a clip. */
import type { Clip, Transform } from "../data.ts";
import { RunError } from "../error.ts";
import { resize } from "./resize.ts";

export interface ResizeShortOptions {
  /** The short edge in pixels; a pair is a range, both ends included, from which each clip draws. */
  readonly size: number | readonly [low: number, high: number];
}

/**
 * Resizes so that the short edge has `size`; the long edge keeps the aspect ratio, rounded down. Bilinear, without
 * antialiasing; values keep fractions. A clip whose short edge has that size already stays as it is. Classy Vision:
 * `video_clip_resize`, and the first half of `video_clip_random_resize_crop`.
 */
export function resizeShort({ size }: ResizeShortOptions): Transform {
  return {
    describe: () => ({ component: "resize_short", options: { size } }),
    apply: (clip, random) => {
      const short = typeof size === "number" ? size : random.integer(size[0], size[1]);
      const { height, width } = clip;
      if (Math.min(height, width) === short) return clip;
      if (height < width) return resize(clip, short, Math.floor((short * width) / height));
      return resize(clip, Math.floor((short * height) / width), short);
    },
  };
}

export interface CropOptions {
  /** Height and width of the window in pixels. */
  readonly size: readonly [height: number, width: number];
}

/** Cuts a window at a random place: the row is drawn first, then the column. */
export function randomCrop({ size }: CropOptions): Transform {
  const [height, width] = size;
  return {
    describe: () => ({ component: "random_crop", options: { size } }),
    apply: (clip, random) => {
      refuseLarger(clip, "random_crop", height, width);
      const top = random.integer(0, clip.height - height);
      const left = random.integer(0, clip.width - width);
      return crop(clip, top, left, height, width);
    },
  };
}

/** Cuts the window in the middle; a half pixel is rounded to the even offset. Classy Vision: `CenterCropVideo`. */
export function centerCrop({ size }: CropOptions): Transform {
  const [height, width] = size;
  return {
    describe: () => ({ component: "center_crop", options: { size } }),
    apply: (clip) => {
      refuseLarger(clip, "center_crop", height, width);
      return crop(clip, halfToEven(clip.height - height), halfToEven(clip.width - width), height, width);
    },
  };
}

export interface FlipOptions {
  /** How likely a clip is mirrored, 0 to 1. */
  readonly p: number;
}

/** Mirrors left and right, the whole clip or not at all. Classy Vision: `RandomHorizontalFlipVideo`. */
export function flip({ p }: FlipOptions): Transform {
  return {
    describe: () => ({ component: "flip", options: { p } }),
    apply: (clip, random) => (random.next() < p ? mirror(clip) : clip),
  };
}

function refuseLarger(clip: Clip, name: string, height: number, width: number): void {
  if (height <= clip.height && width <= clip.width) return;
  throw new RunError(`${name} cuts ${height}x${width}, which is larger than the frame, ${clip.height}x${clip.width}`, {
    help: "resize to a larger size before it, or cut a smaller window",
  });
}

function crop(clip: Clip, top: number, left: number, height: number, width: number): Clip {
  const { data, frames, channels } = clip;
  if (height === clip.height && width === clip.width) return clip;
  const row = width * channels;
  const cut =
    data instanceof Uint8Array ? new Uint8Array(frames * height * row) : new Float32Array(frames * height * row);
  let to = 0;
  for (let t = 0; t < frames; t++) {
    for (let y = 0; y < height; y++) {
      const from = ((t * clip.height + top + y) * clip.width + left) * channels;
      cut.set(data.subarray(from, from + row), to);
      to += row;
    }
  }
  return { ...clip, data: cut, height, width };
}

function mirror(clip: Clip): Clip {
  const { data, width, channels } = clip;
  const mirrored = data instanceof Uint8Array ? new Uint8Array(data.length) : new Float32Array(data.length);
  const row = width * channels;
  for (let start = 0; start < data.length; start += row) {
    for (let x = 0; x < width; x++) {
      const from = start + x * channels;
      const to = start + (width - 1 - x) * channels;
      for (let c = 0; c < channels; c++) mirrored[to + c] = data[from + c] ?? 0;
    }
  }
  return { ...clip, data: mirrored };
}

/** Half of a whole number, rounded to the nearest whole number, halves to the even one. */
function halfToEven(whole: number): number {
  const half = Math.floor(whole / 2);
  return whole % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
