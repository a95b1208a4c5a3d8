import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Clip, Transform } from "../../../src/runtime/data.ts";
import type { Random } from "../../../src/runtime/random.ts";
import { normalize, toFloat } from "../../../src/runtime/transforms/color.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";
import { flip, randomCrop, resizeShort } from "../../../src/runtime/transforms/spatial.ts";

interface Case {
  readonly name: string;
  readonly config: {
    readonly name: string;
    readonly size?: number;
    readonly crop_size?: number;
    readonly size_range?: readonly [number, number];
    readonly mean?: readonly number[];
    readonly std?: readonly number[];
  };
  readonly randint: readonly (readonly [number, number, number])[];
  readonly random: readonly number[];
  readonly out_shape_CTHW: readonly [number, number, number, number];
}

interface Oracle {
  readonly cases: readonly Case[];
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
    readonly bytes: number;
  }[];
}

const folder = join(import.meta.dirname, "../../fixtures/reference/oracles");
const oracle: Oracle = JSON.parse(readFileSync(join(folder, "transforms.json"), "utf8"));
const bytes = readFileSync(join(folder, "transforms.bin"));

function tensor(name: string): { data: Buffer; shape: readonly number[] } {
  const found = oracle.tensors.find((one) => one.name === name);
  if (found === undefined) throw new Error(name);
  return { data: bytes.subarray(found.offset, found.offset + found.bytes), shape: found.shape };
}

/** Gives the draws that the reference drew, and insists on the same ranges in the same order. */
function replay(one: Case): Random & { done(): void } {
  const whole = [...one.randint];
  const real = [...one.random];
  return {
    integer: (low, high) => {
      const [from, to, drawn] = whole.shift() ?? [Number.NaN, Number.NaN, Number.NaN];
      expect([low, high]).toEqual([from, to]);
      return drawn;
    },
    next: () => real.shift() ?? Number.NaN,
    normal: () => Number.NaN,
    permutation: () => [],
    done: () => expect([whole, real]).toEqual([[], []]),
  };
}

function pipeOf({ config }: Case): Transform {
  const {
    size,
    crop_size: crop = 0,
    size_range: range,
    mean = [0.485, 0.456, 0.406],
    std = [0.229, 0.224, 0.225],
  } = config;
  const tail = [toFloat(), normalize({ mean, std })];
  if (size !== undefined) return pipe([resizeShort({ size }), ...tail]);
  return pipe([resizeShort({ size: range ?? [0, 0] }), randomCrop({ size: [crop, crop] }), flip({ p: 0.5 }), ...tail]);
}

describe("transforms against the reference", () => {
  const source = tensor("clip_uint8_as_int32_THWC");
  const [frames = 0, height = 0, width = 0, channels = 0] = source.shape;
  const data = Uint8Array.from({ length: source.data.length / 4 }, (_, i) => source.data.readInt32LE(4 * i));
  const clip: Clip = { data, frames, height, width, channels, scale: "u8" };

  test.each(oracle.cases)("$name", (one) => {
    const draws = replay(one);
    const out = pipeOf(one).apply(clip, draws);
    draws.done();
    const [c, t, h, w] = one.out_shape_CTHW;
    expect([out.channels, out.frames, out.height, out.width, out.scale]).toEqual([c, t, h, w, "f32"]);
    const wanted = tensor(one.name).data;
    let worst = 0;
    for (let i = 0; i < out.data.length; i++) {
      const channel = i % c;
      const position = Math.floor(i / c);
      const expected = wanted.readFloatLE(4 * (channel * t * h * w + position));
      worst = Math.max(worst, Math.abs(expected - (out.data[i] ?? Number.NaN)));
    }
    expect(worst).toBeLessThan(3e-6);
  });
});
