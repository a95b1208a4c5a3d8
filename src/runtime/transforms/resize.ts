import type { Clip } from "../data.ts";

/**
 * Bilinear resize of every frame, without antialiasing; pixel centres stand at half pixels (`align_corners=False` in
 * PyTorch). The values keep their scale and get fractions.
 */
export function resize(clip: Clip, height: number, width: number): Clip {
  const { data, frames, channels } = clip;
  const rows = taps(clip.height, height);
  const columns = taps(clip.width, width);
  const sourceRow = clip.width * channels;
  const resized = new Float32Array(frames * height * width * channels);
  let to = 0;
  for (let t = 0; t < frames; t++) {
    const frame = t * clip.height * sourceRow;
    for (let y = 0; y < height; y++) {
      const upper = frame + (rows.before[y] ?? 0) * sourceRow;
      const lower = frame + (rows.after[y] ?? 0) * sourceRow;
      const down = rows.share[y] ?? 0;
      for (let x = 0; x < width; x++) {
        const left = (columns.before[x] ?? 0) * channels;
        const right = (columns.after[x] ?? 0) * channels;
        const across = columns.share[x] ?? 0;
        for (let c = 0; c < channels; c++) {
          const a = data[upper + left + c] ?? 0;
          const b = data[lower + left + c] ?? 0;
          const top = a + ((data[upper + right + c] ?? 0) - a) * across;
          const bottom = b + ((data[lower + right + c] ?? 0) - b) * across;
          resized[to++] = top + (bottom - top) * down;
        }
      }
    }
  }
  return { ...clip, data: resized, height, width };
}

interface Taps {
  /** The source pixels that a target pixel lies between, and how near to the second. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly share: Float32Array;
}

function taps(from: number, to: number): Taps {
  const before = new Int32Array(to);
  const after = new Int32Array(to);
  const share = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const place = Math.max(0, ((i + 0.5) * from) / to - 0.5);
    const low = Math.min(Math.floor(place), from - 1);
    before[i] = low;
    after[i] = Math.min(low + 1, from - 1);
    share[i] = place - low;
  }
  return { before, after, share };
}
