/** Pooling over plain arrays, for backends whose memory JavaScript can reach. Layout N x T x H x W x C. */
import { type Extent, type Pool, type Shape5, slide } from "../extent.ts";

type Visit = (input: number, output: number) => void;

/** Largest value of each window, into `y`; NaN where the window holds one, so that a network that diverges shows it. */
export function maxPool(x: Float32Array, shape: Shape5, pool: Pool, y: Float32Array): void {
  y.fill(Number.NEGATIVE_INFINITY);
  overWindows(shape, pool, (input, output) => {
    for (let c = 0; c < shape[4]; c++) {
      const value = x[input + c] as number;
      if (value > (y[output + c] as number) || Number.isNaN(value)) y[output + c] = value;
    }
  });
}

/** Gradient of `maxPool`: into `dx` (zeros), at each window's first largest element. */
export function maxPoolInput(
  dy: Float32Array,
  x: Float32Array,
  y: Float32Array,
  shape: Shape5,
  pool: Pool,
  dx: Float32Array,
): void {
  const given = new Uint8Array(dy.length);
  overWindows(shape, pool, (input, output) => {
    for (let c = 0; c < shape[4]; c++) {
      if (given[output + c] === 0 && x[input + c] === y[output + c]) {
        given[output + c] = 1;
        dx[input + c] = (dx[input + c] as number) + (dy[output + c] as number);
      }
    }
  });
}

/** Mean of each window with padding as zeros, into `y` (zeros). */
export function avgPool(x: Float32Array, shape: Shape5, pool: Pool, y: Float32Array): void {
  overWindows(shape, pool, (input, output) => {
    for (let c = 0; c < shape[4]; c++) y[output + c] = (y[output + c] as number) + (x[input + c] as number);
  });
  const scale = 1 / (pool.kernel[0] * pool.kernel[1] * pool.kernel[2]);
  for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) * scale;
}

/** Gradient of `avgPool`, into `dx` (zeros). */
export function avgPoolInput(dy: Float32Array, shape: Shape5, pool: Pool, dx: Float32Array): void {
  const scale = 1 / (pool.kernel[0] * pool.kernel[1] * pool.kernel[2]);
  overWindows(shape, pool, (input, output) => {
    for (let c = 0; c < shape[4]; c++) dx[input + c] = (dx[input + c] as number) + (dy[output + c] as number) * scale;
  });
}

/** Calls `visit` for every pair of an input pixel and a window it lies in, each window's pixels in row-major order. */
function overWindows(shape: Shape5, pool: Pool, visit: Visit): void {
  const [clips, frames, height, width, channels] = shape;
  const size: Extent = [frames, height, width];
  const [outT, outH, outW] = slide(size, pool.kernel, pool.stride, pool.padding);
  let output = 0;
  for (let n = 0; n < clips; n++) {
    for (let t = 0; t < outT; t++) {
      for (let h = 0; h < outH; h++) {
        for (let w = 0; w < outW; w++) {
          const [t0, t1] = reach(t, 0, size, pool);
          const [h0, h1] = reach(h, 1, size, pool);
          const [w0, w1] = reach(w, 2, size, pool);
          for (let i = t0; i < t1; i++) {
            for (let j = h0; j < h1; j++) {
              const row = ((n * frames + i) * height + j) * width;
              for (let k = w0; k < w1; k++) visit((row + k) * channels, output);
            }
          }
          output += channels;
        }
      }
    }
  }
}

/** The input positions that a window covers along one axis, end excluded. */
function reach(position: number, axis: 0 | 1 | 2, size: Extent, pool: Pool): readonly [number, number] {
  const start = position * pool.stride[axis] - pool.padding[axis];
  return [Math.max(start, 0), Math.min(start + pool.kernel[axis], size[axis])];
}
