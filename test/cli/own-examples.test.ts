/** The examples of components of one's own: contracts up to date and kept, and the experiment learns what it is about. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { strictErrors } from "../emit/strict.ts";
import { folderWith, root, vcl } from "./vcl.ts";

const examples = join(root, "examples/own-components");
const texts = Object.fromEntries(
  readdirSync(examples)
    .filter((name) => /\.(vcl|ts)$/.test(name))
    .map((name) => [name, readFileSync(join(examples, name), "utf8")]),
);
const declarations = ["attention_pool.vcl", "brightness.vcl", "mean_recall.vcl", "squares.vcl"];

/** A folder that has nothing to do with vcl's: no node_modules above it. */
let cwd = "";
beforeAll(() => {
  cwd = folderWith(texts);
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

describe("contracts", () => {
  test("those of the examples are up to date", async () => {
    expect(await vcl(["types", "--check", ...declarations], { cwd })).toMatchObject({ code: 0, stderr: "" });
  });

  test("the implementations keep them", () => {
    expect(strictErrors(Object.fromEntries(Object.entries(texts).filter(([name]) => name.endsWith(".ts"))))).toEqual(
      [],
    );
  });

  test("one that is old is told, one that is missing too, and both are written", async () => {
    const files = folderWith({
      "a.vcl": texts["brightness.vcl"] ?? "",
      "b.vcl": texts["squares.vcl"] ?? "",
      "c.vcl": "let a = 1\n",
    });
    const { code } = await vcl(["types", "a.vcl"], { cwd: files });
    expect(code).toBe(0);
    writeFileSync(join(files, "a.vcl"), (texts["brightness.vcl"] ?? "").replace("by: real", "amount: real"));
    const before = readFileSync(join(files, "a.vcl.ts"), "utf8");
    const told = await vcl(["types", "--check", "a.vcl", "b.vcl", "c.vcl"], { cwd: files });
    expect(told).toMatchObject({ code: 1, stderr: "" });
    expect(told.stdout).toBe(
      "a.vcl.ts: not up to date; vcl types a.vcl\nb.vcl.ts: missing; vcl types b.vcl\nc.vcl: declares no component of its own\n",
    );
    expect(readFileSync(join(files, "a.vcl.ts"), "utf8")).toBe(before);
    expect((await vcl(["types", "a.vcl", "b.vcl"], { cwd: files })).stdout).toBe(
      "a.vcl.ts: written\nb.vcl.ts: written\n",
    );
    expect(readFileSync(join(files, "a.vcl.ts"), "utf8")).toContain("readonly amount: number;");
    expect(readdirSync(files).sort()).toEqual(["a.vcl", "a.vcl.ts", "b.vcl", "b.vcl.ts", "c.vcl"]);
    rmSync(files, { recursive: true });
  });

  test("a file that vcl did not write stays", async () => {
    const files = folderWith({
      "a.vcl": texts["brightness.vcl"] ?? "",
      "a.vcl.ts": "export const mine = 1;\n",
      "d.vcl": "extern meter {\n",
    });
    const { code, stderr } = await vcl(["types", "a.vcl"], { cwd: files });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: a\.vcl\.ts is there and was not written by vcl/);
    expect(readFileSync(join(files, "a.vcl.ts"), "utf8")).toBe("export const mine = 1;\n");
    expect((await vcl(["types", "d.vcl"], { cwd: files })).code).toBe(1);
    expect(readdirSync(files)).not.toContain("d.vcl.ts");
    rmSync(files, { recursive: true });
  });
});

test("they keep their declarations", async () => {
  const { code, stdout, stderr } = await vcl(["check", "--conform", ...declarations], { cwd });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `${declarations.join(", ")}: no problems\n`,
    stderr: "",
  });
});

test("the experiment learns which way the squares go, from a folder without node_modules", async () => {
  const { code, stderr } = await vcl(["train", "directions.vcl", "--engine", "wasm", "--out", "run"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = readFileSync(join(cwd, "run/metrics.jsonl"), "utf8").trimEnd().split("\n");
  const last = lines
    .map((line) => JSON.parse(line))
    .findLast(({ event, phase }) => event === "phase" && phase === "test");
  // Chance is 0.25; it ends at 1.
  expect(last.meters.mean_recall.mean).toBeGreaterThan(0.9);
  expect(last.meters.accuracy.top1).toBeCloseTo(last.meters.mean_recall.mean, 10);
  const { heads } = JSON.parse(readFileSync(join(cwd, "run/experiment.json"), "utf8"));
  expect(heads[0]).toMatchObject({ component: "attention_pool", options: { heads: 2, classes: 4, inPlane: 16 } });
});

test("a component that breaks its word is shown with the declared line, what came out and what was tried", async () => {
  const files = folderWith({
    "attention_pool.vcl": texts["attention_pool.vcl"] ?? "",
    "attention_pool.ts": (texts["attention_pool.ts"] ?? "")
      .replace("[inPlane, classes]", "[inPlane, 7]")
      .replace("[classes], 0", "[7], 0"),
  });
  const { code, stdout } = await vcl(["check", "--conform", "attention_pool.vcl"], { cwd: files });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^error\[V0921\]: it gives something else than it declares\n +┌─ attention_pool\.vcl:16:3/);
  expect(stdout).toMatch(/\^+ \d logits in train/);
  expect(stdout).toMatch(/= why: it gave 7 logits in train/);
  expect(stdout).toMatch(/note: tried: attention_pool \{.*\} on \d+ × \d × \d × \d/);
  // Without the option no code of the file is run.
  expect(await vcl(["check", "attention_pool.vcl"], { cwd: files })).toMatchObject({
    code: 0,
    stdout: "attention_pool.vcl: no problems\n",
  });
  rmSync(files, { recursive: true });
});

test("a condition that the declaration leaves out: the component throws, and what was tried is said", async () => {
  const declaration = (texts["attention_pool.vcl"] ?? "").replace(/ {2}require[\s\S]*?planes"\n/, "");
  const files = folderWith({
    "attention_pool.vcl": declaration,
    "attention_pool.ts": texts["attention_pool.ts"] ?? "",
  });
  const { code, stdout } = await vcl(["check", "--conform", "attention_pool.vcl"], { cwd: files });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^error\[V0922\]: attention_pool threw an error\n +┌─ attention_pool\.ts:\d+:\d+/);
  expect(stdout).toContain("attention_pool.vcl:5:");
  expect(stdout).toMatch(/note: tried: attention_pool \{.*\} on \d+ × \d × \d × \d/);
  rmSync(files, { recursive: true });
});
