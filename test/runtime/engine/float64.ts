/** What every engine is measured against: the operations and their gradients as plain loops in double precision. */
import { type Convolution, type Pool, pooledShape, type Shape5, slide } from "../../../src/runtime/engine/extent.ts";

export interface Array5 {
  readonly shape: Shape5;
  readonly data: Float64Array;
}

export function zeros(shape: Shape5): Array5 {
  return { shape, data: new Float64Array(shape.reduce((a, b) => a * b, 1)) };
}

/** One product of a convolution: places of its input, filter and output. */
type Visit = (x: number, filter: number, y: number) => void;

function overProducts(
  x: Shape5,
  filter: Shape5,
  y: Shape5,
  { stride, padding, groups }: Convolution,
  visit: Visit,
): void {
  const [clips, frames, height, width, channels] = x;
  const [kt, kh, kw, inner, outer] = filter;
  const perGroup = outer / groups;
  for (let n = 0; n < clips; n++) {
    for (let t = 0; t < y[1]; t++) {
      for (let h = 0; h < y[2]; h++) {
        for (let w = 0; w < y[3]; w++) {
          const out = (((n * y[1] + t) * y[2] + h) * y[3] + w) * outer;
          for (let a = 0; a < kt; a++) {
            const i = t * stride[0] + a - padding[0];
            if (i < 0 || i >= frames) continue;
            for (let b = 0; b < kh; b++) {
              const j = h * stride[1] + b - padding[1];
              if (j < 0 || j >= height) continue;
              for (let c = 0; c < kw; c++) {
                const k = w * stride[2] + c - padding[2];
                if (k < 0 || k >= width) continue;
                const pixel = (((n * frames + i) * height + j) * width + k) * channels;
                const tap = ((a * kh + b) * kw + c) * inner;
                for (let o = 0; o < outer; o++) {
                  const first = Math.floor(o / perGroup) * inner;
                  for (let q = 0; q < inner; q++) visit(pixel + first + q, (tap + q) * outer + o, out + o);
                }
              }
            }
          }
        }
      }
    }
  }
}

export function convolved(x: Shape5, filter: Shape5, how: Convolution): Shape5 {
  const [kt, kh, kw, , outer] = filter;
  return [x[0], ...slide([x[1], x[2], x[3]], [kt, kh, kw], how.stride, how.padding), outer];
}

export function conv3d(x: Array5, filter: Array5, how: Convolution): Array5 {
  const y = zeros(convolved(x.shape, filter.shape, how));
  overProducts(x.shape, filter.shape, y.shape, how, (i, f, o) => {
    y.data[o] = (y.data[o] as number) + (x.data[i] as number) * (filter.data[f] as number);
  });
  return y;
}

export function conv3dGradients(
  x: Array5,
  filter: Array5,
  dy: Array5,
  how: Convolution,
): { x: Array5; filter: Array5 } {
  const result = { x: zeros(x.shape), filter: zeros(filter.shape) };
  const [dx, df] = [result.x.data, result.filter.data];
  overProducts(x.shape, filter.shape, dy.shape, how, (i, f, o) => {
    dx[i] = (dx[i] as number) + (filter.data[f] as number) * (dy.data[o] as number);
    df[f] = (df[f] as number) + (x.data[i] as number) * (dy.data[o] as number);
  });
  return result;
}

/** Pooling as a list, for each output element, of the input elements in its window. */
function windows(shape: Shape5, pool: Pool): { readonly shape: Shape5; readonly members: readonly number[][] } {
  const out = pooledShape(shape, pool);
  const [, frames, height, width, channels] = shape;
  const members: number[][] = [];
  for (let n = 0; n < out[0]; n++) {
    for (let t = 0; t < out[1]; t++) {
      for (let h = 0; h < out[2]; h++) {
        for (let w = 0; w < out[3]; w++) {
          for (let c = 0; c < channels; c++) {
            const window: number[] = [];
            for (let a = 0; a < pool.kernel[0]; a++) {
              for (let b = 0; b < pool.kernel[1]; b++) {
                for (let d = 0; d < pool.kernel[2]; d++) {
                  const i = t * pool.stride[0] + a - pool.padding[0];
                  const j = h * pool.stride[1] + b - pool.padding[1];
                  const k = w * pool.stride[2] + d - pool.padding[2];
                  if (i < 0 || j < 0 || k < 0 || i >= frames || j >= height || k >= width) continue;
                  window.push((((n * frames + i) * height + j) * width + k) * channels + c);
                }
              }
            }
            members.push(window);
          }
        }
      }
    }
  }
  return { shape: out, members };
}

/** Output and input gradient; the gradient of a maximum goes to the window's first largest element. */
export function maxPool3d(x: Array5, pool: Pool, dy?: Array5): { y: Array5; dx: Array5 } {
  const { shape, members } = windows(x.shape, pool);
  const result = { y: zeros(shape), dx: zeros(x.shape) };
  members.forEach((window, o) => {
    let best = window[0] as number;
    for (const i of window) if ((x.data[i] as number) > (x.data[best] as number)) best = i;
    result.y.data[o] = x.data[best] as number;
    result.dx.data[best] = (result.dx.data[best] as number) + (dy?.data[o] ?? 0);
  });
  return result;
}

export function avgPool3d(x: Array5, pool: Pool, dy?: Array5): { y: Array5; dx: Array5 } {
  const { shape, members } = windows(x.shape, pool);
  const result = { y: zeros(shape), dx: zeros(x.shape) };
  const count = pool.kernel[0] * pool.kernel[1] * pool.kernel[2];
  members.forEach((window, o) => {
    for (const i of window) {
      result.y.data[o] = (result.y.data[o] as number) + (x.data[i] as number) / count;
      result.dx.data[i] = (result.dx.data[i] as number) + (dy?.data[o] ?? 0) / count;
    }
  });
  return result;
}

export interface BatchNorm {
  readonly y: Array5;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly dx: Array5;
  readonly dScale: Float64Array;
  readonly dShift: Float64Array;
}

/** Batch norm with ReLU if asked; the backward pass by the chain rule through mean and variance, term by term. */
export function batchNorm(
  x: Array5,
  scale: Float64Array,
  shift: Float64Array,
  epsilon: number,
  relu: boolean,
  dy?: Array5,
): BatchNorm {
  const channels = x.shape[4];
  const pixels = x.data.length / channels;
  const result = {
    y: zeros(x.shape),
    dx: zeros(x.shape),
    mean: new Float64Array(channels),
    variance: new Float64Array(channels),
    dScale: new Float64Array(channels),
    dShift: new Float64Array(channels),
  };
  for (let c = 0; c < channels; c++) {
    const values = Array.from({ length: pixels }, (_, p) => x.data[p * channels + c] as number);
    const mean = values.reduce((a, b) => a + b, 0) / pixels;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / pixels;
    const deviation = Math.sqrt(variance + epsilon);
    const [factor, offset] = [scale[c] as number, shift[c] as number];
    const outputs = values.map((value) => ((value - mean) / deviation) * factor + offset);
    const upstream = outputs.map((y, p) => (relu && y <= 0 ? 0 : (dy?.data[p * channels + c] ?? 0)));
    const dNormal = upstream.map((g) => g * factor);
    const dVariance =
      dNormal.reduce((sum, g, p) => sum + g * ((values[p] as number) - mean), 0) * -0.5 * deviation ** -3;
    const dMean = -dNormal.reduce((sum, g) => sum + g, 0) / deviation;
    result.mean[c] = mean;
    result.variance[c] = variance;
    values.forEach((value, p) => {
      const at = p * channels + c;
      const g = upstream[p] as number;
      result.y.data[at] = relu ? Math.max(outputs[p] as number, 0) : (outputs[p] as number);
      result.dx.data[at] = (dNormal[p] as number) / deviation + (dVariance * 2 * (value - mean) + dMean) / pixels;
      result.dScale[c] = (result.dScale[c] as number) + (g * (value - mean)) / deviation;
      result.dShift[c] = (result.dShift[c] as number) + g;
    });
  }
  return result;
}

/** Mean of -log softmax(logits)[label] over the rows, and its gradient for the logits. */
export function crossEntropy(
  logits: Float64Array,
  classes: number,
  labels: readonly number[],
): { readonly loss: number; readonly slope: Float64Array } {
  const slope = new Float64Array(logits.length);
  let loss = 0;
  for (const [row, label] of labels.entries()) {
    const scores = logits.subarray(row * classes, (row + 1) * classes);
    const most = Math.max(...scores);
    const whole = most + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - most), 0));
    loss += (whole - (scores[label] as number)) / labels.length;
    scores.forEach((score, i) => {
      slope[row * classes + i] = (Math.exp(score - whole) - (i === label ? 1 : 0)) / labels.length;
    });
  }
  return { loss, slope };
}
