/** Batch norm on vcl's SIMD kernels: sums of many terms are taken in blocks, and the blocks in double precision. */
import { type Tensor1D, type Tensor5D, tensor1d } from "@tensorflow/tfjs-core";
import type { Normalization, NormalizationGradient, NormalizationSaved, Normalized } from "../operations.ts";
import * as portable from "../portable/normalization.ts";
import { heapOfEngine } from "./heap.ts";
import { type Rows, repeated, rowsOf } from "./rowwise.ts";

/** Rows that are summed in single precision before the sum moves on to double precision. */
const blockRows = 64;

export function normalize(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, how: Normalization): Normalized {
  const rows = rowsOf(x.size / scale.size, scale.size);
  if (rows === null) return portable.normalize(x, scale, shift, how);
  const count = x.size / scale.size;
  const [mean] = channelSums("sum", [x], [], 1, rows).map((sum) => divided(sum, count));
  const [variance] = channelSums("sumOfSquares", [x], [mean as Float32Array], 1, rows).map((sum) =>
    divided(sum, count),
  );
  const folded = fold(scale, shift, mean as Float32Array, variance as Float32Array, how.epsilon);
  const y = perChannel(how.relu ? "affineRelu" : "affine", [x], folded, rows);
  return { y, mean: tensor1d(mean as Float32Array), variance: tensor1d(variance as Float32Array) };
}

/** Scale and shift with the mean and the deviation worked in. */
function fold(
  scale: Tensor1D,
  shift: Tensor1D,
  mean: Float32Array,
  variance: Float32Array,
  epsilon: number,
): Float32Array[] {
  const factors = scale.dataSync<"float32">().map((value, c) => value / Math.sqrt((variance[c] as number) + epsilon));
  const offsets = shift.dataSync<"float32">().map((value, c) => value - (mean[c] as number) * (factors[c] as number));
  return [factors, offsets];
}

export function normalizeGradient(dy: Tensor5D, saved: NormalizationSaved, how: Normalization): NormalizationGradient {
  const { x, y, scale } = saved;
  const channels = scale.size;
  const rows = rowsOf(x.size / channels, channels);
  if (rows === null) return portable.normalizeGradient(dy, saved, how);
  const count = x.size / channels;
  const suffix = y === undefined ? "" : "Relu";
  const inputs = y === undefined ? [dy, x] : [dy, x, y];
  const mean = saved.mean.dataSync<"float32">();
  const inverse = saved.variance.dataSync<"float32">().map((variance) => 1 / Math.sqrt(variance + how.epsilon));
  const factors = scale.dataSync<"float32">();
  const [upstream, product] = channelSums(`normalizeSums${suffix}`, inputs, [mean], 2, rows) as [
    Float64Array,
    Float64Array,
  ];
  const ofGradient = factors.map((factor, c) => factor * (inverse[c] as number));
  const scaleGradient = Float32Array.from(product, (sum, c) => sum * (inverse[c] as number));
  // The batch's mean and variance depend on x too; their share is what these two take off.
  const ofInput = ofGradient.map(
    (factor, c) => (-factor * (inverse[c] as number) ** 2 * (product[c] as number)) / count,
  );
  const constant = ofGradient.map((factor, c) => (-factor * (upstream[c] as number)) / count);
  return {
    x: perChannel(`normalizeInput${suffix}`, inputs, [mean, ofGradient, ofInput, constant], rows),
    scale: tensor1d(scaleGradient),
    shift: tensor1d(Float32Array.from(upstream)),
  };
}

export function affine(x: Tensor5D, scale: Tensor1D, shift: Tensor1D, relu: boolean): Tensor5D {
  const rows = rowsOf(x.size / scale.size, scale.size);
  if (rows === null) return portable.affine(x, scale, shift, relu);
  const vectors = [scale.dataSync<"float32">(), shift.dataSync<"float32">()];
  return perChannel(relu ? "affineRelu" : "affine", [x], vectors, rows);
}

/** A new tensor from a kernel that reads figures per channel. */
function perChannel(
  kernel: string,
  inputs: readonly Tensor5D[],
  vectors: readonly Float32Array[],
  rows: Rows,
): Tensor5D {
  const heap = heapOfEngine();
  const [first] = inputs as readonly [Tensor5D, ...Tensor5D[]];
  const result = heap.allocate<Tensor5D>(first.shape);
  heap.scratch(vectors.length * rows.length * 4, (space) => {
    const places = vectors.map((_, i) => space + i * rows.length * 4);
    for (const [i, vector] of vectors.entries()) repeated(heap, places[i] as number, rows, vector);
    const addresses = [...inputs, result].map((tensor) => heap.address(tensor));
    heap.run(kernel, ...addresses, ...places, (addresses[0] as number) + first.size * 4, rows.length * 4);
  });
  return result;
}

/** Sums over all pixels, channel by channel, from a kernel that gives `sums` of them. */
function channelSums(
  kernel: string,
  inputs: readonly Tensor5D[],
  vectors: readonly Float32Array[],
  sums: number,
  rows: Rows,
): Float64Array[] {
  const heap = heapOfEngine();
  const [first] = inputs as readonly [Tensor5D, ...Tensor5D[]];
  const channels = rows.length / rows.together;
  const totals = Array.from({ length: sums }, () => new Float64Array(channels));
  const rowBytes = rows.length * 4;
  heap.scratch((vectors.length + sums) * rowBytes, (space) => {
    const places = Array.from({ length: vectors.length + sums }, (_, i) => space + i * rowBytes);
    for (const [i, vector] of vectors.entries()) repeated(heap, places[i] as number, rows, vector);
    const blocks = heap.floats(space + vectors.length * rowBytes, sums * rows.length);
    const addresses = inputs.map((tensor) => heap.address(tensor));
    for (let from = 0; from < first.size * 4; from += blockRows * rowBytes) {
      const to = Math.min(from + blockRows * rowBytes, first.size * 4);
      blocks.fill(0);
      heap.run(
        kernel,
        ...addresses.map((address) => address + from),
        ...places,
        (addresses[0] as number) + to,
        rowBytes,
      );
      for (const [i, total] of totals.entries()) {
        for (let place = 0; place < rows.length; place++) {
          const channel = place % channels;
          total[channel] = (total[channel] as number) + (blocks[i * rows.length + place] as number);
        }
      }
    }
  });
  return totals;
}

function divided(sums: Float64Array, by: number): Float32Array {
  return Float32Array.from(sums, (sum) => sum / by);
}
