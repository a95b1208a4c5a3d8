import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RunError } from "../../../src/runtime/error.ts";
import { accuracy } from "../../../src/runtime/meters/accuracy.ts";
import { videoAccuracy } from "../../../src/runtime/meters/video_accuracy.ts";
import type { Outputs, RunningMeter } from "../../../src/runtime/network.ts";

interface Values {
  readonly [name: string]: number;
}

interface OracleEntry {
  readonly config?: { readonly name: string; readonly topk: readonly number[] };
  readonly targets?: string;
  readonly is_train?: boolean;
  readonly value_after_each_batch?: readonly Values[];
  readonly value?: Values;
  readonly batches_of?: string;
  readonly batches?: readonly { readonly output: readonly (readonly number[])[]; readonly target: readonly number[] }[];
}

const file = join(import.meta.dirname, "../../fixtures/reference/oracles/meters.json");
const oracle: { readonly meters: readonly OracleEntry[] } = JSON.parse(readFileSync(file, "utf8"));
const batches = oracle.meters.find((entry) => entry.batches_of === "int")?.batches ?? [];

function outputs(rows: readonly (readonly number[])[], labels: readonly number[], videos: readonly number[]): Outputs {
  return {
    values: Float32Array.from(rows.flat()),
    classes: rows[0]?.length ?? 0,
    labels: Int32Array.from(labels),
    videos: Int32Array.from(videos),
  };
}

/** The reference's clips, `perVideo` to a video, numbered over all batches. */
function oracleBatches(perVideo: number): Outputs[] {
  let clips = 0;
  return batches.map(({ output, target }) =>
    outputs(
      output,
      target,
      target.map(() => Math.floor(clips++ / perVideo)),
    ),
  );
}

function expectValues(meter: RunningMeter, wanted: Values): void {
  const names = Object.keys(wanted);
  expect(names.length).toBeGreaterThan(0);
  const value = meter.value();
  expect(Object.keys(value)).toEqual(names.map((name) => name.replace("_", "")));
  for (const name of names) expect(value[name.replace("_", "")]).toBeCloseTo(wanted[name] ?? Number.NaN, 6);
}

function entry(name: string, isTrain: boolean): OracleEntry {
  const found = oracle.meters.find(
    (one) => one.config?.name === name && one.targets === "int" && one.is_train === isTrain,
  );
  if (found === undefined) throw new Error(name);
  return found;
}

describe("against the reference, after each batch", () => {
  test("accuracy", () => {
    const meter = accuracy({ topk: [1, 3, 5] }).start();
    const wanted = entry("accuracy", false).value_after_each_batch ?? [];
    for (const [i, batch] of oracleBatches(1).entries()) {
      meter.update(batch);
      expectValues(meter, wanted[i] ?? {});
    }
  });

  test("video_accuracy in test: three clips a video", () => {
    const meter = videoAccuracy({ topk: [1, 3, 5], clipsPerVideo: 3 }).start();
    const wanted = entry("video_accuracy", false).value_after_each_batch ?? [];
    for (const [i, batch] of oracleBatches(3).entries()) {
      meter.update(batch);
      expectValues(meter, wanted[i] ?? {});
    }
  });

  test("video_accuracy in train: one clip a video", () => {
    const meter = videoAccuracy({ topk: [1, 3, 5], clipsPerVideo: 3 }).start();
    for (const batch of oracleBatches(1)) meter.update(batch);
    expectValues(meter, entry("video_accuracy", true).value ?? {});
  });
});

describe("video_accuracy", () => {
  test("goes by the video's identity: order and batches do not matter", () => {
    const [first] = oracleBatches(3);
    if (first === undefined) throw new Error("no batch");
    const { classes, labels, videos } = first;
    const wanted = videoAccuracy({ topk: [1, 3, 5] }).start();
    wanted.update(first);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...labels.keys()], { minLength: labels.length }),
        fc.integer({ min: 1, max: 5 }),
        (order, size) => {
          const meter = videoAccuracy({ topk: [1, 3, 5] }).start();
          for (let i = 0; i < order.length; i += size) {
            const part = order.slice(i, i + size);
            const rows = part.map((n) => [...first.values.subarray(n * classes, (n + 1) * classes)]);
            meter.update(
              outputs(
                rows,
                part.map((n) => labels[n] ?? 0),
                part.map((n) => videos[n] ?? 0),
              ),
            );
          }
          expect(meter.value()).toEqual(wanted.value());
        },
      ),
    );
  });

  test("averages scores, not decisions", () => {
    const meter = videoAccuracy().start();
    meter.update(
      outputs(
        [
          [0.4, 0.6],
          [0.4, 0.6],
          [1, 0],
        ],
        [0, 0, 0],
        [7, 7, 7],
      ),
    );
    expect(meter.value()).toEqual({ top1: 1 });
    const clips = accuracy().start();
    clips.update(
      outputs(
        [
          [0.4, 0.6],
          [0.4, 0.6],
          [1, 0],
        ],
        [0, 0, 0],
        [7, 7, 7],
      ),
    );
    expect(clips.value().top1).toBeCloseTo(1 / 3, 12);
  });
});

describe.each([
  ["accuracy", accuracy],
  ["video_accuracy", videoAccuracy],
] as const)("%s", (name, make) => {
  test("equal scores stand in the order of the classes", () => {
    for (const [label, top1, top2] of [
      [0, 1, 1],
      [1, 0, 1],
      [3, 0, 0],
    ] as const) {
      const meter = make({ topk: [1, 2] }).start();
      meter.update(outputs([[0.25, 0.25, 0.25, 0.25]], [label], [0]));
      expect(meter.value()).toEqual({ top1, top2 });
    }
  });

  test("NaN counts as the largest score", () => {
    const meter = make({ topk: [1] }).start();
    meter.update(outputs([[0.9, Number.NaN, 0.1]], [1], [0]));
    expect(meter.value()).toEqual({ top1: 1 });
    meter.update(outputs([[0.9, Number.NaN, 0.1]], [0], [1]));
    expect(meter.value()).toEqual({ top1: 0.5 });
  });

  test("is zero while nothing was counted", () => {
    expect(
      make({ topk: [1, 5] })
        .start()
        .value(),
    ).toEqual({ top1: 0, top5: 0 });
  });

  test("more than there are classes is an error", () => {
    const meter = make({ topk: [1, 5] }).start();
    expect(() => meter.update(outputs([[1, 0, 0]], [0], [0]))).toThrow(RunError);
  });

  test("its state goes through JSON without losing a bit", () => {
    const score = fc.float({ noNaN: false });
    const clip = fc.record({
      scores: fc.tuple(score, score, score),
      label: fc.integer({ min: 0, max: 2 }),
      video: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(clip, { maxLength: 12 }), fc.array(clip, { maxLength: 12 }), (before, after) => {
        // A video has one label.
        const batch = (clips: typeof before) =>
          outputs(
            clips.map((one) => one.scores),
            clips.map((one) => (name === "accuracy" ? one.label : one.video % 3)),
            clips.map((one) => one.video),
          );
        const through = make({ topk: [1, 2] }).start();
        const resumed = make({ topk: [1, 2] }).start();
        if (before.length > 0) through.update(batch(before));
        resumed.load(JSON.parse(JSON.stringify(through.save())));
        expect(resumed.value()).toEqual(through.value());
        if (after.length > 0) for (const meter of [through, resumed]) meter.update(batch(after));
        expect(resumed.value()).toEqual(through.value());
        expect(resumed.save()).toEqual(through.save());
      }),
    );
  });

  test("says its options", () => {
    const described = make({ topk: [1, 5], head: "action" });
    expect(described.head).toBe("action");
    expect(described.describe()).toMatchObject({ component: name, options: { topk: [1, 5], head: "action" } });
    expect("head" in make()).toBe(false);
  });
});
