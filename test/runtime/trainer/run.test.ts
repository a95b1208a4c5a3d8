import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunError } from "../../../src/runtime/error.ts";
import type { Experiment, RunOptions } from "../../../src/runtime/experiment.ts";
import { best } from "../../../src/runtime/hooks/best.ts";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { filesIn, metricsOf, scratchFolder, stepSpy } from "./helpers.ts";
import {
  crossEntropy,
  heardConsole,
  linearHead,
  rate,
  sgd,
  type TinyOptions,
  testMachine,
  testSignals,
  tinyExperiment,
  tinyModel,
  topOne,
} from "./tiny.ts";

const folder = scratchFolder();

function start(out: string, options: TinyOptions = {}, run: RunOptions = {}, signals = testSignals()) {
  const console = heardConsole();
  const result = runExperiment(tinyExperiment(options), { out, console, ...run }, testMachine(signals));
  return Object.assign(result, { console });
}

describe("a run", () => {
  it("learns, and says how it went with the protocol", async () => {
    const run = start(folder("learns"), { epochs: 4 });
    const { status, results } = await run;
    expect(status).toBe("finished");
    expect(results.test?.video_accuracy?.top1).toBeGreaterThan(0.9);
    const { lines } = run.console;
    expect(lines[0]).toBe("tiny: 57 parameters, engine cpu, 4 epochs of 4 steps, seed 0");
    expect(lines.filter((line) => line.startsWith("test 4"))).toEqual([
      expect.stringMatching(
        /^test 4: loss [\d.]+, clip top-1 [\d.]+ %, video top-1 [\d.]+ %, 3 uniform clips, 6 of 6 videos, [\d.]+ s$/,
      ),
    ]);
    expect(lines.at(-1)).toMatch(/^finished after .*; log, metrics and checkpoints are in .*learns$/);
  });

  it("is the same twice, and another with another seed", async () => {
    const lossesOf = async (name: string, seed: number) => {
      await start(folder(name), { seed });
      return metricsOf(folder(name)).flatMap(({ loss }) => (loss === undefined ? [] : [loss]));
    };
    const first = await lossesOf("seed-a", 0);
    expect(first).toHaveLength(2 * (4 + 2));
    expect(await lossesOf("seed-b", 0)).toEqual(first);
    expect(await lossesOf("seed-c", 1)).not.toEqual(first);
  });

  it("writes one line of metrics for each step and phase, with the rate that the step used", async () => {
    const out = folder("metrics");
    await start(out, {
      optimizer: sgd({ lr: rate((where) => 1 - where) }),
      train: { videos: 11, batch: 3, random: true },
    });
    const lines = metricsOf(out);
    expect(lines.map(({ event, phase, epoch, step }) => `${event} ${phase ?? ""} ${epoch} ${step}`)).toEqual([
      "start  1 0",
      ...[1, 2, 3, 4].map((step) => `step train 1 ${step}`),
      "phase train 1 4",
      "phase test 1 4",
      ...[5, 6, 7, 8].map((step) => `step train 2 ${step}`),
      "phase train 2 8",
      "phase test 2 8",
      "end  2 8",
    ]);
    const steps = lines.filter(({ event }) => event === "step");
    expect(steps.map(({ lr }) => lr)).toEqual([1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125]);
    expect(steps.map(({ clips }) => clips)).toEqual([3, 3, 3, 2, 3, 3, 3, 2]);
    for (const step of steps) {
      expect(Object.keys(step).sort()).toEqual(
        "batch batches clips data_seconds epoch event loss lr meters phase step step_seconds".split(" "),
      );
      expect(step.meters).toEqual({
        accuracy: { top1: expect.any(Number) },
        video_accuracy: { top1: expect.any(Number) },
      });
    }
    const [train, test] = lines.filter(({ event }) => event === "phase");
    const weighed = steps.slice(0, 4).reduce((sum, { loss, clips }) => sum + Number(loss) * Number(clips), 0) / 11;
    expect(train).toMatchObject({ clips: 11, videos: 11, videos_listed: 11, protocol: "1 random clip", troubles: [] });
    expect(train?.loss).toBeCloseTo(weighed, 12);
    expect(test).toMatchObject({ phase: "test", clips: 18, videos: 6, videos_listed: 6, protocol: "3 uniform clips" });
    expect(lines.at(-1)).toMatchObject({ event: "end", status: "finished", seconds: expect.any(Number) });
  });

  it("measures train batches before their update", async () => {
    const out = folder("before");
    const once = { videos: 3, batch: 3 };
    await start(out, { train: once, test: null, epochs: 1, optimizer: sgd({ lr: rate(() => 100) }) });
    const [step] = metricsOf(out).filter(({ event }) => event === "step");
    expect(step?.loss).toBeLessThan(3);
  });

  it("trains a part of the last epoch where epochs are fractional", async () => {
    const out = folder("fraction");
    await start(out, { epochs: 1.5, optimizer: sgd({ lr: rate((where) => where) }) });
    const steps = metricsOf(out).filter(({ event }) => event === "step");
    expect(steps.map(({ epoch, batch, batches }) => `${epoch}: ${batch} of ${batches}`)).toEqual([
      "1: 1 of 4",
      "1: 2 of 4",
      "1: 3 of 4",
      "1: 4 of 4",
      "2: 1 of 2",
      "2: 2 of 2",
    ]);
    expect(steps.at(-1)?.lr).toBeCloseTo(5 / 6);
  });

  it("tests in every n-th epoch and in the last, and says so", async () => {
    const out = folder("every");
    const run = start(out, { epochs: 5, testEvery: 2, hooks: [best({ by: "test.loss" })] });
    expect((await run).results.test).toBeDefined();
    const phases = metricsOf(out).filter(({ event }) => event === "phase");
    expect(phases.map(({ phase, epoch, step }) => `${phase} ${epoch} ${step}`)).toEqual([
      "train 1 4",
      "train 2 8",
      "test 2 8",
      "train 3 12",
      "train 4 16",
      "test 4 16",
      "train 5 20",
      "test 5 20",
    ]);
    expect(run.console.lines[0]).toBe(
      "tiny: 57 parameters, engine cpu, 5 epochs of 4 steps, a test every 2 epochs, seed 0",
    );
    expect(filesIn(join(out, "checkpoints"))).toEqual(["best.ckpt"]);
    const alone = start(folder("untested"), { testEvery: 2, test: null });
    await alone;
    expect(alone.console.lines[0]).not.toContain("a test");
  });

  it("tests in every epoch where the program was written before anything else could be said", async () => {
    const { testEvery: _, precision: __, ...earlier } = tinyExperiment({ epochs: 3 });
    const out = folder("earlier");
    await runExperiment(earlier as Experiment, { out, console: heardConsole() }, testMachine(testSignals()));
    expect(metricsOf(out).filter(({ event, phase }) => event === "phase" && phase === "test")).toHaveLength(3);
    expect(JSON.parse(readFileSync(join(out, "experiment.json"), "utf8"))).toMatchObject({
      testEvery: 1,
      precision: "float32",
    });
  });

  it("learns the same, however often it is tested", async () => {
    const stepsOf = async (name: string, testEvery: number) => {
      await start(folder(name), { epochs: 4, testEvery });
      return metricsOf(folder(name)).flatMap(({ event, loss }) => (event === "step" ? [loss] : []));
    };
    const often = await stepsOf("tested-often", 1);
    expect(often).toHaveLength(16);
    expect(await stepsOf("tested-seldom", 3)).toEqual(often);
    expect(await stepsOf("tested-last", 1000)).toEqual(often);
  });

  it("counts and names a video that cannot be used, once", async () => {
    const out = folder("broken");
    const test = { videos: 6, batch: 6, clipsPerVideo: 3, broken: [2] };
    const run = start(out, { test });
    await run;
    const phases = metricsOf(out).filter(({ event, phase }) => event === "phase" && phase === "test");
    expect(phases).toHaveLength(2);
    for (const phase of phases) {
      expect(phase).toMatchObject({
        videos: 5,
        videos_listed: 6,
        clips: 15,
        troubles: [{ video: "v2.avi", reason: "is damaged after frame 3" }],
      });
    }
    expect(run.console.lines.filter((line) => line.includes("v2.avi"))).toEqual(["  v2.avi: is damaged after frame 3"]);
    expect(run.console.lines).toContain("warning: test: 1 video could not be used as it is");
    expect(run.console.lines.find((line) => line.startsWith("test 1"))).toContain("5 of 6 videos");
  });

  it("goes on over a batch of which nothing is left, but not over a phase", async () => {
    const out = folder("no-batch");
    await start(out, { train: { videos: 9, batch: 3, broken: [3, 4, 5] }, epochs: 1 });
    const steps = metricsOf(out).filter(({ event }) => event === "step");
    expect(steps.map(({ step, batch }) => [step, batch])).toEqual([
      [1, 1],
      [3, 3],
    ]);
    const nothing = { videos: 2, batch: 2, broken: [0, 1] };
    await expect(start(folder("nothing"), { test: nothing })).rejects.toThrow(
      "not one video of the phase `test` could be used: v0.avi is damaged after frame 3",
    );
    await expect(start(folder("empty"), { train: { videos: 0, batch: 2 } })).rejects.toThrow(
      "the phase `train` has no batch to run on",
    );
    const untested = start(folder("empty-test"), { test: { videos: 0, batch: 2 }, epochs: 9, testEvery: 9 });
    await expect(untested).rejects.toThrow("the phase `test` has no batch to run on");
    expect(filesIn(folder("empty-test"))).toEqual(["log.txt"]);
  });

  it("stops at a loss that is no number, says where, and changes nothing", async () => {
    const out = folder("diverged");
    const into = join(out, "checkpoints");
    const optimizer = sgd({ lr: rate((where) => (where < 0.5 ? 0.1 : 1e38)) });
    const diverged = start(out, { epochs: 4, optimizer, hooks: [checkpoint({ into })] });
    await expect(diverged).rejects.toMatchObject({
      name: "RunError",
      message: expect.stringMatching(
        /^the loss is (not a number|infinite) at step \d+ \(epoch 3\), at a rate of 1e\+38$/,
      ),
      help: expect.stringMatching(/^a smaller learning rate, such as 1e\+37\nor a warm-up/),
    });
    expect(filesIn(into)).toEqual(["epoch-1.ckpt", "epoch-2.ckpt"]);
    const lines = metricsOf(out);
    expect(lines.at(-1)).toMatchObject({
      event: "end",
      status: "failed",
      message: expect.stringContaining("the loss is"),
    });
    expect(readFileSync(join(out, "log.txt"), "utf8")).toContain("error: the loss is");
  });

  it("closes its data sets, whatever happens", async () => {
    const experiment = tinyExperiment({ train: { videos: 0, batch: 1 } });
    await expect(
      runExperiment(experiment, { out: folder("closed"), console: heardConsole() }, testMachine()),
    ).rejects.toThrow();
    for (const data of Object.values(experiment.phases)) expect(data).toMatchObject({ opened: 1, closed: 1 });
  });

  it("prefetches batches while it computes, but only a few", async () => {
    let loading = 0;
    let stepped = 0;
    const gaps: number[] = [];
    const train = { videos: 40, batch: 1, onLoad: () => void loading++ };
    const spy = stepSpy(({ trains }) => {
      if (trains) gaps.push(loading - ++stepped);
    });
    await start(folder("ahead"), { train, test: null, epochs: 1, hooks: [spy] });
    expect(Math.max(...gaps)).toBe(4);
    expect(gaps.slice(0, 30).every((gap) => gap === 4)).toBe(true);
  });
});

describe("heads and classes", () => {
  const model = () => {
    const two = tinyModel();
    two.attach("stem", linearHead({ name: "scene" }));
    return two;
  };

  it("lets the loss and each meter look at their own head", async () => {
    const meters = [topOne("accuracy", "action"), topOne("accuracy", "scene"), topOne("video_accuracy", "scene")];
    const { results } = await start(folder("heads"), { model: model(), loss: crossEntropy("action"), meters });
    expect(Object.keys(results.test ?? {})).toEqual(["accuracy_action", "accuracy_scene", "video_accuracy"]);
    expect(results.test?.accuracy_action?.top1).not.toBe(results.test?.accuracy_scene?.top1);
  });

  it("asks which head where there are several, and knows none that is not there", async () => {
    await expect(start(folder("which"), { model: model() })).rejects.toMatchObject({
      name: "RunError",
      message: "cross_entropy: which head does it look at? the model has scene, action",
      help: "cross_entropy { head: scene }",
    });
    await expect(start(folder("gone"), { loss: crossEntropy("speed") })).rejects.toThrow("there is no head `speed`");
  });

  it("refuses data with more classes than the head tells apart", async () => {
    await expect(start(folder("few"), { head: linearHead({ classes: 2 }) })).rejects.toMatchObject({
      code: "V0605",
      message: "the data has 3 classes; the head `action` tells 2 apart",
    });
    const test = { videos: 3, batch: 3, classes: ["a", "b", "c"] };
    await expect(start(folder("other"), { test })).rejects.toThrow("train and test do not have the same classes");
  });
});

describe("Ctrl-C", () => {
  it("finishes the step, writes a checkpoint and says how to go on", async () => {
    const signals = testSignals();
    const out = folder("interrupted");
    const stop = stepSpy(({ step, trains }) => {
      if (trains && step === 2) signals.send();
    });
    const run = start(out, { hooks: [stop] }, { resumeCommand: "vcl train tiny.vcl --resume" }, signals);
    expect(await run).toMatchObject({ status: "interrupted", out });
    const path = join(out, "checkpoints", "interrupted.ckpt");
    expect(run.console.lines.slice(-3)).toEqual([
      "interrupted: the step is finished first; once more stops at once",
      `interrupted in epoch 1 after step 2; its state is in ${path}`,
      "to go on: vcl train tiny.vcl --resume",
    ]);
    expect(filesIn(join(out, "checkpoints"))).toEqual(["interrupted.ckpt"]);
    expect(metricsOf(out).at(-1)).toMatchObject({ event: "end", status: "interrupted", epoch: 1, step: 2 });
    expect(signals.listening()).toBe(0);
    expect(signals.exits).toEqual([]);
  });

  it("is heard while an engine computes on this very thread", async () => {
    const signals = testSignals();
    const soon = stepSpy(({ step }) => {
      if (step === 1) setTimeout(() => signals.send(), 1);
    });
    const run = start(folder("heard"), { epochs: 200, test: null, hooks: [soon] }, {}, signals);
    expect((await run).status).toBe("interrupted");
  });

  it("twice ends the process at once", async () => {
    const signals = testSignals();
    const stop = stepSpy(() => {
      signals.send();
      signals.send();
    });
    await start(folder("twice"), { hooks: [stop] }, {}, signals);
    expect(signals.exits).toEqual([130]);
  });

  it("does not blame the data for decodes that died with it, and draws their clips again", async () => {
    for (const way of ["rejects first", "rejects late", "reports first"] as const) {
      const signals = testSignals();
      const out = folder(`decodes-${way.replace(" ", "-")}`);
      let armed = true;
      const onLoad = async (clips: readonly { readonly video: number }[]) => {
        if (!armed || !clips.some(({ video }) => video === 7)) return;
        armed = false;
        if (way === "rejects late") signals.send();
        else setTimeout(() => signals.send(), 20);
        if (way !== "reports first") throw new Error("ffmpeg was killed by SIGINT");
      };
      const broken = way === "reports first" ? [7] : [];
      const train = { videos: 12, batch: 3, onLoad, broken };
      const run = start(out, { train }, {}, signals);
      expect((await run).status, way).toBe("interrupted");
      expect(run.console.lines.filter((line) => line.includes("v7.avi") || line.includes("SIGINT"))).toEqual([]);
      expect(metricsOf(out).filter(({ event }) => event === "step").length).toBeLessThanOrEqual(2);
      await start(out, { train: { videos: 12, batch: 3 } }, { resume: true });
      const [phase] = metricsOf(out).filter(({ event }) => event === "phase");
      expect(phase).toMatchObject({ videos: 12, troubles: [] });
    }
  });

  it("lets a real fault of the data through", async () => {
    const onLoad = () => Promise.reject(new RunError("the disk with the videos is gone"));
    const failed = start(folder("fault"), { train: { videos: 3, batch: 3, onLoad } });
    await expect(failed).rejects.toThrow("the disk with the videos is gone");
  });

  it("while data sets are being opened ends the run without a checkpoint", async () => {
    const signals = testSignals();
    const out = folder("opening");
    const experiment = tinyExperiment();
    const phases = {
      train: {
        ...tinyExperiment().phases.train,
        describe: () => ({ component: "slow", options: {} }),
        inspect: async () => [],
        open: async ({ signal }: { readonly signal: AbortSignal }) => {
          signals.send();
          signal.throwIfAborted();
          throw new Error("not reached");
        },
      },
    };
    const console = heardConsole();
    const result = await runExperiment({ ...experiment, phases }, { out, console }, testMachine(signals));
    expect(result.status).toBe("interrupted");
    expect(console.lines).toContain("interrupted before the first step; nothing was written");
    expect(filesIn(out)).toEqual(["log.txt"]);
  });
});
