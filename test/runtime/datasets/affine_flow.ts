/** The motion between two pictures as one affine map, by least squares on brightness (Lucas and Kanade). */
export interface Flow {
  /** Pixels of the picture, to the right and down. */
  readonly right: number;
  readonly down: number;
  /** Share by which things grow. */
  readonly grow: number;
  /** Radians, clockwise on the screen. */
  readonly turn: number;
}

/** Both pictures row-major, of the same size; the origin of growing and turning is the picture's centre. */
export function affineFlow(before: Float64Array, after: Float64Array, height: number, width: number): Flow {
  // Unknowns: velocity (a + b x + c y, d + e x + f y).
  const normal = Array.from({ length: 6 }, () => new Float64Array(7));
  const at = (picture: Float64Array, y: number, x: number): number => picture[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const mean = (dy: number, dx: number): number => at(before, y + dy, x + dx) + at(after, y + dy, x + dx);
      const ix = (mean(0, 1) - mean(0, -1)) / 4;
      const iy = (mean(1, 0) - mean(-1, 0)) / 4;
      const it = at(after, y, x) - at(before, y, x);
      const [u, v] = [x - (width - 1) / 2, y - (height - 1) / 2];
      const row = [ix, ix * u, ix * v, iy, iy * u, iy * v];
      for (const [i, line] of normal.entries()) {
        for (const [j, value] of row.entries()) line[j] = (line[j] ?? 0) + (row[i] ?? 0) * value;
        line[6] = (line[6] ?? 0) - (row[i] ?? 0) * it;
      }
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = solve(normal);
  return { right: a, down: d, grow: (b + f) / 2, turn: (e - c) / 2 };
}

/** Gauss's elimination on a symmetric positive system with its right side as the last column. */
function solve(rows: Float64Array[]): number[] {
  const n = rows.length;
  for (const [i, pivot] of rows.entries()) {
    for (const [k, row] of rows.entries()) {
      if (k === i) continue;
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let j = i; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
