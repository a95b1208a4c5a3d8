/**
 * How many classes stand before class `label` in one row of scores, best first: 0 is top-1. Equal scores stand in the order
 * of their classes, so that a result never depends on chance; NaN counts as the largest score, as in PyTorch.
 */
export function rankOf(scores: Float32Array | Float64Array, start: number, classes: number, label: number): number {
  const own = scores[start + label] ?? Number.NaN;
  let before = 0;
  for (let c = 0; c < classes; c++) {
    const score = scores[start + c] ?? Number.NaN;
    const higher = Number.isNaN(own) ? false : Number.isNaN(score) || score > own;
    const equal = Number.isNaN(own) ? Number.isNaN(score) : score === own;
    if (higher || (equal && c < label)) before++;
  }
  return before;
}
