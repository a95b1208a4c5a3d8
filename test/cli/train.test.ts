/** `vcl train`, `emit`, `show`, `shapes` on a small experiment with real videos. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nativeIsThere } from "../runtime/engine/engines.ts";
import { makeSmallVideos } from "../runtime/trainer/small_videos.ts";
import { folderWith, type Ran, type RunOptions, smallExperiment, start, vcl } from "./vcl.ts";

const ownTransform = `/// Leaves the clip as it is.
extern transform untouched from "./untouched.ts" {
  takes  tensor [C, T, H, W]
  yields tensor [C, T, H, W]
}
`;
const own = smallExperiment
  .replace("/// Folder with one", `${ownTransform}\n/// Folder with one`)
  .replace("random_crop(16x16 px) |> to_float", "random_crop(16x16 px) |> untouched |> to_float");

let cwd = "";
beforeAll(() => {
  cwd = folderWith({ "small.vcl": smallExperiment, "own/own.vcl": own });
  makeSmallVideos(cwd, { train: 4, test: 2 });
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const data = ["--videos", "videos", "--splits", "splits"];
const train = (args: readonly string[] = [], options: RunOptions = {}): Promise<Ran> =>
  vcl(["train", "small.vcl", ...data, "--engine", "cpu", ...args], { cwd, ...options });

const lines = (file: string): Record<string, unknown>[] =>
  readFileSync(join(cwd, file), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("a run", () => {
  test("ends well, and its folder holds program, record, metrics and log", async () => {
    const { code, stdout, stderr } = await train();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^test 1: .*video top-1 .*2 uniform clips, 4 of 4 videos/m);
    expect(readdirSync(join(cwd, "runs/small_run")).sort()).toEqual(
      expect.arrayContaining([
        "experiment.json",
        "experiment.mjs",
        "experiment.mjs.map",
        "experiment.ts",
        "log.txt",
        "metrics.jsonl",
      ]),
    );
    expect(existsSync(join(cwd, "runs/small_run/node_modules"))).toBe(false);
    expect(lines("runs/small_run/metrics.jsonl").filter(({ event }) => event === "step")).toHaveLength(4);
    expect(readFileSync(join(cwd, "runs/small_run/experiment.ts"), "utf8")).toContain("from small.vcl");
  });

  test("an earlier run moves aside, and the log says so", async () => {
    await train(["--out", "again"]);
    const { code, stdout } = await train(["--out", "again"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/an earlier run in .*again was moved to .*again\.1/);
    expect(readdirSync(join(cwd, "again.1"))).toContain("experiment.ts");
    expect(readdirSync(join(cwd, "again"))).toContain("experiment.ts");
  });

  test("flags and --set reach the program", async () => {
    const args = ["--epochs", "2", "--set", "train.batch=4 clips", "--out", "flags"];
    expect((await train(args)).code).toBe(0);
    expect(lines("flags/metrics.jsonl").filter(({ event }) => event === "step")).toHaveLength(2 * 2);
  });

  test("--set test_every tests in some epochs only", async () => {
    const args = ["--epochs", "3", "--set", "test_every=2 epochs", "--out", "every"];
    const { code, stdout } = await train(args);
    expect(code).toBe(0);
    const tests = lines("every/metrics.jsonl").filter(({ event, phase }) => event === "phase" && phase === "test");
    expect(tests.map(({ epoch }) => epoch)).toEqual([2, 3]);
    expect(stdout).toContain("3 epochs of 4 steps, a test every 2 epochs, seed");
    expect(JSON.parse(readFileSync(join(cwd, "every/experiment.json"), "utf8"))).toMatchObject({ testEvery: 2 });
  });

  test("--keep leaves what node needs to run the program", async () => {
    expect((await train(["--keep", "--out", "kept"])).code).toBe(0);
    const program = join(cwd, "kept/experiment.mjs");
    const { code, stdout, stderr } = await start(
      process.execPath,
      [program, ...data, "--engine", "cpu", "--out", "byhand"],
      { cwd },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const result = (output: string): string | undefined => /^test 1: (loss.*videos)/m.exec(output)?.[1];
    expect(result(stdout)).toBe(result(readFileSync(join(cwd, "kept/log.txt"), "utf8")));
    expect(result(stdout)).toBeDefined();
  });

  test("Ctrl-C ends it with 130, a checkpoint and the command that goes on", async () => {
    let sent = false;
    const { code, stdout } = await train(["--epochs", "500", "--out", "stopped"], {
      onOutput(output, kill) {
        if (sent || !/^train 1/m.test(output)) return;
        sent = true;
        kill("SIGINT");
      },
    });
    expect(code).toBe(130);
    const command = /^to go on: vcl (.*)$/m.exec(stdout)?.[1]?.split(" ") ?? [];
    expect(command).toEqual([
      "train",
      "small.vcl",
      "--videos",
      "videos",
      "--splits",
      "splits",
      "--epochs",
      "500",
      "--out",
      "stopped",
      "--engine",
      "cpu",
      "--resume",
    ]);
    const epochs = lines("stopped/metrics.jsonl").at(-1)?.epoch;
    const on = command.map((word) => (word === "500" ? String(Number(epochs) + 1) : word));
    const resumed = await vcl(on, { cwd });
    expect(resumed.code).toBe(0);
    expect(existsSync(join(cwd, "stopped.1"))).toBe(false);
  });
});

describe("what a run refuses: exit code 1, one diagnostic, nothing touched", () => {
  test.each([
    [["--videos", "nowhere"], "V0904", "--videos nowhere"],
    [["--splits", "videos"], "V0905", "--splits videos"],
    [["--engine", "gpu"], "V0909", "--engine gpu"],
    [["--resume"], "V0908", "--resume"],
    [["--resume", "none.ckpt"], "V0908", "--resume none.ckpt"],
    [["--planes", "9"], "V0204", "--planes 9"],
  ])("%j", async (args, expected, shown) => {
    const given = ["videos", "splits"].flatMap((name) => (args.includes(`--${name}`) ? [] : [`--${name}`, name]));
    const { code, stdout, stderr } = await vcl(["train", "small.vcl", ...given, ...args, "--out", "refused"], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^error\\[${expected}\\]: `));
    expect(stderr).toContain(shown);
    expect(existsSync(join(cwd, "refused/experiment.ts"))).toBe(false);
  });

  test("a param without a value", async () => {
    const { code, stderr } = await vcl(["train", "small.vcl", "--videos", "videos"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("error[V0206]: still open: `splits`");
    expect(stderr.trimEnd().endsWith("1 error")).toBe(true);
  });

  test("a file where the run's folder should be", async () => {
    writeFileSync(join(cwd, "taken"), "");
    const { code, stderr } = await train(["--out", "taken"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: cannot write .*a file is in the way of the folder\n {3}help: /);
  });

  test("check --files finds the same", async () => {
    const { code, stdout } = await vcl(["check", "--files", "small.vcl", "--videos", "nowhere", "--splits", "splits"], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error\[V0904\]/);
    const fine = await vcl(["check", "--files", "small.vcl", ...data], { cwd });
    expect(fine).toMatchObject({ code: 0, stdout: "small.vcl: no problems\n" });
  });
});

describe("a component of one's own", () => {
  const component = (apply: string): string => `
import type { Transform } from "vcl/runtime/data";

export function untouched(): Transform {
  return { describe: () => ({ component: "untouched", options: {} }), apply: (clip) => { ${apply} } };
}
`;

  test("runs from a copy in the run's folder", async () => {
    writeFileSync(join(cwd, "own/untouched.ts"), component("return clip;"));
    const { code, stderr } = await vcl(["train", "own/own.vcl", ...data, "--engine", "cpu", "--out", "own-run"], {
      cwd,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(existsSync(join(cwd, "own-run/components/untouched.mjs"))).toBe(true);
  });

  test("that throws makes the run fail, with its place", async () => {
    writeFileSync(join(cwd, "own/untouched.ts"), component('throw new Error("no clip is good enough");'));
    const { code, stderr } = await vcl(["train", "own/own.vcl", ...data, "--engine", "cpu", "--out", "own-fails"], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("no clip is good enough");
    expect(stderr).toMatch(/untouched\.ts:5:/);
  });
});

describe("emit, show and shapes", () => {
  test("emit prints the program that train writes", async () => {
    const { code, stdout } = await vcl(["emit", "small.vcl", ...data], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("export async function main(");
    await vcl(["emit", "small.vcl", ...data, "-o", "emitted"], { cwd });
    expect(readdirSync(join(cwd, "emitted")).sort()).toEqual([
      "experiment.mjs",
      "experiment.mjs.map",
      "experiment.ts",
      "experiment.ts.map",
      "node_modules",
    ]);
    const help = await start(process.execPath, [join(cwd, "emitted/experiment.mjs"), "--help"], { cwd });
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("--videos");
  });

  test("an emitted program that was edited is what runs", async () => {
    await vcl(["emit", "small.vcl", ...data, "-o", "edited"], { cwd });
    const program = join(cwd, "edited/experiment.mjs");
    const run = (): Promise<Ran> =>
      start(process.execPath, [program, ...data, "--engine", "cpu", "--out", "edited-run"], { cwd });
    const parameters = (output: string): number => Number(/([\d,]+) parameters/.exec(output)?.[1]?.replaceAll(",", ""));
    const before = parameters((await run()).stdout);
    const text = readFileSync(program, "utf8");
    writeFileSync(program, text.replace(/stemPlanes: 2/, "stemPlanes: 4"));
    const after = parameters((await run()).stdout);
    expect(after).toBeGreaterThan(before);
    cpSync(program, join(cwd, "edited/copy.mjs"));
  });

  test("show tells a field with each of its places, as text and as JSON", async () => {
    const args = ["show", "small.vcl", "model.planes", "--planes", "4"];
    const { code, stdout } = await vcl(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("model.planes: 4");
    expect(stdout).toContain("--planes 4");
    const { stdout: json } = await vcl([...args, "--json"], { cwd });
    expect(JSON.parse(json)).toMatchObject({ path: "model.planes", value: "4" });
  });

  test("bench times a step of either phase, and its convolutions alone", async () => {
    const { code, stdout } = await vcl(["bench", "step", "small.vcl", "--steps", "2", "--engine", "wasm"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^small_run, train: 2 clips of 3 × 4 × 16 × 16 on wasm in float32, 1 thread$/m);
    expect(stdout).toMatch(/^floor .+ its convolutions alone; the step takes \d+\.\d\d times that$/m);
    const { stdout: json } = await vcl(["bench", "step", "small.vcl", "--phase", "test", "--steps", "3", "--json"], {
      cwd,
    });
    const figures = JSON.parse(json);
    expect(figures).toMatchObject({ precision: "float32", phase: "test", batch: 4 });
    expect(figures.seconds).toHaveLength(3);
    expect(figures.min).toBe(Math.min(...figures.seconds));
    for (const name of ["median", "floor", "peak_rss_mib", "parameters", "gflop", "threads"]) {
      expect(figures[name]).toBeGreaterThan(0);
    }
  });

  test("shapes shows each block in each phase", async () => {
    const { code, stdout } = await vcl(["shapes", "small.vcl"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^stage2 +4 × 2 × +4 × +4 +4 × 2 × +6 × +8/m);
    const { stdout: json } = await vcl(["shapes", "small.vcl", "--json"], { cwd });
    expect(JSON.parse(json).phases.map(({ name }: { name: string }) => name)).toEqual(["train", "test"]);
  });
});

test("doctor names every engine, tests those that work, and says which one is taken and why", async () => {
  const { code, stdout } = await vcl(["doctor"]);
  expect(code).toBe(0);
  for (const name of ["gpu", "native", "node", "wasm", "cpu"])
    expect(stdout).toMatch(new RegExp(`^  ${name} +(yes|no) `, "m"));
  const usable = stdout.match(/^ {2}\w+ +yes {2}/gm) ?? [];
  expect(stdout.match(/tested: gradients right \(error \S+\), convolutions at .*GFLOP\/s backward$/gm)).toHaveLength(
    usable.length,
  );
  expect(stdout).toMatch(/^--engine auto takes \w+: it is the first /m);
  const { stdout: json } = await vcl(["doctor", "--json"]);
  const { auto, engines, cores, processors } = JSON.parse(json);
  expect(stdout).toContain(`--engine auto takes ${auto}:`);
  expect(engines.find(({ usable }: { usable: boolean }) => usable)).toMatchObject({
    name: auto,
    selfTest: { passed: true },
  });
  for (const { usable, why, selfTest } of engines) expect(usable ? selfTest.passed : why).toBeTruthy();
  expect(cores).toBeLessThanOrEqual(processors);
});

test.skipIf(!nativeIsThere)(
  "a processor without bfloat16 computes in float32, and says so where it was asked for",
  async () => {
    const env = { ONEDNN_MAX_CPU_ISA: "AVX2" };
    const asked = await vcl(["train", "small.vcl", ...data, "--precision", "bfloat16", "--out", "narrow"], {
      cwd,
      env,
    });
    expect(asked.code).toBe(0);
    expect(asked.stderr).toMatch(/^warning\[V0911\].*\n.*command line:1:13/);
    expect(JSON.parse(readFileSync(join(cwd, "narrow/experiment.json"), "utf8"))).toMatchObject({
      precision: "float32",
    });
    const checked = await vcl(["check", "small.vcl", ...data, "--files", "--set", "precision=.bfloat16"], { cwd, env });
    expect(checked.code).toBe(0);
    expect(checked.stdout).toMatch(/^warning\[V0911\].*\n.*command line:1:17/m);
  },
);
