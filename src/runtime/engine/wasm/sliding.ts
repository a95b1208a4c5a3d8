/**
 * Convolution and its input gradient on vcl's SIMD kernel. Both are the same sum, over other taps: for every pixel of the
 * result, rows of the source times packed weights. Nothing is padded or copied: pixels are sorted by which taps they see.
 */
import type { Tensor5D } from "@tensorflow/tfjs-core";
import type { Convolution, Shape5 } from "../extent.ts";
import { volume } from "../extent.ts";
import { type Heap, heapOfEngine } from "./heap.ts";
import { panelWidth, pixelsAtOnce } from "./kernels/convolve.ts";
import { type Axis, backwardClasses, forwardClasses, packedOrder, type TapClass } from "./taps.ts";
import { type PackedShape, packedShape, packWeights } from "./weights.ts";

/** y or dx, of shape `result`, from x or dy. */
export function slideOver(
  source: Tensor5D,
  filter: Tensor5D,
  how: Convolution,
  result: Shape5,
  backward: boolean,
): Tensor5D {
  const heap = heapOfEngine();
  const [input, output] = backward ? [result, source.shape] : [source.shape, result];
  const axes = [1, 2, 3].map((axis): Axis => {
    const at = (axis - 1) as 0 | 1 | 2;
    return {
      size: input[axis] as number,
      kernel: filter.shape[at],
      stride: how.stride[at],
      padding: how.padding[at],
      positions: output[axis] as number,
    };
  }) as [Axis, Axis, Axis];
  const classes = axes.map(backward ? backwardClasses : forwardClasses) as [TapClass[], TapClass[], TapClass[]];
  const packed = packedShape(filter.shape, how.groups, packedOrder(axes[2], backward), backward);
  const target = heap.allocate<Tensor5D>(result);
  const job: Job = { heap, source, filter, how, result, backward, classes, packed, target };
  const pixels = volume(result.slice(0, 4));
  // The kernel writes 8 channels at a time: results of other widths go through scratch space.
  const direct = packed.produced % panelWidth === 0;
  const rowFloats = direct ? result[4] : packed.panels * panelWidth;
  if (classes.some((axis) => axis.some(({ taps }) => taps.length === 0))) {
    heap.floats(heap.address(target), volume(result)).fill(0);
  }
  heap.scratch(direct ? 16 : pixels * rowFloats * 4, (spare) => {
    for (let group = 0; group < how.groups; group++) {
      const first = group * packed.produced;
      if (direct) slideGroup(job, group, heap.address(target) + first * 4, rowFloats);
      else {
        heap.floats(spare, pixels * rowFloats).fill(0);
        slideGroup(job, group, spare, rowFloats);
        gather(
          heap.floats(spare, pixels * rowFloats),
          rowFloats,
          heap.floats(heap.address(target), volume(result)),
          result[4],
          first,
          packed.produced,
        );
      }
    }
  });
  return target;
}

interface Job {
  readonly heap: Heap;
  readonly source: Tensor5D;
  readonly filter: Tensor5D;
  readonly how: Convolution;
  readonly result: Shape5;
  readonly backward: boolean;
  readonly classes: readonly [TapClass[], TapClass[], TapClass[]];
  readonly packed: PackedShape;
  readonly target: Tensor5D;
}

/** One group of channels: result pixels are `rowFloats` apart from `to` on. */
function slideGroup(job: Job, group: number, to: number, rowFloats: number): void {
  const { heap, source, filter, result, backward, classes, packed } = job;
  const runLimit = volume(filter.shape.slice(0, 3));
  const pixelLimit = volume(result.slice(0, 4)) + pixelsAtOnce;
  const bytes = { weights: packed.panels * packed.panelSize * 4, runs: runLimit * 8, pixels: pixelLimit * 8 };
  const trash = packed.panels * panelWidth * 4;
  heap.scratch(bytes.weights + bytes.runs + bytes.pixels + trash, (weights) => {
    const runs = weights + bytes.weights;
    const pixels = runs + bytes.runs;
    packWeights(
      heap.floats(heap.address(filter), filter.size),
      filter.shape,
      group,
      packed,
      backward,
      heap.floats(weights, packed.panels * packed.panelSize),
    );
    const from = heap.address(source) + group * packed.reduced * 4;
    const pixelTable = heap.words(pixels, pixelLimit * 2);
    const runTable = heap.words(runs, runLimit * 2);
    for (const t of classes[0]) {
      for (const h of classes[1]) {
        for (const w of classes[2]) {
          const { count, length } = fillRuns(job, t, h, w, runTable);
          if (count === 0) continue;
          const listed = fillPixels(job, t, h, w, from, to, rowFloats, pixels + bytes.pixels, pixelTable);
          heap.run(
            "convolve",
            pixels,
            pixels + listed * 8,
            runs,
            runs + count * 8,
            length * 4,
            weights,
            weights + bytes.weights,
            packed.panelSize * 4,
          );
        }
      }
    }
  });
}

/** Where each run of floats starts, relative to a pixel's first tap and to a panel; how many runs, and how long each is. */
function fillRuns(
  { source, filter, how, packed }: Job,
  t: TapClass,
  h: TapClass,
  w: TapClass,
  table: Uint32Array,
): { readonly count: number; readonly length: number } {
  const [, , height, width, channels] = source.shape;
  const [, hSize, wSize] = filter.shape;
  const firstW = packed.order.indexOf(w.taps[0] ?? 0);
  // With one group the taps of a row follow one another in memory; with several, other groups lie between them.
  const joined = how.groups === 1;
  const perRow = joined ? Math.min(1, w.taps.length) : w.taps.length;
  let entry = 0;
  for (const [i, tTap] of t.taps.entries()) {
    for (const [j, hTap] of h.taps.entries()) {
      for (let k = 0; k < perRow; k++) {
        table[entry++] = ((i * height + j) * width + k) * channels * 4;
        table[entry++] = ((tTap * hSize + hTap) * wSize + firstW + k) * packed.reduced * panelWidth * 4;
      }
    }
  }
  return { count: entry / 2, length: (joined ? w.taps.length : 1) * packed.reduced };
}

/** Addresses of source and result for every pixel of a class, filled up to whole tiles with pixels that go to `trash`. */
function fillPixels(
  { source, result }: Job,
  t: TapClass,
  h: TapClass,
  w: TapClass,
  from: number,
  to: number,
  rowFloats: number,
  trash: number,
  table: Uint32Array,
): number {
  const [clips, frames, height, width, channels] = source.shape;
  const [, rFrames, rHeight, rWidth] = result;
  let entry = 0;
  for (let n = 0; n < clips; n++) {
    for (let i = 0; i < t.outputs.length; i++) {
      for (let j = 0; j < h.outputs.length; j++) {
        const sourceRow = ((n * frames + (t.inputs[i] as number)) * height + (h.inputs[j] as number)) * width;
        const resultRow = ((n * rFrames + (t.outputs[i] as number)) * rHeight + (h.outputs[j] as number)) * rWidth;
        for (let k = 0; k < w.outputs.length; k++) {
          table[entry++] = from + (sourceRow + (w.inputs[k] as number)) * channels * 4;
          table[entry++] = to + (resultRow + (w.outputs[k] as number)) * rowFloats * 4;
        }
      }
    }
  }
  while (entry % (2 * pixelsAtOnce) !== 0) {
    table[entry] = table[entry - 2] as number;
    table[entry + 1] = trash;
    entry += 2;
  }
  return entry / 2;
}

/** Copies the first `count` floats of every row into a wider tensor. */
function gather(
  from: Float32Array,
  fromRow: number,
  to: Float32Array,
  toRow: number,
  first: number,
  count: number,
): void {
  const rows = from.length / fromRow;
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < count; i++) to[row * toRow + first + i] = from[row * fromRow + i] as number;
  }
}
