/** Gradient of a convolution for its filter, on vcl's SIMD kernel: tap by tap, block of positions by block of positions. */
import type { Tensor5D } from "@tensorflow/tfjs-core";
import { type Convolution, type Shape5, volume } from "../extent.ts";
import { type Heap, heapOfEngine } from "./heap.ts";
import { inputsAtOnce, outputsAtOnce } from "./kernels/correlate.ts";

/** Bytes of x and dy that one call of the kernel goes over: small enough to stay in the nearest caches. */
const blockBytes = 32 * 1024;

export function conv3dFilter(x: Tensor5D, dy: Tensor5D, how: Convolution, shape: Shape5): Tensor5D {
  const heap = heapOfEngine();
  const result = heap.allocate<Tensor5D>(shape);
  const [taps, inner, outer] = [volume(shape.slice(0, 3)), shape[3], shape[4] / how.groups];
  const inputs = Math.ceil(inner / inputsAtOnce) * inputsAtOnce;
  const outputs = Math.ceil(outer / outputsAtOnce) * outputsAtOnce;
  const direct = how.groups === 1 && inputs === inner && outputs === outer;
  heap.scratch(direct ? 16 : taps * inputs * outputs * 4, (spare) => {
    for (let group = 0; group < how.groups; group++) {
      const sums = direct ? heap.address(result) : spare;
      heap.floats(sums, taps * inputs * outputs).fill(0);
      accumulate({ heap, x, dy, how, shape, group, inputs, outputs, sums });
      if (!direct) extract(heap, spare, { taps, inner, outer, inputs, outputs }, result, group * outer);
    }
  });
  return result;
}

interface Job {
  readonly heap: Heap;
  readonly x: Tensor5D;
  readonly dy: Tensor5D;
  readonly how: Convolution;
  readonly shape: Shape5;
  readonly group: number;
  /** Channels of a group, rounded up to what the kernel computes together. */
  readonly inputs: number;
  readonly outputs: number;
  /** Address of the sums, tap by tap, inputs x outputs each. */
  readonly sums: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function accumulate(job: Job): void {
  const { x, dy, how, shape } = job;
  const [clips, , , width, channels] = x.shape;
  const [, outT, outH, outW, outChannels] = dy.shape;
  const rowBytes = (how.stride[1] * width * channels + outW * outChannels) * 4;
  const rows = Math.max(1, Math.min(outH, Math.floor(blockBytes / rowBytes)));
  const frames = rows < outH ? 1 : Math.max(1, Math.min(outT, Math.floor(blockBytes / (rowBytes * outH))));
  for (let n = 0; n < clips; n++) {
    for (let t = 0; t < outT; t += frames) {
      for (let h = 0; h < outH; h += rows) {
        for (let tap = 0; tap < volume(shape.slice(0, 3)); tap++) {
          block(job, n, tap, { from: t, to: Math.min(t + frames, outT) }, { from: h, to: Math.min(h + rows, outH) });
        }
      }
    }
  }
}

/** One tap, over the positions of a block that see it. */
function block(
  { heap, x, dy, how, shape, group, inputs, outputs, sums }: Job,
  n: number,
  tap: number,
  t: Span,
  h: Span,
): void {
  const [, frames, height, width, channels] = x.shape;
  const [, outT, outH, outW, outChannels] = dy.shape;
  const [, kernelH, kernelW] = shape;
  const place = [Math.floor(tap / (kernelH * kernelW)), Math.floor(tap / kernelW) % kernelH, tap % kernelW] as const;
  const seenT = seen(t, place[0] - how.padding[0], how.stride[0], frames);
  const seenH = seen(h, place[1] - how.padding[1], how.stride[1], height);
  const seenW = seen({ from: 0, to: outW }, place[2] - how.padding[2], how.stride[2], width);
  if (seenT.from >= seenT.to || seenH.from >= seenH.to || seenW.from >= seenW.to) return;
  const input = (axis: 0 | 1 | 2, position: number): number =>
    position * how.stride[axis] + place[axis] - how.padding[axis];
  const xPixel = ((n * frames + input(0, seenT.from)) * height + input(1, seenH.from)) * width + input(2, seenW.from);
  const dyPixel = ((n * outT + seenT.from) * outH + seenH.from) * outW + seenW.from;
  const xStart = heap.address(x) + (xPixel * channels + group * shape[3]) * 4;
  const dyStart = heap.address(dy) + (dyPixel * outChannels + group * (shape[4] / how.groups)) * 4;
  const dyRow = outW * outChannels * 4;
  heap.run(
    "correlate",
    xStart,
    xStart + inputs * 4,
    how.stride[0] * height * width * channels * 4,
    how.stride[1] * width * channels * 4,
    how.stride[2] * channels * 4,
    dyStart,
    dyStart + outputs * 4,
    outH * dyRow,
    dyRow,
    outChannels * 4,
    (seenT.to - seenT.from) * outH * dyRow,
    (seenH.to - seenH.from) * dyRow,
    (seenW.to - seenW.from) * outChannels * 4,
    sums + tap * inputs * outputs * 4,
    outputs * 4,
  );
}

/** The positions of a span whose tap, `offset` from the position's start, lies inside 0 to `size` - 1. */
function seen({ from, to }: Span, offset: number, stride: number, size: number): Span {
  return {
    from: Math.max(from, Math.ceil(-offset / stride)),
    to: Math.min(to, Math.floor((size - 1 - offset) / stride) + 1),
  };
}

interface Sizes {
  readonly taps: number;
  readonly inner: number;
  readonly outer: number;
  readonly inputs: number;
  readonly outputs: number;
}

/** Takes the channels that exist out of the rounded sums. */
function extract(heap: Heap, from: number, sizes: Sizes, result: Tensor5D, first: number): void {
  const { taps, inner, outer, inputs, outputs } = sizes;
  const sums = heap.floats(from, taps * inputs * outputs);
  const to = heap.floats(heap.address(result), result.size);
  const channels = result.shape[4];
  for (let tap = 0; tap < taps; tap++) {
    for (let c = 0; c < inner; c++) {
      for (let o = 0; o < outer; o++) {
        to[(tap * inner + c) * channels + first + o] = sums[(tap * inputs + c) * outputs + o] as number;
      }
    }
  }
}
