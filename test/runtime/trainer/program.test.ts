import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Child, type Ended, programFolder, start, writeProgram } from "./children.ts";
import { bitsOf, metricsOf, resultsOf, scratchFolder } from "./helpers.ts";

const folder = scratchFolder();
const bundled = programFolder();
let program = "";
let importing = "";

beforeAll(async () => {
  const programs = await bundled();
  program = writeProgram(
    programs,
    "experiment",
    `import { checkpoint, RunError, runByHand, runExperiment, testMachine, tinyExperiment } from "./vcl.mjs";
export const flags = {
  source: "tiny.vcl",
  params: {
    epochs: { type: "int", min: 1, default: 2, doc: "Passes over the training sample." },
    out: { type: "dir", default: "runs/tiny", doc: "Logs go here." },
    slowly: { type: "bool", default: false },
    fail: { type: "enum", members: ["no", "bug", "mistake"], default: "no" },
  },
  fixed: { planes: { text: "64", doc: "Planes of the first stage." } },
};
export async function main(params, run = {}) {
  if (params.fail === "bug") throw new TypeError("a bug");
  if (params.fail === "mistake") throw new RunError("the crop is larger than the frame", { code: "V0401", help: "crop less" });
  const onLoad = () => params.slowly ? new Promise((resolve) => setTimeout(resolve, 30)) : undefined;
  const hang = { describe: () => ({ component: "hang", options: {} }), start: (context) => ({ step: async ({ step }) => {
    if (process.env.HANG_AT !== String(step)) return;
    context.console.line("hanging");
    await new Promise((resolve) => setTimeout(resolve, 30_000));
  } }) };
  const hooks = [checkpoint({ into: params.out + "/checkpoints" }), hang];
  const train = { videos: 24, batch: 2, random: true, onLoad };
  return await runExperiment(tinyExperiment({ epochs: params.epochs, train, hooks }), run, testMachine(process));
}
await runByHand(import.meta, main, flags);`,
  );
  importing = writeProgram(
    programs,
    "importing",
    `import { explainError, runProgram } from "./vcl.mjs";
try {
  const [fail, out] = process.argv.slice(2);
  const result = await runProgram(new URL("./experiment.mjs", import.meta.url), { epochs: 1, out, slowly: false, fail }, { out });
  console.log("status", result.status);
} catch (error) {
  const { text, exitCode } = explainError(error);
  console.error(text);
  process.exitCode = exitCode;
}`,
  );
});

const run = (...args: readonly string[]): Promise<Ended> => start(program, args, folder("")).ended;

describe("a program that is started by hand", () => {
  it("trains with the values of its flags and ends with 0", async () => {
    const out = folder("by-hand");
    const ended = await run("--out", out, "--epochs=1");
    expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("rror") });
    expect(ended.stdout).toMatch(/^test 1: loss .*video top-1 .*3 uniform clips, 6 of 6 videos/m);
    expect(ended.stdout).not.toContain("\u001b");
    expect(existsSync(join(out, "checkpoints", "epoch-1.ckpt"))).toBe(true);
  });

  it("explains its flags", async () => {
    const { code, stdout } = await run("--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Trains the experiment of tiny\.vcl\.\n\n {2}node .*experiment\.mjs \[flags\]$/m);
  });

  it("refuses a wrong command line with one message and code 2", async () => {
    expect(await run("--epochs", "0")).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr: "error: --epochs 0: a whole number at least 1 is wanted\n",
    });
  });

  it("prints a mistake as one message that points into the .vcl file", async () => {
    const ended = await run("--fail", "mistake");
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^error\[V0401\]: the crop is larger than the frame\n {3}┌─ .*tiny\.vcl:14:1\n {3}help: crop less\n$/,
    );
  });

  it("prints a bug with a stack that points into the .vcl file", async () => {
    const ended = await run("--fail", "bug");
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/TypeError: a bug[\s\S]*at .*main .*tiny\.vcl:13:1/);
  });
});

describe("a program that is imported", () => {
  const runImported = (...args: readonly string[]) => start(importing, args, folder("")).ended;

  it("runs once, and its frames point into the .vcl file", async () => {
    const ended = await runImported("no", folder("imported"));
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/status finished\n$/) });
    expect(metricsOf(folder("imported")).filter(({ event }) => event === "start")).toHaveLength(1);
    expect((await runImported("bug", folder("imported-bug"))).stderr).toMatch(/TypeError: a bug[\s\S]*tiny\.vcl:13:1/);
    expect((await runImported("mistake", folder("imported-no"))).stderr).toMatch(/^error\[V0401\].*\n.*tiny\.vcl:14:1/);
  });

  it("shows where in the .vcl file a run was started that failed", async () => {
    const out = folder("failed-run");
    await run("--out", out, "--epochs", "1");
    const ended = await run("--out", out, "--epochs", "1", "--resume");
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^error\[V0908\]: .*is already at epoch 1 of 1\n {3}┌─ .*tiny\.vcl:23:1\n {3}help: .*--epochs 2/,
    );
  });
});

describe("a program that gets signals", () => {
  const interrupt = async (out: string, signal: NodeJS.Signals, ...args: readonly string[]): Promise<Ended> => {
    const child: Child = start(program, ["--out", out, "--slowly", "--epochs", "3", ...args], folder(""));
    await child.seen(/^train 1:/m);
    child.process.kill(signal);
    return child.ended;
  };

  it("writes a checkpoint on SIGINT, ends with 130, and goes on to the same bits", async () => {
    const [whole, out] = [folder("whole"), folder("stopped")];
    const ended = await interrupt(out, "SIGINT");
    expect(ended).toMatchObject({ code: 130, signal: null });
    const [said] = /^to go on: (.*)$/m.exec(ended.stdout)?.slice(1) ?? [];
    expect(said).toBe(`node ${program} --out ${out} --slowly --epochs 3 --resume`);
    expect(metricsOf(out).at(-1)).toMatchObject({ event: "end", status: "interrupted" });
    const words = said?.split(" ").slice(2) ?? [];
    expect(await run(...words)).toMatchObject({ code: 0 });
    await run("--out", whole, "--epochs", "3");
    const last = (root: string): string => join(root, "checkpoints", "epoch-3.ckpt");
    expect(await bitsOf(last(out))).toEqual(await bitsOf(last(whole)));
    expect(resultsOf(out)).toEqual(resultsOf(whole));
  });

  it("does the same on SIGTERM", async () => {
    const out = folder("terminated");
    expect(await interrupt(out, "SIGTERM")).toMatchObject({ code: 130, signal: null });
    expect(existsSync(join(out, "checkpoints", "interrupted.ckpt"))).toBe(true);
  });

  it("stops at once on the second one, and leaves what was there", async () => {
    const out = folder("twice");
    await run("--out", out, "--epochs", "1");
    const before = readFileSync(join(out, "checkpoints", "epoch-1.ckpt"));
    process.env.HANG_AT = "14";
    const child = start(program, ["--out", out, "--epochs", "3", "--resume"], folder(""));
    delete process.env.HANG_AT;
    await child.seen(/^hanging$/m);
    child.process.kill("SIGINT");
    await child.seen(/^interrupted: /m);
    const asked = performance.now();
    child.process.kill("SIGINT");
    expect(await child.ended).toMatchObject({ code: 130, signal: null });
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(readFileSync(join(out, "checkpoints", "epoch-1.ckpt"))).toEqual(before);
    expect(existsSync(join(out, ".lock"))).toBe(false);
    expect(await run("--out", out, "--epochs", "2", "--resume")).toMatchObject({ code: 0 });
  });
});
