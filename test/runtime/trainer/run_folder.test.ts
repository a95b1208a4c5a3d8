import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { runExperiment } from "../../../src/runtime/trainer/run_experiment.ts";
import { openRunFolder } from "../../../src/runtime/trainer/run_folder.ts";
import { filesIn, metricsOf, scratchFolder } from "./helpers.ts";
import { heardConsole, type TinyOptions, testMachine, tinyExperiment } from "./tiny.ts";

const folder = scratchFolder();
const ownFiles = ["checkpoints/epoch-1.ckpt", "experiment.json", "log.txt", "metrics.jsonl"];

async function run(out: string, options: TinyOptions & { readonly into?: string } = {}): Promise<readonly string[]> {
  const console = heardConsole();
  const hooks = [checkpoint({ into: options.into ?? join(out, "checkpoints") })];
  await runExperiment(tinyExperiment({ epochs: 1, hooks, ...options }), { out, console }, testMachine());
  return console.lines;
}

describe("a run's folder", () => {
  it("holds the resolved experiment, metrics, log and checkpoints", async () => {
    const out = folder("first");
    const said = await run(out);
    expect(filesIn(out)).toEqual(ownFiles);
    expect(readFileSync(join(out, "log.txt"), "utf8").trimEnd().split("\n")).toEqual(said);
    const record = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8"));
    expect(record).toMatchObject({
      vcl: "0.1.0",
      name: "tiny",
      epochs: 1,
      testEvery: 1,
      seed: 0,
      precision: "float32",
      classes: ["left", "right", "up"],
      phases: [
        { name: "train", component: "tiny_data", options: { batch: 3 } },
        { name: "test", component: "tiny_data" },
      ],
      model: { component: "resnext3d", options: { planes: 64 } },
      heads: [{ name: "action", block: "stem", component: "linear" }],
      optimizer: { component: "sgd", options: { momentum: 0.9 } },
      hooks: [{ component: "checkpoint", options: { after: "train", every: 1 } }],
    });
  });

  it("never mixes two runs: the earlier one moves to the next free number, and the log says so", async () => {
    const out = folder("again");
    await run(out);
    const first = readFileSync(join(out, "metrics.jsonl"), "utf8");
    mkdirSync(`${out}.1`);
    expect(await run(out)).toContain(`an earlier run in ${out} was moved to ${out}.2`);
    expect(filesIn(`${out}.2`)).toEqual(ownFiles);
    expect(readFileSync(join(`${out}.2`, "metrics.jsonl"), "utf8")).toBe(first);
    expect(filesIn(out)).toEqual(ownFiles);
    expect(metricsOf(out).filter(({ event }) => event === "start")).toHaveLength(1);
    expect(readFileSync(join(out, "log.txt"), "utf8")).toContain(`was moved to ${out}.2`);
    await run(out);
    expect(filesIn(`${out}.3`)).toEqual(ownFiles);
    expect(filesIn(`${out}.1`)).toEqual([]);
  });

  it("leaves alone what is no run's: the frame index, a thesis", async () => {
    const out = folder("shared");
    mkdirSync(join(out, "notes"), { recursive: true });
    for (const name of ["frames.json", "thesis.tex", "notes/log.txt"]) writeFileSync(join(out, name), name);
    expect((await run(out)).filter((line) => line.includes("moved"))).toEqual([]);
    await run(out);
    expect(filesIn(`${out}.1`)).toEqual(ownFiles);
    for (const name of ["frames.json", "thesis.tex", "notes/log.txt"])
      expect(readFileSync(join(out, name), "utf8")).toBe(name);
  });

  it("moves checkpoints that lie elsewhere too", async () => {
    const [out, into] = [folder("with-elsewhere"), folder("elsewhere")];
    await run(out, { into });
    const first = readFileSync(join(into, "epoch-1.ckpt"));
    writeFileSync(join(into, "README"), "mine");
    expect(await run(out, { into })).toContain(`an earlier run's checkpoints in ${into} were moved to ${into}.1`);
    expect(readFileSync(join(`${into}.1`, "epoch-1.ckpt"))).toEqual(first);
    expect(filesIn(into)).toEqual(["README", "epoch-1.ckpt"]);
  });

  it("is touched only once data and engine are known to be usable", async () => {
    const out = folder("guarded");
    await run(out);
    const before = filesIn(out);
    const problems = [
      { code: "V0904", severity: "error", field: "videos", message: "no such folder: /data/ucf", helps: ["--videos"] },
    ] as const;
    const train = { videos: 12, batch: 3, problems };
    await expect(run(out, { train })).rejects.toMatchObject({
      name: "RunError",
      code: "V0904",
      message: "data train, videos: no such folder: /data/ucf",
    });
    const machine = { ...testMachine(), openCompute: () => Promise.reject(new Error("no such engine")) };
    await expect(runExperiment(tinyExperiment(), { out }, machine)).rejects.toThrow("no such engine");
    expect(filesIn(out)).toEqual(before);
    expect(existsSync(`${out}.1`)).toBe(false);
  });

  it("is refused to a second run at the same time, and given after a crash", async () => {
    const out = folder("locked");
    const held = await openRunFolder({ out });
    await expect(openRunFolder({ out })).rejects.toThrow(`another run (process ${process.pid}) is writing into ${out}`);
    held.release();
    const gone = { pid: 4_000_000, host: hostname(), started: "1" };
    const recycled = { pid: process.pid, host: hostname(), started: "1" };
    for (const crashed of [gone, recycled]) {
      writeFileSync(join(out, ".lock"), JSON.stringify(crashed));
      (await openRunFolder({ out })).release();
    }
    expect(filesIn(out)).toEqual([]);
  });

  it("says what is in the way", async () => {
    writeFileSync(folder("file"), "");
    await expect(run(folder("file"))).rejects.toMatchObject({
      name: "RunError",
      message: expect.stringMatching(/^cannot write into the run's folder .*: a file is in the way of the folder$/),
    });
  });

  it("is runs/<experiment> where none is named", async () => {
    const { out } = await runExperiment(tinyExperiment(), { inspect: "only" }, testMachine());
    expect(relative(process.cwd(), out)).toBe(join("runs", "tiny"));
    expect(existsSync(out)).toBe(false);
  });

  it("only looks at the data when asked to", async () => {
    const problem = {
      code: "V0912",
      severity: "warning",
      field: "videos",
      message: "a class too many",
      helps: [],
    } as const;
    const data = { videos: 12, batch: 3, problems: [problem] };
    const experiment = tinyExperiment({ train: data, test: data });
    const result = await runExperiment(experiment, { out: folder("looked"), inspect: "only" }, testMachine());
    expect(result).toMatchObject({ status: "inspected", problems: [{ ...problem, phase: "train" }] });
    expect(result.problems).toHaveLength(1);
    expect(existsSync(folder("looked"))).toBe(false);
  });

  it("says which fields of an earlier run there differ (V0907)", async () => {
    const out = folder("earlier");
    const looked = (experiment: ReturnType<typeof tinyExperiment>) =>
      runExperiment(experiment, { out, inspect: "only" }, testMachine());
    expect((await looked(tinyExperiment())).earlier).toEqual([]);
    await runExperiment(tinyExperiment({ epochs: 1 }), { out, console: heardConsole() }, testMachine());
    expect((await looked(tinyExperiment({ epochs: 1 }))).earlier).toEqual([]);
    expect((await looked(tinyExperiment({ epochs: 2 }))).earlier).toEqual([{ path: "epochs", was: "1", is: "2" }]);
    for (const text of ["", "{}", "[]", "null", "not JSON"]) {
      writeFileSync(join(out, "experiment.json"), text);
      expect((await looked(tinyExperiment({ epochs: 2 }))).earlier).toEqual([]);
    }
  });
});
