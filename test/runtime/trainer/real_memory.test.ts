/** A run whose engine's memory is full: one message with what to make smaller, and nothing of the run lost. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { nativeBackend } from "../../../src/runtime/engine/native/open.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { explainError } from "../../../src/runtime/trainer/explain_error.ts";
import { thisMachine } from "../../../src/runtime/trainer/machine.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { nativeIsThere } from "../engine/engines.ts";
import { bitsOf, resultsOf, scratchFolder } from "./helpers.ts";
import { smallExperiment } from "./small_experiment.ts";
import { makeSmallVideos, type SmallVideos } from "./small_videos.ts";
import { heardConsole, testMachine } from "./tiny.ts";

const folder = scratchFolder();
let data: SmallVideos;

beforeAll(() => {
  data = makeSmallVideos(folder("data"), { train: 3, test: 2 });
});

afterEach(() => vi.unstubAllEnvs());

const machine = { ...testMachine(), openCompute: thisMachine.openCompute };

function run(out: string, epochs: number, resume?: true) {
  const experiment = smallExperiment({ data, index: folder("frames.json"), out, epochs });
  const options = { out, engine: "native" as const, console: heardConsole(), ...(resume ? { resume } : {}) };
  return runExperiment(experiment, options, machine);
}

describe.skipIf(!nativeIsThere)("a run on native that runs out of memory", () => {
  it("says what a step takes and what would fit; the last checkpoint goes on once there is more", async () => {
    const undisturbed = folder("undisturbed");
    await run(undisturbed, 1);
    await run(undisturbed, 2, true);
    const out = folder("full");
    await run(out, 1);
    const last = join(out, "checkpoints", "epoch-1.ckpt");
    const before = await bitsOf(last);

    await selectEngine("native");
    const held = nativeBackend().engine.memory().used;
    vi.stubEnv("VCL_MEMORY", `${(held + 100 * 1024) / 2 ** 20}M`);
    const error = await run(out, 2, true).catch((caught: unknown) => caught);
    const { text, exitCode } = explainError(error);
    expect(exitCode).toBe(1);
    expect(text).toMatch(
      new RegExp(
        [
          "^error: the engine native is out of memory: `\\w+` wanted 1 MiB more, it held \\d+ MiB, it may take \\d+ MiB \\(in train, epoch 2, step 4\\)",
          " +help: a step of 2 clips of 4x16x16 takes about 1 MiB: 1 MiB of activations for each clip, and 1 MiB for weights, gradients and the optimizer",
          " +help: a batch of 1 clip may fit; or shorter or smaller clips, or fewer planes: activations shrink with each",
          " +help: the last checkpoint is as it was$",
        ].join("\n"),
      ),
    );
    expect(await bitsOf(last)).toEqual(before);
    expect(readFileSync(join(out, "log.txt"), "utf8")).toContain("the engine native is out of memory");

    vi.unstubAllEnvs();
    await run(out, 2, true);
    expect(await bitsOf(join(out, "checkpoints", "epoch-2.ckpt"))).toEqual(
      await bitsOf(join(undisturbed, "checkpoints", "epoch-2.ckpt")),
    );
    expect(resultsOf(out)).toEqual(resultsOf(undisturbed));
  });

  it("is refused before it begins where VCL_MEMORY is no size", async () => {
    vi.stubEnv("VCL_MEMORY", "plenty");
    await expect(run(folder("wrong"), 1)).rejects.toMatchObject({
      code: "V0909",
      message: "the engine native is not usable here: VCL_MEMORY is `plenty`, which is no size",
    });
  });
});
