import { join } from "node:path";
import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { EngineName, RunResult } from "../../../src/runtime/experiment.ts";
import type { Optimizer } from "../../../src/runtime/network.ts";
import { adam } from "../../../src/runtime/optimizers/adam.ts";
import { cosine } from "../../../src/runtime/schedules/cosine.ts";
import { thisMachine } from "../../../src/runtime/trainer/machine.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { enginesToTest } from "../engine/engines.ts";
import { bitsOf, filesIn, resultsOf, scratchFolder, stepSpy } from "./helpers.ts";
import { smallExperiment } from "./small_experiment.ts";
import { makeSmallVideos, type SmallVideos } from "./small_videos.ts";
import { heardConsole, testMachine, testSignals } from "./tiny.ts";

const folder = scratchFolder();
let data: SmallVideos;

beforeAll(() => {
  data = makeSmallVideos(folder("data"), { train: 3, test: 2 });
});

interface Run {
  readonly stopAfter?: number;
  readonly resume?: true;
  readonly tensors?: number[];
  readonly optimizer?: Optimizer;
}

async function run(
  out: string,
  engine: EngineName,
  { stopAfter, resume, tensors, ...more }: Run = {},
): Promise<RunResult> {
  const signals = testSignals();
  let seen = 0;
  const spy = stepSpy(() => {
    tensors?.push(memory().numTensors);
    if (++seen === stopAfter) signals.send();
  });
  const experiment = smallExperiment({ data, index: folder("frames.json"), out, hooks: [spy], ...more });
  const options = { out, engine, console: heardConsole(), ...(resume === undefined ? {} : { resume }) };
  return runExperiment(experiment, options, { ...testMachine(signals), openCompute: thisMachine.openCompute });
}

describe.each(enginesToTest)("a real run on %s, decoded by ffmpeg", { timeout: 180_000 }, (engine) => {
  it("that is interrupted and resumed equals an undisturbed one to the bit", async () => {
    const whole = folder(`whole-${engine}`);
    const tensors: number[] = [];
    const finished = await run(whole, engine, { tensors });
    expect(finished.status).toBe("finished");
    expect(new Set(tensors).size, "live tensors from step to step").toBe(1);
    const wanted = await bitsOf(join(whole, "checkpoints", "epoch-2.ckpt"));
    expect([...wanted.keys()].some((name) => name.startsWith("buffer/"))).toBe(true);
    expect([...wanted.keys()].some((name) => name.startsWith("optimizer/"))).toBe(true);
    // Within train, within test, in the second epoch.
    for (const stopAfter of [2, 5, 9]) {
      const out = folder(`${engine}-${stopAfter}`);
      expect((await run(out, engine, { stopAfter })).status).toBe("interrupted");
      expect(await run(out, engine, { resume: true })).toEqual({ ...finished, out });
      expect(await bitsOf(join(out, "checkpoints", "epoch-2.ckpt"))).toEqual(wanted);
      expect(resultsOf(out)).toEqual(resultsOf(whole));
    }
    expect(filesIn(whole)).toEqual([
      ...["checkpoints/best.ckpt", "checkpoints/epoch-1.ckpt", "checkpoints/epoch-2.ckpt"],
      ...["experiment.json", "log.txt", "metrics.jsonl"],
    ]);
  });

  it("with Adam, too: its moments and its number of steps come back", async () => {
    const optimizer = adam({ lr: cosine({ from: 0.01, to: 0.001 }), weightDecay: 1e-3, amsgrad: true });
    const whole = folder(`whole-adam-${engine}`);
    const tensors: number[] = [];
    const finished = await run(whole, engine, { tensors, optimizer });
    expect(new Set(tensors).size, "live tensors from step to step").toBe(1);
    const wanted = await bitsOf(join(whole, "checkpoints", "epoch-2.ckpt"));
    const kinds = ["moment1", "moment2", "largest_moment2"];
    for (const kind of kinds)
      expect([...wanted.keys()].some((name) => name.startsWith(`optimizer/${kind}.`))).toBe(true);
    const out = folder(`adam-${engine}`);
    expect((await run(out, engine, { stopAfter: 2, optimizer })).status).toBe("interrupted");
    const plain = adam({ lr: 0.01 });
    await expect(run(out, engine, { resume: true, optimizer: plain })).rejects.toMatchObject({
      code: "V0908",
      message: expect.stringMatching(/its optimizer state largest_moment2\.\S+ has no place here \(and \d+ more\)$/),
      help: expect.stringContaining("adam's amsgrad"),
    });
    expect(await run(out, engine, { resume: true, optimizer })).toEqual({ ...finished, out });
    expect(await bitsOf(join(out, "checkpoints", "epoch-2.ckpt"))).toEqual(wanted);
  });
});
