import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Extent,
  isFinished,
  isTrained,
  type Position,
  runsAfter,
  startPosition,
  totalSteps,
  type Work,
  whereOf,
  workFrom,
} from "../../../src/runtime/trainer/position.ts";
import { tinyData } from "./tiny.ts";

async function extentOf(train: number, test: number, epochs: number, testEvery = 1): Promise<Extent> {
  const context = { signal: new AbortController().signal, decoders: 1, report: () => undefined };
  const open = (videos: number) => tinyData({ videos, batch: 1, random: true }).open(context);
  return {
    phases: [
      { name: "train", trains: true, data: await open(train) },
      { name: "test", trains: false, data: await open(test) },
    ],
    epochs,
    testEvery,
    seed: 3,
    stepsPerEpoch: train,
  };
}

const place = ({ epoch, phase, batch, batches, clips }: Work): string =>
  `${epoch} ${phase} ${batch}/${batches} ${clips.map(({ video }) => video)}`;

/** Where a run stands after this batch. */
const behind = (work: Work, complete: boolean): Position => ({
  ...{ epoch: work.epoch, phase: work.phase, batch: work.batch + 1, complete, step: 0 },
});

const sizes = [fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 })] as const;
const epochs = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.double({ min: 0.1, max: 3, noNaN: true }));
const testEvery = fc.integer({ min: 1, max: 5 });

describe("the batches still to come", () => {
  it("from any place are the rest of those from the start", async () => {
    await fc.assert(
      fc.asyncProperty(...sizes, epochs, testEvery, fc.nat(), async (train, test, passes, every, pick) => {
        const extent = await extentOf(train, test, passes, every);
        const all = [...workFrom(startPosition, extent)];
        const at = pick % all.length;
        const done = all[at];
        if (done === undefined) return;
        const complete = done.batch + 1 === done.batches;
        const rest = all.slice(at + 1).map(place);
        expect([...workFrom(behind(done, complete), extent)].map(place)).toEqual(rest);
        expect(isFinished(behind(done, complete), extent)).toBe(rest.length === 0);
        expect(isTrained(behind(done, complete), extent)).toBe(all.slice(at + 1).every(({ phase }) => phase !== 0));
        for (const phase of [0, 1]) {
          const begun = all.slice(at + 1).filter((work) => work.phase === phase && work.batch === 0);
          expect(runsAfter(done, phase, extent)).toBe(begun.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("train for as many steps as the epochs say, at rising fractions below 1", async () => {
    await fc.assert(
      fc.asyncProperty(...sizes, epochs, async (train, test, passes) => {
        const extent = await extentOf(train, test, passes);
        const steps = [...workFrom(startPosition, extent)].filter(({ phase }) => phase === 0);
        expect(totalSteps(extent)).toBe(Math.max(1, Math.round(train * passes)));
        expect(steps.map((work) => whereOf(work, extent) * totalSteps(extent))).toEqual(
          steps.map((_, i) => expect.closeTo(i, 9)),
        );
        expect(Math.max(...steps.map((work) => whereOf(work, extent)))).toBeLessThan(1);
        if (Number.isInteger(passes)) expect(steps).toHaveLength(totalSteps(extent));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [6, 1, [1, 2, 3, 4, 5, 6]],
    [6, 3, [3, 6]],
    [7, 3, [3, 6, 7]],
    [7, 7, [7]],
    [4, 300, [4]],
    [1, 2, [1]],
    [4.5, 2, [2, 4, 5]],
    // A part of an epoch that is too small for a step is none.
    [4.01, 2, [2, 4]],
  ])("of %d epochs with a test every %d: tests after %j, training in each", async (passes, every, tested) => {
    const extent = await extentOf(5, 2, passes, every);
    const all = [...workFrom(startPosition, extent)];
    const epochsOf = (phase: number) => [
      ...new Set(all.filter((work) => work.phase === phase).map(({ epoch }) => epoch)),
    ];
    expect(epochsOf(1)).toEqual(tested);
    expect(epochsOf(0)).toEqual(Array.from({ length: tested.at(-1) ?? 0 }, (_, i) => i + 1));
  });

  it("end a test that has begun, though it would not begin now", async () => {
    const extent = await extentOf(2, 3, 4, 4);
    const within: Position = { epoch: 1, phase: 1, batch: 1, complete: false, step: 2 };
    const next = [...workFrom(within, extent)].slice(0, 3);
    expect(next.map(({ epoch, phase, batch }) => [epoch, phase, batch])).toEqual([
      [1, 1, 1],
      [1, 1, 2],
      [2, 0, 0],
    ]);
  });
});
