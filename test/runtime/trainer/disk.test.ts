import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { type TensorSource, writeCheckpointFile } from "../../../src/runtime/trainer/checkpoint_file.ts";
import { openLines } from "../../../src/runtime/trainer/line_file.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { bitsOf, filesIn, metricsOf, mountSmallDisk, scratchFolder, stepSpy } from "./helpers.ts";
import { heardConsole, type TinyOptions, testMachine, tinyExperiment } from "./tiny.ts";

const folder = scratchFolder();
const disk = folder("disk");
const mounted = mountSmallDisk(disk);
const ballast = join(disk, "ballast");

const tensor = (count: number): TensorSource => ({
  name: "a",
  shape: [count],
  read: async () => new Float32Array(count).fill(1),
});

function run(options: TinyOptions, resume?: true) {
  const out = join(disk, "run");
  const hooks = [checkpoint({ into: join(out, "checkpoints") }), ...(options.hooks ?? [])];
  const experiment = tinyExperiment({ ...options, hooks });
  return runExperiment(
    experiment,
    { out, console: heardConsole(), ...(resume === undefined ? {} : { resume }) },
    testMachine(),
  );
}

/** Leaves no byte. */
function fill(): void {
  for (const size of [65_536, 4096, 1]) {
    for (;;) {
      try {
        writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
      } catch {
        break;
      }
    }
  }
}

it("a line that finds no room is one message", () => {
  const full = openLines("/dev/full");
  expect(() => full.append("a line")).toThrow(
    /^cannot write \/dev\/full: there is no space left on the disk; what was/,
  );
  full.close();
});

describe.runIf(mounted)("a disk that is really full (needs the right to mount one)", () => {
  it("keeps the checkpoint that was there", async () => {
    const path = join(disk, "last.ckpt");
    await writeCheckpointFile(path, { format: 1 }, [tensor(20_000)]);
    const before = readFileSync(path);
    await expect(writeCheckpointFile(path, { format: 1 }, [tensor(60_000)])).rejects.toThrow(
      /no space left on the disk/,
    );
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(disk)).toEqual(["last.ckpt"]);
    rmSync(path);
  });

  it("ends a run with one message and nothing lost, and the run goes on when there is room again", async () => {
    const whole = folder("whole");
    await runExperiment(
      tinyExperiment({ epochs: 3, hooks: [checkpoint({ into: join(whole, "checkpoints") })] }),
      { out: whole, console: heardConsole() },
      testMachine(),
    );
    const atStep = stepSpy(({ step, trains }) => {
      if (trains && step === 6) fill();
    });
    await expect(run({ epochs: 3, hooks: [atStep] })).rejects.toMatchObject({
      name: "RunError",
      message: expect.stringMatching(/^cannot write .*: there is no space left on the disk; /),
      help: "free some space, or choose another folder with --out",
    });
    const out = join(disk, "run");
    rmSync(ballast);
    expect(filesIn(join(out, "checkpoints"))).toEqual(["epoch-1.ckpt"]);
    expect(metricsOf(out).at(-1)?.step).toBeGreaterThanOrEqual(6);
    expect((await run({ epochs: 3 }, true)).status).toBe("finished");
    const [there, here] = [whole, out].map((each) => join(each, "checkpoints", "epoch-3.ckpt"));
    expect(await bitsOf(here ?? "")).toEqual(await bitsOf(there ?? ""));
  });

  it("says that a disk is read-only", async () => {
    const before = filesIn(disk);
    execFileSync("mount", ["-o", "remount,ro", disk]);
    await expect(run({}, true)).rejects.toMatchObject({
      name: "RunError",
      message: expect.stringContaining("the disk is read-only"),
    });
    await expect(writeCheckpointFile(join(disk, "new.ckpt"), {}, [])).rejects.toThrow(/the disk is read-only/);
    expect(filesIn(disk)).toEqual(before);
  });
});
