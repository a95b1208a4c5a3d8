/** `vcl diff`: what it prints, on which side arguments stand, and its exit codes. */
import { describe, expect, test } from "vitest";
import { folderWith, smallExperiment, vcl } from "./vcl.ts";

const cwd = folderWith({
  "small.vcl": smallExperiment,
  "wide.vcl": 'amends "./small.vcl"\nparam planes = 4\ndata train { batch: 1 clip }\n',
  "two.vcl": 'amends "./small.vcl"\nexperiment other = small_run { seed: 3 }\n',
  "broken.vcl": `${smallExperiment}let a = nothing\n`,
});

const diff = (...args: readonly string[]) => vcl(["diff", ...args], { cwd });

describe("two files", () => {
  test("what was changed, with both places; what follows; both sides in one line", async () => {
    const { code, stdout, stderr } = await diff("small.vcl", "wide.vcl");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(
      /^- small\.vcl: small_run\n\+ wide\.vcl: small_run\n\ndata\n {2}train\.batch +2 clips → 1 clip +small\.vcl:\d+:14 → wide\.vcl:3:21$/m,
    );
    expect(stdout).toMatch(/^ {2}model\.planes +2 → 4 +small\.vcl:\d+:\d+ → wide\.vcl:2:16$/m);
    const follows = stdout.slice(stdout.indexOf("\nwhat follows\n"));
    expect(follows).toMatch(/^ {2}model\.class\.in_plane +4 → 8 /m);
    expect(follows).toMatch(/^ {2}stage2 in train +4 × 2 × 4 × 4 → 8 × 2 × 4 × 4$/m);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(
      /^[\d,]+ → [\d,]+ parameters · .* MMAC → .* MMAC for a training clip/,
    );
  });

  test("arguments change both", async () => {
    const { stdout } = await diff("small.vcl", "wide.vcl", "--planes", "8", "--videos", "v");
    expect(stdout).not.toContain("model.planes");
    expect(stdout).not.toMatch(/^ .*videos/m);
  });

  test("an experiment of the same name is found among several", async () => {
    expect(await diff("small.vcl", "two.vcl")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("\nno difference\n"),
    });
  });
});

describe("one file", () => {
  test("as it is, and changed by arguments", async () => {
    const { code, stdout } = await diff("small.vcl", "--set", "optimizer.momentum=0.9", "--epochs", "3");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\+ small\.vcl: small_run --set optimizer\.momentum=0\.9 --epochs 3$/m);
    expect(stdout).toMatch(/^ {2}optimizer\.momentum +0 → 0\.9 +default → --set optimizer\.momentum=0\.9$/m);
    expect(stdout).toMatch(/^ {2}epochs +1 epoch → 3 epochs +small\.vcl:\d+:\d+ → --epochs 3$/m);
  });

  test("with something changed that makes no difference", async () => {
    expect(await diff("small.vcl", "--epochs", "1")).toMatchObject({ code: 0, stderr: "" });
  });

  test("both sides changed", async () => {
    const { stdout } = await diff("small.vcl", "--a.planes", "3", "--b.planes", "5", "--b.optimizer.lr", "0.5");
    expect(stdout).toMatch(/^ {2}model\.planes +3 → 5 +--planes 3 → --planes 5$/m);
    expect(stdout).toMatch(/^ {2}optimizer\.lr +0\.01 → 0\.5 /m);
  });

  test("two of its experiments", async () => {
    const { stdout } = await diff("two.vcl", "--a.experiment", "small_run", "--b.experiment", "other");
    expect(stdout).toMatch(/^run\n {2}seed +0 → 3 +default → two\.vcl:2:\d+$/m);
  });
});

test("--json", async () => {
  const { code, stdout } = await diff("small.vcl", "wide.vcl", "--json");
  expect(code).toBe(1);
  const found = JSON.parse(stdout);
  expect(found).toMatchObject({ same: false, before: { file: "small.vcl", experiment: "small_run" } });
  expect(found.after.parameters).toBeGreaterThan(found.before.parameters);
  expect(found.causes.map(({ paths }: { paths: string[] }) => paths)).toEqual([["train.batch"], ["model.planes"]]);
  expect(found.causes[0].after).toMatchObject({
    value: "1 clip",
    how: "set",
    places: [{ file: "wide.vcl", line: 3, role: "here" }, { role: "replaced" }],
  });
});

test.each([
  [["small.vcl", "broken.vcl"], "nothing is called `nothing` here"],
  [["small.vcl", "none.vcl"], "there is no file none.vcl"],
  [["small.vcl", "--planes", "9"], "planes is"],
  [["small.vcl", "--plane", "8"], "no parameter `plane`"],
  [["two.vcl", "--set", "train.batch=1"], "two.vcl has several experiments"],
])("vcl diff %j: an error is exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await diff(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});
