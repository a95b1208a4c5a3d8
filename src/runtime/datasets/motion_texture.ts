/** The look of a group of sample videos: a texture without ends that moves, and a background that does not. */
import { type Random, stream } from "../random.ts";
import { frameHeight, frameWidth } from "./motion_scene.ts";

/** The texture's edge in texels, a power of two. */
export const tileSize = 512;

/** At the texture's own size; more than one, so that motion may be finer than a pixel. */
export const texelsPerPixel = 2;

export interface Look {
  /** `tileSize` squared texels, each opacity, Y, U and V in one number, from the highest byte to the lowest. */
  readonly tile: Int32Array;
  /** A frame in planes: Y, then U and V of half the size. */
  readonly background: Uint8Array;
}

/** Y, U and V of 16 to 235. */
type Colour = readonly [number, number, number];

const grey: Colour = [128, 128, 128];

/** Odd groups move shapes, even ones a texture of noise; some are light on dark, others dark on light. */
export function lookOf(group: number): Look {
  const draws = stream("motion", "look", group);
  const lightOnDark = group % 4 < 2;
  const hue = draws.next();
  const front = [0, 0.12, 0.5].map((turn) => colour(hue + turn + 0.06 * draws.next(), lightOnDark ? 175 : 60, 70));
  const behind = [0.3, 0.42].map((turn) => colour(hue + turn + 0.06 * draws.next(), lightOnDark ? 65 : 185, 35));
  return {
    tile: group % 2 === 1 ? shapes(front, draws) : noise(front, draws),
    background: background(behind, draws),
  };
}

/** A colour of this lightness; `hue` in turns, `strength` of the colour differences. */
function colour(hue: number, lightness: number, strength: number): Colour {
  const angle = 2 * Math.PI * hue;
  return [lightness, 128 + strength * Math.cos(angle), 128 + strength * Math.sin(angle)];
}

function background([one, two]: readonly Colour[], draws: Random): Uint8Array {
  const planes = new Uint8Array((frameHeight * frameWidth * 3) / 2);
  if (one === undefined || two === undefined) return planes;
  const field = smoothField(8, frameHeight, frameWidth, draws);
  const tilt = 2 * Math.PI * draws.next();
  const shareAt = (y: number, x: number): number => {
    const slope = Math.cos(tilt) * (x / frameWidth - 0.5) + Math.sin(tilt) * (y / frameHeight - 0.5);
    return clamp(0.5 + 0.9 * slope + 0.6 * ((field[y * frameWidth + x] ?? 0) - 0.5));
  };
  for (let y = 0; y < frameHeight; y++) {
    for (let x = 0; x < frameWidth; x++) planes[y * frameWidth + x] = mix(one[0], two[0] + 25, shareAt(y, x));
  }
  const [halfHeight, halfWidth] = [frameHeight / 2, frameWidth / 2];
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) {
      const share = shareAt(2 * y, 2 * x);
      const at = frameHeight * frameWidth + y * halfWidth + x;
      planes[at] = mix(one[1], two[1], share);
      planes[at + halfHeight * halfWidth] = mix(one[2], two[2], share);
    }
  }
  return planes;
}

/** Clouds: opaque where one field of noise is high, coloured by another. */
function noise(colours: readonly Colour[], draws: Random): Int32Array {
  const cover = clouds(draws);
  const paint = clouds(draws);
  const tile = new Int32Array(tileSize * tileSize);
  for (let i = 0; i < tile.length; i++) {
    const share = clamp(((paint[i] ?? 0) - 0.3) * 2.5) * (colours.length - 1);
    const from = colours[Math.floor(share)] ?? grey;
    const to = colours[Math.floor(share) + 1] ?? from;
    const part = share - Math.floor(share);
    const opacity = clamp(((cover[i] ?? 0) - 0.5) * 9 + 0.5);
    tile[i] = pack(opacity, mix(from[0], to[0], part), mix(from[1], to[1], part), mix(from[2], to[2], part));
  }
  return tile;
}

/** Two octaves of smooth noise over the tile. */
function clouds(draws: Random): Float64Array {
  const coarse = smoothField(7, tileSize, tileSize, draws);
  const fine = smoothField(17, tileSize, tileSize, draws);
  return coarse.map((value, i) => 0.65 * value + 0.35 * (fine[i] ?? 0));
}

const shapeKinds = ["disc", "square", "triangle", "ring", "star"] as const;

interface Shape {
  readonly kind: (typeof shapeKinds)[number];
  readonly u: number;
  readonly v: number;
  readonly radius: number;
  readonly angle: number;
  readonly colour: Colour;
}

/** One shape in each cell of a grid of three by three, shifted and turned. Lengths are shares of the tile's edge. */
function shapes(colours: readonly Colour[], draws: Random): Int32Array {
  const all = Array.from({ length: 9 }, (_, cell): Shape => {
    const kind = shapeKinds[draws.integer(0, shapeKinds.length - 1)] ?? "disc";
    const u = ((cell % 3) + 0.3 + 0.4 * draws.next()) / 3;
    const v = (Math.floor(cell / 3) + 0.3 + 0.4 * draws.next()) / 3;
    const paint = colours[cell % colours.length] ?? grey;
    return { kind, u, v, radius: 0.085 + 0.065 * draws.next(), angle: 2 * Math.PI * draws.next(), colour: paint };
  });
  const texels = new Int32Array(tileSize * tileSize);
  for (const shape of all) drawShape(texels, shape);
  return texels;
}

/** Draws a shape over what is there, across the tile's edges too. */
function drawShape(texels: Int32Array, { kind, u, v, radius, angle, colour: paint }: Shape): void {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.ceil(radius * 1.6 * tileSize);
  const [row, column] = [Math.round(v * tileSize), Math.round(u * tileSize)];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const [x, y] = [(dx * cos + dy * sin) / (radius * tileSize), (dy * cos - dx * sin) / (radius * tileSize)];
      const opacity = clamp(0.5 - (outside(kind, x, y) * radius * tileSize) / 3);
      if (opacity <= 0) continue;
      const at = ((row + dy + tileSize) % tileSize) * tileSize + ((column + dx + tileSize) % tileSize);
      texels[at] = pack(opacity, ...paint);
    }
  }
}

/** About how far a point lies outside a shape of radius 1, negative inside. */
function outside(kind: Shape["kind"], x: number, y: number): number {
  const far = Math.hypot(x, y);
  switch (kind) {
    case "disc":
      return far - 1;
    case "square":
      return Math.max(Math.abs(x), Math.abs(y)) - 0.88;
    case "triangle":
      return Math.max(y - 0.6, 0.866 * Math.abs(x) - 0.5 * y - 0.6);
    case "ring":
      return Math.abs(far - 0.75) - 0.3;
    case "star":
      return far - (0.85 + 0.35 * Math.cos(5 * Math.atan2(y, x)));
  }
}

/** Smooth noise in 0 … 1, row-major, with this many cells along each edge; it goes on over the edges. */
function smoothField(cells: number, height: number, width: number, draws: Random): Float64Array {
  const values = Float64Array.from({ length: cells * cells }, () => draws.next());
  const columns = Array.from({ length: width }, (_, x) => cellAt((x * cells) / width, cells));
  const across = Int32Array.from(columns, ({ cell }) => cell);
  const beside = Int32Array.from(columns, ({ next }) => next);
  const shares = Float64Array.from(columns, ({ share }) => share);
  const line = new Float64Array(cells);
  const field = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    const { cell, next, share } = cellAt((y * cells) / height, cells);
    for (let c = 0; c < cells; c++) line[c] = mix(values[cell * cells + c] ?? 0, values[next * cells + c] ?? 0, share);
    for (let x = 0; x < width; x++) {
      field[y * width + x] = mix(line[across[x] ?? 0] ?? 0, line[beside[x] ?? 0] ?? 0, shares[x] ?? 0);
    }
  }
  return field;
}

function cellAt(
  place: number,
  cells: number,
): { readonly cell: number; readonly next: number; readonly share: number } {
  const cell = Math.floor(place);
  return { cell, next: (cell + 1) % cells, share: smooth(place - cell) };
}

function pack(opacity: number, y: number, u: number, v: number): number {
  return (Math.round(opacity * 255) << 24) | (Math.round(y) << 16) | (Math.round(u) << 8) | Math.round(v);
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
