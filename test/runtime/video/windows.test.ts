import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameTimes, middleBefore } from "../../../src/runtime/video/timing.ts";
import { cover, placeOf } from "../../../src/runtime/video/windows.ts";

const ranges = fc.array(fc.record({ first: fc.nat(60), count: fc.integer({ min: 1, max: 12 }) }), {
  minLength: 1,
  maxLength: 12,
});

test("covering ranges hold exactly the frames asked for, in order and apart", () => {
  fc.assert(
    fc.property(ranges, (asked) => {
      const frames = new Set(asked.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i)));
      const covered = cover(asked);
      const kept = covered.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
      expect(kept).toEqual([...frames].sort((a, b) => a - b));
      for (const [i, range] of covered.entries()) {
        const before = covered[i - 1];
        if (before !== undefined) expect(range.first).toBeGreaterThan(before.first + before.count);
      }
      for (const [place, frame] of kept.entries()) expect(placeOf(frame, covered)).toBe(place);
      expect(placeOf(1000, covered)).toBe(-1);
    }),
  );
});

describe("frame times", () => {
  const shown = (times: readonly number[], unit = 0.001) => ({
    unit,
    rate: 25,
    frames: times.map((time) => ({ time, height: 2, width: 2, checksum: "0" })),
  });

  test("an even rate, with the rounding that containers do, is a start and a step", () => {
    const timing = frameTimes(shown([5, 72, 138, 205, 272, 338]));
    expect(timing).toEqual({ first: 0.005, every: expect.closeTo(0.0666, 4) });
    if (timing !== undefined) expect(Number(middleBefore(timing, 3))).toBeCloseTo(0.1715, 3);
  });

  test("an uneven one is every frame's time", () => {
    const timing = frameTimes(shown([0, 40, 200, 240]));
    expect(timing).toEqual({ times: [0, 0.04, 0.2, 0.24] });
    if (timing !== undefined) expect(middleBefore(timing, 2)).toBe("0.120000");
  });

  test("times that are missing, stand still or go back are not known", () => {
    for (const times of [
      [0, Number.NaN, 80],
      [0, 40, 40],
      [0, 80, 40],
    ])
      expect(frameTimes(shown(times))).toBeUndefined();
  });
});
