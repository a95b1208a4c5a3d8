/**
 * Every convolution of the tutorial's ResNet3D-18 at its full size, forward and backward. The expected values are computed in
 * float64 for a sample of places, of which some lie in the corners.
 */
import { dispose, type Tensor5D, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Extent, type Shape5, slide, volume } from "../../../src/runtime/engine/extent.ts";
import { operationsOfEngine } from "../../../src/runtime/engine/operations.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { type Block, type ConvLayer, layersOf } from "../../../src/runtime/models/layers.ts";
import { resnext3dBlocks } from "../../../src/runtime/models/resnext3d_layers.ts";
import { settingsOf } from "../../../src/runtime/models/resnext3d_options.ts";
import { enginesToTest } from "./engines.ts";
import { relativeError } from "./measure.ts";

interface Geometry {
  readonly x: Shape5;
  readonly filter: Shape5;
  readonly y: Shape5;
  readonly layer: ConvLayer;
}

const batch = 1;

/** The distinct convolutions that a clip of this size meets, from the model itself. */
function geometries(blocks: readonly Block[], clip: Extent): Geometry[] {
  const found = new Map<string, Geometry>();
  let size = clip;
  for (const block of blocks) {
    const paths = block.kind === "plain" ? [block.layers] : [block.skip, block.residual];
    let end = size;
    for (const path of paths) {
      let at = size;
      for (const layer of path) {
        if (layer.kind !== "conv") continue;
        const next = slide(at, layer.kernel, layer.stride, layer.padding);
        const geometry: Geometry = {
          x: [batch, ...at, layer.inPlanes],
          filter: [...layer.kernel, layer.inPlanes, layer.outPlanes],
          y: [batch, ...next, layer.outPlanes],
          layer,
        };
        found.set(`${geometry.x} * ${geometry.filter} / ${layer.stride}`, geometry);
        at = next;
      }
      end = at;
    }
    size = end;
  }
  return [...found.values()];
}

const tutorial = resnext3dBlocks(settingsOf({ clip: [3, 8, 112, 112], blocks: [2, 2, 2, 2], planes: 64 }));
const cases = geometries(tutorial, [8, 112, 112]);

/** Values between -0.5 and 0.5 that float32 holds exactly. */
function draw(shape: Shape5, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: volume(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >> 8) / 2 ** 24;
  });
}

/** Places of an array: its first, its last, and others all over it. */
function places(shape: Shape5, count = 60): Shape5[] {
  const all = volume(shape);
  return Array.from({ length: count }, (_, i) => {
    let rest = i === 0 ? 0 : i === 1 ? all - 1 : Math.floor((all * ((i * 0.618034) % 1)) % all);
    const at = shape.toReversed().map((size) => {
      const place = rest % size;
      rest = Math.floor(rest / size);
      return place;
    });
    return at.toReversed() as unknown as Shape5;
  });
}

const offset = ([, b, c, d, e]: Shape5, [i, j, k, l, m]: Shape5): number => (((i * b + j) * c + k) * d + l) * e + m;
const value = (data: Float32Array, shape: Shape5, at: Shape5): number => data[offset(shape, at)] as number;
const inside = (at: number, size: number): boolean => Number.isInteger(at) && at >= 0 && at < size;

/** Sums over all taps of the filter: `place` gives what each one meets, or undefined. */
function overTaps([kt, kh, kw]: Shape5, term: (a: number, b: number, c: number) => number): number {
  let sum = 0;
  for (let a = 0; a < kt; a++) for (let b = 0; b < kh; b++) for (let c = 0; c < kw; c++) sum += term(a, b, c);
  return sum;
}

function outputAt(x: Float32Array, f: Float32Array, { layer, ...shapes }: Geometry, [n, t, h, w, o]: Shape5): number {
  const { stride, padding } = layer;
  return overTaps(shapes.filter, (a, b, c) => {
    const at = [
      t * stride[0] + a - padding[0],
      h * stride[1] + b - padding[1],
      w * stride[2] + c - padding[2],
    ] as const;
    if (!at.every((each, i) => inside(each, shapes.x[i + 1] as number))) return 0;
    let sum = 0;
    for (let q = 0; q < layer.inPlanes; q++) {
      sum += value(x, shapes.x, [n, ...at, q]) * value(f, shapes.filter, [a, b, c, q, o]);
    }
    return sum;
  });
}

function inputGradientAt(
  dy: Float32Array,
  f: Float32Array,
  { layer, ...shapes }: Geometry,
  [n, t, h, w, q]: Shape5,
): number {
  const { stride, padding } = layer;
  return overTaps(shapes.filter, (a, b, c) => {
    const at = [
      (t + padding[0] - a) / stride[0],
      (h + padding[1] - b) / stride[1],
      (w + padding[2] - c) / stride[2],
    ] as const;
    if (!at.every((each, i) => inside(each, shapes.y[i + 1] as number))) return 0;
    let sum = 0;
    for (let o = 0; o < layer.outPlanes; o++) {
      sum += value(dy, shapes.y, [n, ...at, o]) * value(f, shapes.filter, [a, b, c, q, o]);
    }
    return sum;
  });
}

function filterGradientAt(
  x: Float32Array,
  dy: Float32Array,
  { layer, ...shapes }: Geometry,
  [a, b, c, q, o]: Shape5,
): number {
  const { stride, padding } = layer;
  const [clips, frames, height, width] = shapes.y;
  let sum = 0;
  for (let n = 0; n < clips; n++) {
    for (let t = 0; t < frames; t++) {
      const i = t * stride[0] + a - padding[0];
      if (!inside(i, shapes.x[1])) continue;
      for (let h = 0; h < height; h++) {
        const j = h * stride[1] + b - padding[1];
        if (!inside(j, shapes.x[2])) continue;
        for (let w = 0; w < width; w++) {
          const k = w * stride[2] + c - padding[2];
          if (!inside(k, shapes.x[3])) continue;
          sum += value(x, shapes.x, [n, i, j, k, q]) * value(dy, shapes.y, [n, t, h, w, o]);
        }
      }
    }
  }
  return sum;
}

it("are eleven, the stem's among them", () => {
  expect(layersOf(tutorial[0] as Block)).toHaveLength(2);
  expect(cases.map(({ x, filter, layer }) => `${x.slice(1)} ${filter} ${layer.stride}`)).toEqual([
    "8,112,112,3 3,7,7,3,64 1,2,2",
    "8,56,56,64 3,3,3,64,64 1,1,1",
    "8,56,56,64 1,1,1,64,128 2,2,2",
    "8,56,56,64 3,3,3,64,128 2,2,2",
    "4,28,28,128 3,3,3,128,128 1,1,1",
    "4,28,28,128 1,1,1,128,256 2,2,2",
    "4,28,28,128 3,3,3,128,256 2,2,2",
    "2,14,14,256 3,3,3,256,256 1,1,1",
    "2,14,14,256 1,1,1,256,512 2,2,2",
    "2,14,14,256 3,3,3,256,512 2,2,2",
    "1,7,7,512 3,3,3,512,512 1,1,1",
  ]);
});

// Plain JavaScript would take minutes; it is compared with float64 everywhere else.
describe.each(enginesToTest.filter((name) => name !== "cpu"))("the tutorial's convolutions on %s", (engine) => {
  beforeAll(async () => {
    await selectEngine(engine);
  });

  it.each(
    cases.map((geometry) => ({ ...geometry, name: `${geometry.layer.name}: ${geometry.x} * ${geometry.filter}` })),
  )("$name", (geometry) => {
    const { layer } = geometry;
    const data = [geometry.x, geometry.filter, geometry.y].map((shape, i) => draw(shape, i + 1));
    const [x, f, dy] = data as [Float32Array, Float32Array, Float32Array];
    const tensors = [geometry.x, geometry.filter, geometry.y].map((shape, i) =>
      tensor(data[i] as Float32Array, [...shape]),
    );
    const [tx, tf, tdy] = tensors as [Tensor5D, Tensor5D, Tensor5D];
    const operations = operationsOfEngine();
    const compare = (made: Tensor5D, shape: Shape5, at: (place: Shape5) => number): number => {
      const found = made.dataSync<"float32">();
      made.dispose();
      const sample = places(shape);
      return relativeError(
        sample.map((place) => value(found, shape, place)),
        sample.map(at),
      );
    };
    const errors = {
      forward: compare(operations.conv3d(tx, tf, layer), geometry.y, (at) => outputAt(x, f, geometry, at)),
      input: compare(operations.conv3dInput(tdy, tf, layer, geometry.x), geometry.x, (at) =>
        inputGradientAt(dy, f, geometry, at),
      ),
      filter: compare(operations.conv3dFilter(tx, tdy, layer, geometry.filter), geometry.filter, (at) =>
        filterGradientAt(x, dy, geometry, at),
      ),
    };
    dispose(tensors);
    for (const [what, error] of Object.entries(errors)) expect(error, what).toBeLessThan(2e-5);
  });
});
