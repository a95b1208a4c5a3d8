import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Hook, HookContext, PhaseEvent, RunningHook, StepEvent } from "../../../src/runtime/experiment.ts";
import { best } from "../../../src/runtime/hooks/best.ts";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { logProgress } from "../../../src/runtime/hooks/log_progress.ts";
import { heardConsole, tinyExperiment } from "../trainer/tiny.ts";

/** A hook at work on a run, with what it said and wrote. */
function started(hook: Hook, testEvery = 1, lastEpoch = 3) {
  const console = heardConsole();
  const written: string[] = [];
  const context: HookContext = {
    experiment: tinyExperiment({ epochs: lastEpoch, testEvery }),
    out: "/runs/a",
    console,
    stepsPerEpoch: 8,
    lastEpoch,
    meters: ["accuracy", "video_accuracy"],
    checkpoint: async (folder, name) => void written.push(join(folder, name)),
  };
  return { running: hook.start(context), written, said: console.lines };
}

const phase = (name: string, epoch: number, top1 = 0, loss = 1): PhaseEvent => ({
  ...{ phase: name, trains: name === "train", epoch, step: 8 * epoch, loss },
  meters: { accuracy: { top1 }, video_accuracy: { top1 } },
  ...{ videos: 6, videosListed: 6, protocol: "3 uniform clips", clips: 18, troubles: [], seconds: 1 },
});

const step = (batch: number, trains = true): StepEvent => ({
  ...{ phase: trains ? "train" : "test", trains, epoch: 2, step: 8 + batch, batch, batches: 8, loss: 1, lr: 0.1 },
  ...{ meters: {}, clips: 8, dataSeconds: 0, stepSeconds: 1 },
});

async function phases(running: RunningHook, events: readonly PhaseEvent[]): Promise<void> {
  for (const event of events) await running.phase?.(event);
}

describe("log_progress", () => {
  it("speaks after every n-th train step of an epoch", async () => {
    const { running, said } = started(logProgress({ every: 4 }));
    for (let batch = 1; batch <= 8; batch++) await running.step?.(step(batch));
    for (let batch = 1; batch <= 8; batch++) await running.step?.(step(batch, false));
    expect(said).toEqual([
      "train 2, step 12 (4 of 8): loss 1, rate 0.1",
      "train 2, step 16 (8 of 8): loss 1, rate 0.1",
    ]);
    expect(logProgress({ every: 4 }).describe()).toEqual({ component: "log_progress", options: { every: 4 } });
  });
});

describe("checkpoint", () => {
  it("writes after its phase", async () => {
    const { running, written } = started(checkpoint({ into: "/c", after: "test" }));
    await phases(running, [phase("train", 1), phase("test", 1), phase("train", 2), phase("test", 2)]);
    expect(written).toEqual(["/c/epoch-1", "/c/epoch-2"]);
  });

  it("writes every so many epochs, and after the last", async () => {
    const { running, written } = started(checkpoint({ into: "/c", every: 2 }));
    await phases(running, [phase("train", 1), phase("train", 2), phase("test", 2), phase("train", 3)]);
    expect(written).toEqual(["/c/epoch-2", "/c/epoch-3"]);
    const { options } = checkpoint({ into: "/c", every: 2 }).describe();
    expect(options).toEqual({ into: "/c", after: "train", every: 2 });
  });
});

describe("checkpoint in a run that does not test in each epoch", () => {
  /** The epochs of the checkpoints that are written in a run of 16 epochs with a test every 5. */
  async function epochsOf(after: string, every: number): Promise<readonly number[]> {
    const { running, written } = started(checkpoint({ into: "/c", after, every }), 5, 16);
    for (let epoch = 1; epoch <= 16; epoch++) {
      await running.phase?.(phase("train", epoch));
      if (epoch % 5 === 0 || epoch === 16) await running.phase?.(phase("test", epoch));
    }
    return written.map((path) => Number(path.slice("/c/epoch-".length)));
  }

  it.each([
    ["every test is wanted", 1, [5, 10, 15, 16]],
    ["it falls due between two tests: at the next one", 4, [5, 10, 15, 16]],
    ["it falls due less often than tests run", 7, [10, 15, 16]],
    ["it falls due in the rhythm of the tests", 5, [5, 10, 15, 16]],
    ["it falls due at every second test", 10, [10, 16]],
    ["it falls due behind the end", 50, [16]],
  ])("%s", async (_, every, epochs) => {
    expect(await epochsOf("test", every)).toEqual(epochs);
  });

  it("counts all epochs where it follows the training", async () => {
    expect(await epochsOf("train", 6)).toEqual([6, 12, 16]);
  });
});

describe("best", () => {
  it("writes on every improvement and only then", async () => {
    const { running, written, said } = started(best({ by: "test.video_accuracy.top1" }));
    await phases(running, [
      phase("train", 1, 0.9),
      phase("test", 1, 0.5),
      phase("test", 2, 0.5),
      phase("test", 3, 0.7),
    ]);
    expect(written).toEqual(["/runs/a/checkpoints/best", "/runs/a/checkpoints/best"]);
    expect(said).toEqual([
      "best test.video_accuracy.top1 so far: 50.0 %",
      "best test.video_accuracy.top1 so far: 70.0 %",
    ]);
  });

  it("remembers over a resume", async () => {
    const before = started(best({ by: "test.accuracy.top1", into: "/b" }));
    await phases(before.running, [phase("test", 1, 0.6)]);
    const after = started(best({ by: "test.accuracy.top1", into: "/b" }));
    after.running.load?.(JSON.parse(JSON.stringify(before.running.save?.())));
    await phases(after.running, [phase("test", 2, 0.6)]);
    expect(after.written).toEqual([]);
    await phases(after.running, [phase("test", 3, 0.61)]);
    expect(after.written).toEqual(["/b/best"]);
  });

  it("takes the lowest loss", async () => {
    const { running, written } = started(best({ by: "test.loss", into: "/b" }));
    await phases(running, [phase("test", 1, 0, Number.NaN), phase("test", 1, 0, 2), phase("test", 2, 0, 3)]);
    expect(written).toHaveLength(1);
    await phases(running, [phase("test", 3, 0, 1)]);
    expect(written).toHaveLength(2);
  });

  it("has the new value in its own state before it writes, so that the checkpoint has it too", async () => {
    const hook = best({ by: "test.accuracy.top1" });
    let running: RunningHook | undefined;
    const saved: unknown[] = [];
    const { running: _, ...rest } = started(hook);
    expect(rest.written).toEqual([]);
    running = hook.start({
      experiment: tinyExperiment(),
      out: "/runs/a",
      console: heardConsole(),
      ...{ stepsPerEpoch: 1, lastEpoch: 1, meters: ["accuracy"] },
      checkpoint: async () => void saved.push(running?.save?.()),
    });
    await running.phase?.(phase("test", 1, 0.25));
    expect(saved).toEqual([{ value: 0.25, epoch: 1 }]);
  });

  it("refuses what is not measured", async () => {
    for (const by of ["val.accuracy.top1", "test.acuracy.top1"]) {
      expect(() => started(best({ by }))).toThrow(expect.objectContaining({ name: "RunError", code: "V0805" }));
    }
    const { running } = started(best({ by: "test.accuracy.top3" }));
    await expect(phases(running, [phase("test", 1)])).rejects.toMatchObject({
      message: "best: there is no `test.accuracy.top3`",
      help: "there are test.accuracy.top1, test.video_accuracy.top1",
    });
  });
});
