/** `vcl check`: text, JSON, several files, arguments, fixes. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, folderWith, root, smallExperiment, start, vcl } from "./vcl.ts";

const broken = smallExperiment.replace("lr: 0.01", "lr: 0.01, weight_decy: 1e-4");
/** Clean but for a milestone that is never reached. */
const doubtful = smallExperiment.replace("lr: 0.01", "lr: multistep { values: [0.1, 0.01], at: [5 epochs] }");
const cwd = folderWith({ "small.vcl": smallExperiment, "broken.vcl": broken, "doubtful.vcl": doubtful });

describe("exit codes", () => {
  test("0 without problems, which it says", async () => {
    expect(await vcl(["check", "small.vcl"], { cwd })).toEqual({
      code: 0,
      stdout: "small.vcl: no problems\n",
      stderr: "",
    });
  });

  test("0 with warnings only", async () => {
    const { code, stdout } = await vcl(["check", "doubtful.vcl"], { cwd });
    expect(stdout).toMatch(/^warning\[V0702\]/);
    expect(stdout.trimEnd().endsWith("1 warning")).toBe(true);
    expect(code).toBe(0);
  });

  test("1 with errors", async () => {
    const { code, stdout, stderr } = await vcl(["check", "broken.vcl"], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(/^error\[V0102\]: sgd has no field `weight_decy`\n +┌─ broken\.vcl:\d+:\d+\n/);
  });

  test("several files: all of them are checked, the worst counts", async () => {
    const { code, stdout, stderr } = await vcl(["check", "small.vcl", "gone.vcl", "doubtful.vcl", "broken.vcl"], {
      cwd,
    });
    expect(code).toBe(1);
    expect(stdout).toContain("warning[V0702]");
    expect(stdout).toContain("error[V0102]");
    expect(stderr).toBe("error: there is no file gone.vcl\n   help: there is broken.vcl, doubtful.vcl, small.vcl\n");
  });
});

describe("arguments get the diagnostics of a file, pointing into the command line", () => {
  test.each([
    [["--fold", "2"], "V0109", "--fold 2"],
    [["--epoch", "4"], "V0109", "--epoch 4"],
    [["--planes=9"], "V0204", "--planes 9"],
    [["--epochs", "three"], "V0101", "--epochs three"],
    [["--set", "tiny.plane=4"], "V0108", "--set tiny.plane=4"],
    [["--set", "tiny.planes=wide"], "V0101", "--set tiny.planes=wide"],
  ])("%j gives %s", async (args, expected, shown) => {
    const { code, stdout } = await vcl(["check", "small.vcl", ...args], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^error\\[${expected}\\]: .*\n +┌─ command line:1:`));
    expect(stdout).toContain(` │ ${shown}\n`);
  });

  test("right ones are taken, units left out or not", async () => {
    const args = ["--epochs", "3", "--planes=4", "--set", "train.batch=4 clips", "--set", "optimizer.momentum=0.9"];
    expect((await vcl(["check", "small.vcl", ...args], { cwd })).code).toBe(0);
  });
});

describe("--json", () => {
  test("has exactly the documented fields", async () => {
    const { stdout } = await vcl(["check", "broken.vcl", "--json"], { cwd });
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(["ok", "diagnostics"]);
    expect(report.ok).toBe(false);
    const [first] = report.diagnostics;
    expect(Object.keys(first).sort()).toEqual(
      ["code", "docs", "fixes", "helps", "labels", "severity", "title", "why"].sort(),
    );
    const [line = "", number] =
      broken
        .split("\n")
        .map((text, i) => [text, i + 1] as const)
        .find(([text]) => text.includes("weight_decy")) ?? [];
    const column = line.indexOf("weight_decy") + 1;
    expect(first.labels[0]).toMatchObject({
      file: "broken.vcl",
      line: number,
      column,
      endLine: number,
      endColumn: column + "weight_decy".length,
      primary: true,
    });
    expect(Object.keys(first.fixes[0].edits[0]).sort()).toEqual(
      ["column", "endColumn", "endLine", "file", "line", "newText"].sort(),
    );
  });

  test("no problems and warnings are ok", async () => {
    expect(JSON.parse((await vcl(["check", "small.vcl", "--json"], { cwd })).stdout)).toEqual({
      ok: true,
      diagnostics: [],
    });
    const { ok, diagnostics } = JSON.parse((await vcl(["check", "doubtful.vcl", "--json"], { cwd })).stdout);
    expect({ ok, severities: diagnostics.map((one: { severity: string }) => one.severity) }).toEqual({
      ok: true,
      severities: ["warning"],
    });
  });
});

test("--fix changes the file so that it is clean, and says what it did", async () => {
  const folder = folderWith({ "broken.vcl": broken });
  const { code, stdout, stderr } = await vcl(["check", "broken.vcl", "--fix"], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "broken.vcl: no problems\n" });
  expect(stderr).toBe("fixed 1 of 1 error in broken.vcl\n");
  expect(readFileSync(join(folder, "broken.vcl"), "utf8")).toBe(broken.replace("weight_decy", "weight_decay"));
});

test("--fix leaves files alone that were not named, and says so", async () => {
  const main = 'import { descent } from "./shared.vcl"\n\nlet rate = descent\n';
  const shared = "let descent = sgd { lr: 0.1, weight_decy: 1e-4 }\n";
  const folder = folderWith({ "main.vcl": main, "shared.vcl": shared });
  const { code, stderr } = await vcl(["check", "main.vcl", "--fix"], { cwd: folder });
  expect(code).toBe(1);
  expect(stderr).toBe("left 1 fix in shared.vcl, which was not named: vcl check shared.vcl --fix\n");
  expect(readFileSync(join(folder, "shared.vcl"), "utf8")).toBe(shared);
  expect((await vcl(["check", "main.vcl", "shared.vcl", "--fix"], { cwd: folder })).code).toBe(0);
  expect(readFileSync(join(folder, "shared.vcl"), "utf8")).toContain("weight_decay");
});

describe("what only the runtime knows", () => {
  const wide = smallExperiment.replace("planes: int in 1..8 = 2", "planes: int in 1..8 = 8");

  test("V0508: activations of a batch against a budget, with --pedantic", async () => {
    const folder = folderWith({ "wide.vcl": wide });
    const args = ["check", "wide.vcl", "--pedantic", "--memory"];
    const { code, stdout } = await vcl([...args, "0.0001GB"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^advice\[V0508\]: 2 clips keep 0\.\d+ MB of activations\n/);
    expect(stdout).toMatch(/\^ the budget is 0\.1 MB/);
    expect((await vcl([...args, "1 GB"], { cwd: folder })).stdout).toBe("wide.vcl: no problems\n");
    expect((await vcl(["check", "wide.vcl"], { cwd: folder })).stdout).toBe("wide.vcl: no problems\n");
    expect(await vcl([...args, "much"], { cwd: folder })).toMatchObject({ code: 2, stdout: "" });
  });

  test("V0508 can be allowed, and the allowance is not called unused without --pedantic", async () => {
    const allowed = wide.replace("batch:     2 clips", "batch:     2 clips // allow V0508: it swaps, and that is fine");
    const folder = folderWith({ "wide.vcl": allowed });
    for (const more of [[], ["--pedantic", "--memory", "0.0001GB"]]) {
      expect((await vcl(["check", "wide.vcl", ...more], { cwd: folder })).stdout).toBe("wide.vcl: no problems\n");
    }
  });

  test("V0607 says how many parameters never change", async () => {
    const early = smallExperiment.replace("at stage2.last", "at stage1.last");
    const folder = folderWith({ "early.vcl": early });
    const { stdout } = await vcl(["check", "early.vcl"], { cwd: folder });
    expect(stdout).toMatch(/^warning\[V0607\]/);
    expect(stdout).toMatch(/= why: \d+ of the trunk's \d+ parameters never change\n/);
  });

  test("V0907: the run's folder holds a run of another experiment", async () => {
    const earlier = { name: "small_run", epochs: 9, phases: [], model: { component: "other", options: {} } };
    const files = { "small.vcl": smallExperiment, "runs/small_run/experiment.json": JSON.stringify(earlier) };
    const folder = folderWith(files);
    const { stdout } = await vcl(["check", "small.vcl", "--files", "--videos", "v", "--splits", "s"], { cwd: folder });
    expect(stdout).toMatch(/warning\[V0907\]: this folder holds a run of another experiment\n/);
    expect(stdout).toMatch(/= why: epochs 9 → 1, /);
    expect(stdout).toContain("error[V0904]: no such folder");
  });
});

test("needs none of the packages and not the runtime", async () => {
  const folder = folderWith({ "package.json": '{ "type": "module" }', "small.vcl": smallExperiment });
  for (const path of ["bin", "dist/cli"]) cpSync(join(root, path), join(folder, path), { recursive: true });
  const ran = await start(process.execPath, [join(folder, "bin/vcl.js"), "check", "small.vcl"], { cwd: folder });
  expect(ran).toEqual({ code: 0, stdout: "small.vcl: no problems\n", stderr: "" });
});

test("a file is the same with a byte order mark and with Windows line ends", async () => {
  const text = `\uFEFF${broken.replaceAll("\n", "\r\n")}`;
  const folder = folderWith({ "broken.vcl": text });
  expect((await vcl(["check", "broken.vcl"], { cwd: folder })).stdout).toContain("error[V0102]");
  expect((await vcl(["check", "broken.vcl", "--fix"], { cwd: folder })).code).toBe(0);
  expect(readFileSync(join(folder, "broken.vcl"), "utf8")).toBe(text.replace("weight_decy", "weight_decay"));
});

test("runs nothing of what the file names", async () => {
  const trap = 'import { writeFileSync } from "node:fs";\nwriteFileSync("sprung", "");\nexport const evil = {};\n';
  const program = (path: string) => `extern hook evil from "${path}" {\n  a: int = 1\n}\nlet x = evil { a: 2 }\n`;
  const folder = folderWith({
    "evil.mjs": trap,
    "evil.js": trap,
    "evil.ts": trap,
    "package.json": '{ "type": "module" }',
    "main.vcl": `import * as b from "./b.vcl"\n${program("./evil.ts")}let y = b.x\n`,
    "b.vcl": `${program("./evil.mjs")}\nextern hook other from "./evil.js" {}\n`,
  });
  expect((await vcl(["check", "main.vcl"], { cwd: folder })).code).toBe(0);
  expect(existsSync(join(folder, "sprung"))).toBe(false);
});

test("a pipe, a device and a folder are no files", { skip: process.platform === "win32" }, async () => {
  const folder = folderWith({ "main.vcl": 'import * as a from "./pipe.vcl"\nimport * as b from "./zero.vcl"\n' });
  spawnSync("mkfifo", [join(folder, "pipe.vcl")]);
  symlinkSync("/dev/zero", join(folder, "zero.vcl"));
  const { code, stdout } = await vcl(["check", "main.vcl"], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout.match(/error\[V0104\]: this file cannot be read/g)).toHaveLength(2);
  for (const name of ["pipe.vcl", "zero.vcl"]) {
    expect((await vcl(["check", name], { cwd: folder })).stderr).toContain(`error: ${name} is no file on the disk`);
  }
});

describe("output", () => {
  test("no colours without a terminal, nor with NO_COLOR", async () => {
    const { stdout } = await vcl(["check", "broken.vcl"], { cwd });
    expect(stdout).not.toContain("\u001b");
  });

  test("a reader that leaves early is no error", () => {
    const { stderr, status } = spawnSync("sh", ["-c", `"${process.execPath}" "${bin}" check broken.vcl | head -c 1`], {
      cwd,
      encoding: "utf8",
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });
});
