/** A linear classifier: what can be told without seeing motion, or anything but a weighted sum of one frame's pixels. */
import { stream } from "../../../src/runtime/random.ts";

export interface Samples {
  /** N x features, row-major. */
  readonly features: Float32Array;
  readonly labels: readonly number[];
}

/** Softmax regression on standardised features, by SGD with weight decay; returns the class of each row of new features. */
export function trainLinear(
  { features, labels }: Samples,
  classes: number,
  epochs = 30,
): (features: Float32Array) => number[] {
  const width = features.length / labels.length;
  const { mean, scale } = standard(features, width);
  const weights = new Float64Array(classes * (width + 1));
  const order = stream("linear classifier");
  const scores = new Float64Array(classes);
  const score = (rows: Float32Array, n: number): void => {
    for (let c = 0; c < classes; c++) {
      const w = c * (width + 1);
      let sum = weights[w + width] ?? 0;
      for (let i = 0; i < width; i++) {
        sum += (weights[w + i] ?? 0) * ((rows[n * width + i] ?? 0) - (mean[i] ?? 0)) * (scale[i] ?? 0);
      }
      scores[c] = sum;
    }
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = (0.3 / width) * (1 - epoch / epochs);
    for (const n of order.permutation(labels.length)) {
      score(features, n);
      const highest = Math.max(...scores);
      const total = scores.reduce((sum, value) => sum + Math.exp(value - highest), 0);
      for (let c = 0; c < classes; c++) {
        const error = Math.exp((scores[c] ?? 0) - highest) / total - (labels[n] === c ? 1 : 0);
        const w = c * (width + 1);
        for (let i = 0; i < width; i++) {
          const x = ((features[n * width + i] ?? 0) - (mean[i] ?? 0)) * (scale[i] ?? 0);
          weights[w + i] = (weights[w + i] ?? 0) * (1 - 0.001 * rate) - rate * error * x;
        }
        weights[w + width] = (weights[w + width] ?? 0) - rate * error;
      }
    }
  }
  return (rows) =>
    Array.from({ length: rows.length / width }, (_, n) => {
      score(rows, n);
      return scores.indexOf(Math.max(...scores));
    });
}

export function accuracyOf(predicted: readonly number[], labels: readonly number[]): number {
  return predicted.filter((label, n) => label === labels[n]).length / labels.length;
}

function standard(features: Float32Array, width: number): { mean: Float64Array; scale: Float64Array } {
  const rows = features.length / width;
  const mean = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    let [sum, squares] = [0, 0];
    for (let n = 0; n < rows; n++) {
      const value = features[n * width + i] ?? 0;
      sum += value;
      squares += value * value;
    }
    mean[i] = sum / rows;
    scale[i] = 1 / Math.sqrt(Math.max(1e-6, squares / rows - (sum / rows) ** 2));
  }
  return { mean, scale };
}
