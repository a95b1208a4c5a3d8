import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Clip } from "../../../src/runtime/data.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { type Random, stream } from "../../../src/runtime/random.ts";
import { normalize, toFloat } from "../../../src/runtime/transforms/color.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";
import { centerCrop, flip, randomCrop, resizeShort } from "../../../src/runtime/transforms/spatial.ts";

/** Every pixel says where it is: 100 t + 10 y + x, the same in all channels plus the channel's number. */
function grid(frames: number, height: number, width: number, channels = 3): Clip {
  const data = new Float32Array(frames * height * width * channels);
  let i = 0;
  for (let t = 0; t < frames; t++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) data[i++] = 100 * t + 10 * y + x + 1000 * c;
  return { data, frames, height, width, channels, scale: "u8" };
}

function at(clip: Clip, t: number, y: number, x: number, c: number): number {
  return clip.data[((t * clip.height + y) * clip.width + x) * clip.channels + c] ?? Number.NaN;
}

const draws = (): Random => stream(0, "test");

describe("resize_short", () => {
  test.each([
    [240, 320, 128, 128, 170],
    [320, 240, 128, 170, 128],
    [226, 400, 128, 128, 226],
    [100, 100, 37, 37, 37],
    [3, 10, 7, 7, 23],
  ])("%i x %i to %i gives %i x %i", (height, width, size, newHeight, newWidth) => {
    const out = resizeShort({ size }).apply(grid(1, height, width, 1), draws());
    expect([out.height, out.width]).toEqual([newHeight, newWidth]);
    expect(out.data.length).toBe(newHeight * newWidth);
  });

  test("a clip of that size stays as it is", () => {
    const clip = grid(2, 12, 17);
    expect(resizeShort({ size: 12 }).apply(clip, draws())).toBe(clip);
  });

  test("a range draws both ends and nothing outside", () => {
    const random = draws();
    const clip = grid(1, 8, 8, 1);
    const seen = new Set(Array.from({ length: 200 }, () => resizeShort({ size: [4, 7] }).apply(clip, random).height));
    expect([...seen].sort()).toEqual([4, 5, 6, 7]);
  });

  test("a fixed size draws nothing", () => {
    const used = draws();
    resizeShort({ size: 5 }).apply(grid(1, 8, 8, 1), used);
    expect(used.next()).toBe(draws().next());
  });

  test("stays within the values of the clip, and keeps a constant exactly", () => {
    const edge = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        edge,
        edge,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 255 }),
        (h, w, size, value) => {
          const flat: Clip = {
            data: new Uint8Array(h * w).fill(value),
            frames: 1,
            height: h,
            width: w,
            channels: 1,
            scale: "u8",
          };
          expect(new Set(resizeShort({ size }).apply(flat, draws()).data)).toEqual(new Set([value]));
          const clip = grid(1, h, w, 1);
          const out = resizeShort({ size }).apply(clip, draws());
          const highest = 10 * (h - 1) + w - 1;
          expect(out.data.every((v) => v >= 0 && v <= highest + 1e-4)).toBe(true);
        },
      ),
    );
  });
});

describe("crops and flip", () => {
  test("random_crop cuts one window out of all frames and channels", () => {
    const clip = grid(3, 6, 9);
    const random = draws();
    const seen = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const out = randomCrop({ size: [4, 5] }).apply(clip, random);
      const origin = at(out, 0, 0, 0, 0);
      const [top, left] = [Math.floor(origin / 10), origin % 10];
      seen.add(`${top},${left}`);
      for (const [t, y, x, c] of [
        [0, 0, 0, 1],
        [2, 3, 4, 2],
        [1, 2, 1, 0],
      ] as const)
        expect(at(out, t, y, x, c)).toBe(at(clip, t, top + y, left + x, c));
    }
    expect(seen.size).toBe(3 * 5);
  });

  test.each([
    [5, 4, 0], // 0.5 rounds to 0
    [7, 4, 2], // 1.5 rounds to 2
    [9, 4, 2], // 2.5 rounds to 2
    [8, 4, 2],
    [4, 4, 0],
  ])("center_crop of %i to %i starts at %i", (edge, size, offset) => {
    const out = centerCrop({ size: [size, size] }).apply(grid(1, edge, edge), draws());
    expect(at(out, 0, 0, 0, 0)).toBe(11 * offset);
    expect([out.height, out.width]).toEqual([size, size]);
  });

  test("a window larger than the frame is an error that says both sizes", () => {
    for (const crop of [randomCrop, centerCrop]) {
      expect(() => crop({ size: [4, 9] }).apply(grid(1, 8, 8), draws())).toThrow(/cuts 4x9, .* frame, 8x8/);
      expect(() => crop({ size: [9, 4] }).apply(grid(1, 8, 8), draws())).toThrow(RunError);
    }
  });

  test("flip mirrors the columns of whole pixels; twice is nothing", () => {
    const clip = grid(2, 3, 4);
    const once = flip({ p: 1 }).apply(clip, draws());
    expect(at(once, 1, 2, 0, 2)).toBe(at(clip, 1, 2, 3, 2));
    expect(at(once, 1, 2, 3, 1)).toBe(at(clip, 1, 2, 0, 1));
    expect(flip({ p: 1 }).apply(once, draws()).data).toEqual(clip.data);
    expect(flip({ p: 0 }).apply(clip, draws())).toBe(clip);
  });

  test("flip mirrors about as often as it says", () => {
    const clip = grid(1, 1, 2);
    const random = draws();
    const mirrored = Array.from({ length: 2000 }, () => flip({ p: 0.3 }).apply(clip, random) !== clip);
    expect(mirrored.filter(Boolean).length / 2000).toBeCloseTo(0.3, 1);
  });
});

describe("to_float and normalize", () => {
  test("values", () => {
    const clip: Clip = { data: Uint8Array.of(0, 255, 51), frames: 1, height: 1, width: 1, channels: 3, scale: "u8" };
    const floats = toFloat().apply(clip, draws());
    expect(floats).toMatchObject({ scale: "f32", data: Float32Array.of(0, 1, 0.2) });
    const normal = normalize({ mean: [0.5, 0.5, 0], std: [0.5, 0.25, 2] }).apply(floats, draws());
    expect([...normal.data]).toEqual([-1, 2, Math.fround(0.1)]);
    expect([...floats.data]).toEqual([0, 1, Math.fround(0.2)]);
  });

  test("the wrong order or number of channels is an error", () => {
    const clip = grid(1, 1, 1);
    const usual = { mean: [0, 0, 0], std: [1, 1, 1] };
    expect(() => normalize(usual).apply(clip, draws())).toThrow(/still u8/);
    expect(() => pipe([toFloat(), toFloat()]).apply(clip, draws())).toThrow(/f32 already/);
    expect(() => pipe([toFloat(), normalize({ mean: [0], std: [1] })]).apply(clip, draws())).toThrow(
      /1 means and 1 dev/,
    );
  });
});

test("descriptions name every option", () => {
  const steps = [resizeShort({ size: [128, 160] }), randomCrop({ size: [112, 112] }), flip({ p: 0.5 }), toFloat()];
  expect(pipe(steps).describe()).toEqual({
    component: "pipe",
    options: {
      steps: [
        { component: "resize_short", options: { size: [128, 160] } },
        { component: "random_crop", options: { size: [112, 112] } },
        { component: "flip", options: { p: 0.5 } },
        { component: "to_float", options: {} },
      ],
    },
  });
});
