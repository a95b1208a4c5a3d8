import { frameHeight, frameWidth, type MotionVideo, type Pose } from "./motion_scene.ts";
import { type Look, texelsPerPixel, tileSize } from "./motion_texture.ts";

/** Bytes of a frame: Y, then U and V of half the height and width (yuv420p). */
export const frameBytes = (frameHeight * frameWidth * 3) / 2;

/** Draws frame `t` of a video into `into`. */
export function drawFrame(video: MotionVideo, look: Look, t: number, into: Uint8Array): void {
  const pose = {
    x: video.start.x + t * video.step.x,
    y: video.start.y + t * video.step.y,
    angle: video.start.angle + t * video.step.angle,
    size: video.start.size + t * video.step.size,
  };
  into.set(look.background);
  for (const layer of layersOf(pose, video.centre)) {
    drawLuma(into, look.tile, layer);
    drawChroma(into, look.tile, layer);
  }
}

/** From the frame to the tile, in texels: u = u0 + ux * x + uy * y, the same for v. `weight` fades it, 0 to 1. */
interface Layer {
  readonly u0: number;
  readonly v0: number;
  readonly ux: number;
  readonly uy: number;
  readonly vx: number;
  readonly vy: number;
  readonly weight: number;
}

/**
 * The texture twice, an octave apart: while both grow the larger fades out and the smaller in, until it has the larger one's
 * size. So a texture can grow or shrink without end, and every size is as likely in every class.
 */
function layersOf(pose: Pose, centre: MotionVideo["centre"]): readonly Layer[] {
  const octave = pose.size - Math.floor(pose.size);
  const fade = 0.5 - 0.5 * Math.cos(Math.PI * octave);
  return [layerOf(pose, centre, 2 ** (octave - 1), fade), layerOf(pose, centre, 2 ** octave, 1 - fade)];
}

function layerOf({ x, y, angle }: Pose, centre: MotionVideo["centre"], zoom: number, weight: number): Layer {
  const texels = texelsPerPixel / zoom;
  const [cos, sin] = [Math.cos(angle) * texels, Math.sin(angle) * texels];
  const [left, up] = [frameWidth / 2 + x, frameHeight / 2 + y];
  return {
    ux: cos,
    uy: sin,
    vx: -sin,
    vy: cos,
    u0: centre.x * texelsPerPixel - cos * left - sin * up,
    v0: centre.y * texelsPerPixel + sin * left - cos * up,
    weight,
  };
}

/** Places in the tile are whole numbers of 1/65536 texel, so that a row is a sum of them. */
function fixed(texels: number): number {
  return Math.round((texels - tileSize * Math.floor(texels / tileSize)) * 65536) | 0;
}

/** Opacity (0 to 255) times this is a share in 1/65536. */
function factorOf(weight: number): number {
  return Math.round(weight * 257);
}

function drawLuma(into: Uint8Array, tile: Int32Array, { u0, v0, ux, uy, vx, vy, weight }: Layer): void {
  const [du, dv, factor] = [fixed(ux), fixed(vx), factorOf(weight)];
  const [height, width, edge] = [frameHeight, frameWidth, tileSize];
  let at = 0;
  for (let y = 0; y < height; y++) {
    let u = fixed(u0 + uy * y);
    let v = fixed(v0 + vy * y);
    for (let x = 0; x < width; x++) {
      const texel = tile[((v >> 16) & (edge - 1)) * edge + ((u >> 16) & (edge - 1))] ?? 0;
      const share = (texel >>> 24) * factor;
      if (share !== 0) {
        const below = into[at] ?? 0;
        into[at] = below + (((((texel >> 16) & 255) - below) * share) >> 16);
      }
      at++;
      u = (u + du) | 0;
      v = (v + dv) | 0;
    }
  }
}

/** U and V have a value for every second pixel of every second row. */
function drawChroma(into: Uint8Array, tile: Int32Array, { u0, v0, ux, uy, vx, vy, weight }: Layer): void {
  const [du, dv, factor] = [fixed(2 * ux), fixed(2 * vx), factorOf(weight)];
  const [height, width, edge] = [frameHeight, frameWidth, tileSize];
  const plane = (height * width) / 4;
  let at = height * width;
  for (let y = 0; y < height; y += 2) {
    let u = fixed(u0 + uy * y);
    let v = fixed(v0 + vy * y);
    for (let x = 0; x < width; x += 2) {
      const texel = tile[((v >> 16) & (edge - 1)) * edge + ((u >> 16) & (edge - 1))] ?? 0;
      const share = (texel >>> 24) * factor;
      if (share !== 0) {
        const blue = into[at] ?? 0;
        const red = into[at + plane] ?? 0;
        into[at] = blue + (((((texel >> 8) & 255) - blue) * share) >> 16);
        into[at + plane] = red + ((((texel & 255) - red) * share) >> 16);
      }
      at++;
      u = (u + du) | 0;
      v = (v + dv) | 0;
    }
  }
}
