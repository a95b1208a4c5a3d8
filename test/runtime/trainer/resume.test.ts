import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { Experiment, Hook, RunResult } from "../../../src/runtime/experiment.ts";
import { best } from "../../../src/runtime/hooks/best.ts";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { readCheckpointFile, writeCheckpointFile } from "../../../src/runtime/trainer/checkpoint_file.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { bitsOf, metricsOf, resultsOf, scratchFolder, stepSpy } from "./helpers.ts";
import {
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
const batchesOfARun = 2 * (4 + 3);

interface Run extends TinyOptions {
  /** Interrupt after this batch of the whole run, train and test counted. */
  readonly stopAfter?: number;
  readonly resume?: true | string;
  readonly engine?: string;
  readonly said?: string[];
  /** Which of the two comes first. */
  readonly order?: "checkpoint first";
}

async function run(out: string, options: Run = {}): Promise<RunResult> {
  const signals = testSignals();
  let seen = 0;
  const spy = stepSpy(() => {
    seen++;
    if (seen === options.stopAfter) signals.send();
  });
  const into = join(out, "checkpoints");
  const savers: Hook[] = [best({ by: "test.video_accuracy.top1", into }), checkpoint({ into, after: "test" })];
  if (options.order === "checkpoint first") savers.reverse();
  const experiment: Experiment = tinyExperiment({ ...options, hooks: [spy, ...(options.hooks ?? []), ...savers] });
  const console = heardConsole();
  try {
    return await runExperiment(
      experiment,
      { out, console, ...(options.resume === undefined ? {} : { resume: options.resume }) },
      testMachine(signals, options.engine),
    );
  } finally {
    options.said?.push(...console.lines);
  }
}

const epoch = (out: string, n: number): string => join(out, "checkpoints", `epoch-${n}.ckpt`);
const bestOf = (out: string): string => join(out, "checkpoints", "best.ckpt");

describe("a run that is interrupted and resumed", () => {
  it("equals an undisturbed one bit for bit, wherever it was interrupted", async () => {
    const whole = folder("whole");
    const finished = await run(whole);
    expect(finished.status).toBe("finished");
    const weights = await bitsOf(epoch(whole, 2));
    expect([...weights.keys()]).toEqual([
      "parameter/action.weight",
      "parameter/action.bias",
      "buffer/running_mean",
      "optimizer/action.weight.momentum",
      "optimizer/action.bias.momentum",
    ]);
    for (let stopAfter = 1; stopAfter < batchesOfARun; stopAfter++) {
      const out = folder(`stopped-${stopAfter}`);
      expect((await run(out, { stopAfter })).status, `stopped after ${stopAfter}`).toBe("interrupted");
      expect(await run(out, { resume: true })).toEqual({ ...finished, out });
      expect(await bitsOf(epoch(out, 2))).toEqual(weights);
      expect(await bitsOf(bestOf(out))).toEqual(await bitsOf(bestOf(whole)));
      expect(resultsOf(out)).toEqual(resultsOf(whole));
    }
  });

  it("equals an undisturbed one where only some epochs are tested, wherever it was interrupted", async () => {
    const rare = { epochs: 3, testEvery: 2 };
    const whole = folder("rare-whole");
    const finished = await run(whole, rare);
    const weights = await bitsOf(epoch(whole, 3));
    const phases = resultsOf(whole).filter((line) => "videos" in line);
    expect(phases).toHaveLength(3 + 2);
    for (let stopAfter = 1; stopAfter < 3 * 4 + 2 * 3; stopAfter++) {
      const out = folder(`rare-${stopAfter}`);
      expect((await run(out, { ...rare, stopAfter })).status, `stopped after ${stopAfter}`).toBe("interrupted");
      expect(await run(out, { ...rare, resume: true })).toEqual({ ...finished, out });
      expect(await bitsOf(epoch(out, 3))).toEqual(weights);
      expect(await bitsOf(bestOf(out))).toEqual(await bitsOf(bestOf(whole)));
      expect(resultsOf(out)).toEqual(resultsOf(whole));
    }
  });

  it("goes on with the next epoch from the end of a training that no test follows", async () => {
    const [out, seen] = [folder("untested"), [] as string[]];
    const watch: Hook = {
      describe: () => ({ component: "watch", options: {} }),
      start: () => ({ phase: (event) => void seen.push(`${event.phase} ${event.epoch}`) }),
    };
    const trained = checkpoint({ into: join(out, "trained") });
    const rare = { epochs: 3, testEvery: 3, hooks: [trained, watch] };
    await run(out, rare);
    const lines = resultsOf(out);
    for (const from of [1, 2]) {
      seen.length = 0;
      await run(out, { ...rare, resume: join(out, "trained", `epoch-${from}.ckpt`) });
      // The hook behind the one that wrote the checkpoint has still to see the training's end.
      expect(seen).toEqual(
        [1, 2, 3]
          .filter((at) => at >= from)
          .map((at) => `train ${at}`)
          .concat("test 3"),
      );
      expect(resultsOf(out)).toEqual(lines);
    }
  });

  it("may be interrupted again and again", async () => {
    const [whole, out] = [folder("again-whole"), folder("again")];
    await run(whole);
    await run(out, { stopAfter: 2 });
    for (const stopAfter of [1, 3, 2, 1]) await run(out, { stopAfter, resume: true });
    await run(out, { resume: true });
    expect(await bitsOf(epoch(out, 2))).toEqual(await bitsOf(epoch(whole, 2)));
    expect(resultsOf(out)).toEqual(resultsOf(whole));
  });

  it("does what a later hook had still to do when an earlier one wrote the checkpoint", async () => {
    const [whole, out] = [folder("order-whole"), folder("order")];
    const seen: string[] = [];
    const watch: Hook = {
      describe: () => ({ component: "watch", options: {} }),
      start: () => ({ phase: (event) => void seen.push(`${event.phase} ${event.epoch}`) }),
    };
    await run(whole, { order: "checkpoint first" });
    mkdirSync(join(out, "checkpoints"), { recursive: true });
    copyFileSync(epoch(whole, 1), epoch(out, 1));
    await run(out, { order: "checkpoint first", resume: epoch(out, 1), hooks: [watch] });
    expect(await bitsOf(bestOf(out))).toEqual(await bitsOf(bestOf(whole)));
    expect(existsSync(epoch(out, 2))).toBe(true);
    expect(seen).toEqual(["train 2", "test 2"]);
  });

  it("ends a phase that was checkpointed after its last batch but before its end", async () => {
    const out = folder("last-batch");
    const writer: Hook = {
      describe: () => ({ component: "writer", options: {} }),
      start: (context) => ({
        step: async ({ epoch: at, batch, batches, trains }) => {
          if (trains && at === 1 && batch === batches) await context.checkpoint(out, "last");
        },
      }),
    };
    await run(out, { hooks: [writer] });
    const lines = resultsOf(out);
    await run(out, { hooks: [writer], resume: join(out, "last.ckpt") });
    expect(resultsOf(out)).toEqual(lines);
  });

  it("writes no line of metrics twice when it goes back to an older checkpoint", async () => {
    const out = folder("back");
    await run(out);
    const lines = resultsOf(out);
    await run(out, { resume: epoch(out, 1) });
    expect(resultsOf(out)).toEqual(lines);
    const [start, ...rest] = metricsOf(out).filter(({ event }) => event === "start" || event === "end");
    expect(start).toMatchObject({ event: "start", epoch: 1, step: 0 });
    expect(rest).toMatchObject([
      { event: "start", epoch: 1, step: 4, resumed_from: epoch(out, 1) },
      { event: "end", status: "finished", epoch: 2, step: 8 },
    ]);
  });

  it("drops a line that a power cut left half-written", async () => {
    const out = folder("torn");
    await run(out, { stopAfter: 6 });
    const path = join(out, "metrics.jsonl");
    const [first = "", ...rest] = readFileSync(path, "utf8").split("\n");
    writeFileSync(path, `${[first, '{"event":"st', ...rest].join("\n")}{"event":"st`);
    await run(out, { resume: true });
    expect(metricsOf(out).filter(({ event }) => event === "step")).toHaveLength(8);
  });

  it("goes on in another folder with the lines that come from there on", async () => {
    const [from, out] = [folder("from"), folder("elsewhere")];
    await run(from, { stopAfter: 5 });
    await run(out, { resume: join(from, "checkpoints") });
    expect(metricsOf(out)[0]).toMatchObject({ event: "start", epoch: 1, step: 4 });
    expect(resultsOf(out)).toHaveLength(1 + 4 + 2);
  });

  it("keeps the number of live tensors from step to step, and none is left at the end", async () => {
    const counts: number[] = [];
    const before = tf.memory().numTensors;
    const count = stepSpy(() => counts.push(tf.memory().numTensors));
    await runExperiment(
      tinyExperiment({ hooks: [count] }),
      { out: folder("tensors"), console: heardConsole() },
      testMachine(),
    );
    expect(new Set(counts).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a resume with changes", () => {
  it("takes more epochs, another rate and another batch from the next epoch on, and says so", async () => {
    const out = folder("longer");
    await run(out);
    const said: string[] = [];
    const optimizer = sgd({ lr: rate(() => 0.05) });
    const train = { videos: 12, batch: 4, random: true };
    const result = await run(out, { epochs: 4, optimizer, train, resume: true, said });
    expect(result.status).toBe("finished");
    expect(said).toContainEqual(
      "changed since then: epochs 2 → 4, phases.train.batch 3 → 4, optimizer.lr.start 0.2 → 0.05",
    );
    const steps = metricsOf(out).filter(({ event }) => event === "step");
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 4 + 4 + 3 + 3 }, (_, i) => i + 1));
    expect(steps.at(-1)).toMatchObject({ epoch: 4, lr: 0.05, batches: 3 });
    expect(readFileSync(join(out, "log.txt"), "utf8")).toContain("changed since then: epochs 2 → 4");
  });

  it("takes another rhythm of tests, and ends a test that has begun", async () => {
    const [whole, out, said] = [folder("rhythm-whole"), folder("rhythm"), [] as string[]];
    await run(whole, { epochs: 4, testEvery: 1 });
    // Four steps, then the first of three batches of a test that would not run with the new rhythm.
    await run(out, { epochs: 4, testEvery: 1, stopAfter: 5 });
    await run(out, { epochs: 4, testEvery: 3, resume: true, said });
    expect(said).toContain("changed since then: test_every 1 → 3");
    const tested = metricsOf(out).filter(({ event, phase }) => event === "phase" && phase === "test");
    expect(tested.map(({ epoch: at }) => at)).toEqual([1, 3, 4]);
    expect(tested[0]).toMatchObject({ videos: 6, clips: 18 });
    const kept = new Set(tested.map(({ epoch: at }) => at));
    const all = resultsOf(whole) as { readonly phase: string; readonly epoch: number }[];
    expect(resultsOf(out)).toEqual(all.filter(({ phase, epoch: at }) => phase === "train" || kept.has(at)));
    expect(await bitsOf(epoch(out, 4))).toEqual(await bitsOf(epoch(whole, 4)));
  });

  it("goes on for more epochs as if they had been wanted at once: a test that the end alone brought is cut off", async () => {
    const [whole, out] = [folder("more-whole"), folder("more")];
    const savers = (into: string) => [checkpoint({ into: join(into, "trained") })];
    await run(whole, { epochs: 4, testEvery: 2, hooks: savers(whole) });
    await run(out, { epochs: 3, testEvery: 2, hooks: savers(out), optimizer: sgd({ lr: rate(() => 0.1) }) });
    const resume = join(out, "trained", "epoch-3.ckpt");
    await run(out, { epochs: 4, testEvery: 2, hooks: savers(out), resume, optimizer: sgd({ lr: rate(() => 0.1) }) });
    const places = (of: string) =>
      metricsOf(of).flatMap(({ event, phase, epoch: at }) => (event === "phase" ? [`${phase} ${at}`] : []));
    expect(places(out)).toEqual(places(whole));
  });

  it("takes a checkpoint that says neither how often it tested nor in which numbers as one of each epoch and float32", async () => {
    const [whole, out, said] = [folder("older-whole"), folder("older"), [] as string[]];
    await run(whole);
    await run(out, { stopAfter: 2 });
    const path = join(out, "checkpoints", "interrupted.ckpt");
    const { header, tensors } = await readCheckpointFile(path);
    const { testEvery, precision, ...experiment } = header.experiment as { readonly [field: string]: unknown };
    expect({ testEvery, precision }).toEqual({ testEvery: 1, precision: "float32" });
    const sources = [...tensors].map(([name, { shape, values }]) => ({ name, shape, read: async () => values }));
    await writeCheckpointFile(path, { ...header, experiment }, sources);
    await run(out, { resume: true, said });
    expect(said.filter((line) => line.startsWith("changed since then"))).toEqual([]);
    expect(await bitsOf(epoch(out, 2))).toEqual(await bitsOf(epoch(whole, 2)));
  });

  it("warns where another engine goes on", async () => {
    const out = folder("engine");
    await run(out, { stopAfter: 3, engine: "wasm" });
    const said: string[] = [];
    await run(out, { resume: true, said });
    expect(said).toContain("warning: the engine was wasm and is cpu now: last digits will differ");
  });

  const refusals: readonly { name: string; stopAfter?: number; now: TinyOptions; message: RegExp; help?: RegExp }[] = [
    {
      name: "a finished run",
      now: {},
      message: /epoch-2\.ckpt is already at epoch 2 of 2$/,
      help: /--epochs 3/,
    },
    {
      name: "another trunk",
      now: { model: tinyModel({ blocks: [3, 4, 6, 3] }) },
      message: /is of another model: its trunk is planes 64, blocks \[2,2,2,2\]; this one \[3,4,6,3\]$/,
    },
    {
      name: "another trunk in two ways",
      now: { model: tinyModel({ planes: 8, blocks: [1] }) },
      message: /its trunk is planes 64, blocks \[2,2,2,2\]; this one planes 8, blocks \[1\]$/,
    },
    {
      name: "another head",
      now: { head: linearHead({ classes: 7 }) },
      message: /is of another model: heads\.action\.classes is 3 there; here 7$/,
    },
    {
      name: "another optimizer",
      now: { optimizer: sgd({ name: "adam" }) },
      message: /was trained with sgd; this experiment has adam$/,
    },
    {
      name: "other classes",
      now: {
        train: { videos: 12, batch: 3, random: true, classes: ["left", "up", "right"] },
        test: { videos: 6, batch: 6, clipsPerVideo: 3, classes: ["left", "up", "right"] },
      },
      message: /has other classes: its class 1 is right; here up$/,
    },
    {
      name: "other phases",
      now: { test: null, meters: [topOne("video_accuracy")] },
      message: /of a run with the phases train, test; this one has train$/,
    },
    {
      name: "another batch size within an epoch",
      stopAfter: 2,
      now: { train: { videos: 12, batch: 4, random: true } },
      message: /stands within train, epoch 1, which was begun with phases\.train\.batch 3; here it is 4$/,
      help: /finish the epoch with phases\.train\.batch 3/,
    },
    {
      name: "another seed within an epoch",
      stopAfter: 2,
      now: { seed: 1 },
      message: /was begun with seed 0; here it is 1$/,
    },
  ];
  for (const { name, stopAfter, now, message, help } of refusals) {
    it(`refuses ${name}`, async () => {
      const out = folder(`refused-${name.replaceAll(" ", "-")}`);
      await run(out, stopAfter === undefined ? {} : { stopAfter });
      const before = resultsOf(out);
      const hooks = now.test === null ? { by: "train.video_accuracy.top1" } : undefined;
      const refused = hooks
        ? runExperiment(tinyExperiment(now), { out, resume: true, console: heardConsole() }, testMachine())
        : run(out, { ...now, resume: true });
      await expect(refused).rejects.toMatchObject({
        name: "RunError",
        code: "V0908",
        message: expect.stringMatching(message),
      });
      if (help)
        await expect(run(out, { ...now, resume: true })).rejects.toMatchObject({ help: expect.stringMatching(help) });
      expect(resultsOf(out)).toEqual(before);
    });
  }

  it("takes a run as finished that was tested after its last checkpoint, but runs a test that is missing", async () => {
    const out = folder("tested");
    const hooks = [checkpoint({ into: join(out, "checkpoints"), after: "train" })];
    const again = (resume?: true) =>
      runExperiment(
        tinyExperiment({ hooks }),
        { out, console: heardConsole(), ...(resume === undefined ? {} : { resume }) },
        testMachine(),
      );
    const { results } = await again();
    const lines = resultsOf(out);
    await expect(again(true)).rejects.toThrow(/epoch-2\.ckpt is already at epoch 2 of 2$/);
    const path = join(out, "metrics.jsonl");
    const [, , ...tail] = readFileSync(path, "utf8").trimEnd().split("\n").reverse();
    writeFileSync(path, `${tail.reverse().join("\n")}\n`);
    expect((await again(true)).results).toEqual(results);
    expect(resultsOf(out)).toEqual(lines);
  });

  it("refuses where there is nothing to go on from", async () => {
    const out = folder("nothing");
    await expect(run(out, { resume: true })).rejects.toThrow(/no checkpoint in .*nothing to go on from/);
    await expect(run(out, { resume: join(out, "gone.ckpt") })).rejects.toThrow(/gone\.ckpt: there is no such file/);
    expect(existsSync(out)).toBe(false);
  });
});
