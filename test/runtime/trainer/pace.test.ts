import { describe, expect, it } from "vitest";
import { startPace } from "../../../src/runtime/trainer/pace.ts";
import { type Extent, startPosition, workFrom } from "../../../src/runtime/trainer/position.ts";
import { tinyData } from "./tiny.ts";

async function extentOf(epochs: number, testEvery: number): Promise<Extent> {
  const context = { signal: new AbortController().signal, decoders: 1, report: () => undefined };
  const data = (videos: number) => tinyData({ videos, batch: 1 }).open(context);
  return {
    phases: [
      { name: "train", trains: true, data: await data(4) },
      { name: "test", trains: false, data: await data(3) },
    ],
    ...{ epochs, testEvery, seed: 0, stepsPerEpoch: 4 },
  };
}

/** What is said after each batch of a run whose train steps take 2 s and whose test batches take 10 s, and what is true. */
async function leftOf(epochs: number, testEvery: number) {
  const extent = await extentOf(epochs, testEvery);
  const pace = startPace(extent);
  const all = [...workFrom(startPosition, extent)];
  const secondsOf = (phase: number): number => (phase === 0 ? 2 : 10);
  return all.map((work, i) => {
    pace.add(work, 1, secondsOf(work.phase));
    const truth = all.slice(i + 1).reduce((sum, { phase }) => sum + secondsOf(phase), 0);
    return { work, said: pace.secondsLeft(work), truth };
  });
}

describe("the seconds left", () => {
  it.each([
    [3, 1],
    [7, 3],
    [6, 3],
    [5, 2],
  ])("of %d epochs with a test every %d are those of the tests to come", async (epochs, testEvery) => {
    const all = await leftOf(epochs, testEvery);
    const from = all.findIndex(({ work }) => work.phase === 1);
    for (const { said, truth } of all.slice(from)) expect(said).toBeCloseTo(truth, 9);
  });

  it("take the clips of a test that has not run yet to last as long as those that have", async () => {
    // 5 epochs of 4 steps of 2 s, and 2 tests of 3 batches that last 10 s in truth.
    const [first] = await leftOf(5, 3);
    expect(first?.said).toBe(19 * 2 + 2 * 3 * 2);
  });

  it("are not known before anything has run", async () => {
    const work = { epoch: 1, phase: 0, batch: 0, batches: 4, clips: [] };
    expect(startPace(await extentOf(2, 1)).secondsLeft(work)).toBeUndefined();
  });

  it("need no phase to be known that does not come any more", async () => {
    const extent = await extentOf(2, 1);
    const pace = startPace(extent);
    const work = { epoch: 2, phase: 1, batch: 0, batches: 3, clips: [] };
    pace.add(work, 1, 10);
    expect(pace.secondsLeft(work)).toBe(20);
    expect(pace.secondsLeft({ ...work, epoch: 1 })).toBe(20 + 4 * 10 + 3 * 10);
  });
});
