/** `vcl new`: what it writes has no problems and keeps its word, for every kind; and nothing is ever overwritten. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ask } from "../../src/cli/new/ask.ts";
import { format } from "../../src/language/format/format.ts";
import { kinds } from "../../src/language/types/type.ts";
import { checkedByBiome } from "../emit/biome.ts";
import { strictErrors } from "../emit/strict.ts";
import { folderWith, vcl } from "./vcl.ts";

let cwd = "";
beforeAll(() => {
  cwd = folderWith();
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const read = (name: string): string => readFileSync(join(cwd, name), "utf8");
const laidOut = (text: string): string => format({ path: "a.vcl", text, origin: "file" }).text;

describe("a component of every kind", () => {
  const files = kinds.map((kind) => `parts/my_${kind}.vcl`);

  test("is written: declaration, implementation, contract", async () => {
    const made = await Promise.all(kinds.map((kind, i) => vcl(["new", kind, files[i] ?? ""], { cwd })));
    for (const { code, stderr } of made) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(made[0]?.stdout).toContain("vcl check --conform parts/my_dataset.vcl");
    expect(readdirSync(join(cwd, "parts"))).toHaveLength(3 * kinds.length);
  });

  test("has no problems, keeps its declaration, and its contract is up to date", async () => {
    const { code, stdout, stderr } = await vcl(["check", "--conform", ...files], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${files.join(", ")}: no problems\n`, stderr: "" });
    expect((await vcl(["types", "--check", ...files], { cwd })).code).toBe(0);
  });

  test("passes tsc --strict and is formatted", () => {
    const names = readdirSync(join(cwd, "parts")).filter((name) => name.endsWith(".ts"));
    const texts = names.map((name) => read(`parts/${name}`));
    expect(strictErrors(Object.fromEntries(names.map((name, i) => [name, texts[i] ?? ""])))).toEqual([]);
    expect(checkedByBiome("format", texts)).toEqual(texts);
    for (const file of files) expect(laidOut(read(file))).toBe(read(file));
  });

  test("all of them train together", async () => {
    const imports = kinds
      .map((kind) => `import { my_${kind} } from "./parts/my_${kind}.vcl"`)
      .sort()
      .join("\n");
    const data = (split: string): string =>
      `data ${split} = my_dataset { split: .${split}, clip: 4 frames, sample: my_sampler(2 clips per video), batch: 8 clips, transform: my_transform(0.1) |> to_float }`;
    writeFileSync(
      join(cwd, "all.vcl"),
      `${imports}\n\n${data("train")}\n${data("test").replace("my_transform(0.1) |> ", "")}\n
model m = my_model { head h at block2 = my_head {} }
experiment all {
  phases: [train, test], model: m, loss: my_loss, optimizer: my_optimizer { lr: my_schedule { from: 0.05, factor: 0.5 } }
  epochs: 2 epochs, meters: [my_meter], hooks: [my_hook]
}
`,
    );
    const { code, stdout, stderr } = await vcl(["train", "all.vcl", "--engine", "wasm"], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^test: the loss went from /m);
    // Left or right is told at once; chance is one half.
    expect(Number(/^test 2: .*my_meter right ([\d.]+) %/m.exec(stdout)?.[1])).toBeGreaterThan(90);
  });
});

describe("an experiment", () => {
  test.each([
    ["motion", []],
    ["motion", ["--network", "large", "--clip", "16 frames", "--epochs", "1"]],
    ["ucf101", ["--videos", "videos", "--splits", "../splits"]],
    ["ucf101", ["--network", "medium"]],
    ["ucf_layout", ["--classes", "3", "--clip", "1"]],
    ["ucf_layout", ["--classes", "2", "--network", "large", "--epochs", "300"]],
  ])("on %s with %j has no problems, no advice, and says what was asked for", async (data, flags) => {
    const name = `${data}_${flags.length}_${flags.at(-1)?.replaceAll(/\W/g, "_") ?? ""}`;
    const made = await vcl(["new", "experiment", `${name}.vcl`, "--data", data, ...flags], { cwd });
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain(`vcl check ${name}.vcl`);
    const checked = await vcl(["check", "--pedantic", `${name}.vcl`], { cwd });
    expect(checked).toEqual({ code: 0, stdout: `${name}.vcl: no problems\n`, stderr: "" });
    const text = read(`${name}.vcl`);
    expect(laidOut(text)).toBe(text);
    expect(text).toContain(`let clips = ${data} {`);
    if (flags.includes("--classes")) expect(text).toContain(`classes: ${flags[flags.indexOf("--classes") + 1]}`);
    if (flags.includes("--videos")) expect(text).toContain('param videos: dir = "videos"');
  });
});

describe("what is refused: one message, exit code, nothing written", () => {
  test.each([
    [["new"], 2, "`vcl new` needs what to make"],
    [["new", "head"], 2, "`vcl new` needs a name: vcl new head my_name"],
    [["new", "haed", "a"], 2, "one of experiment"],
    [["new", "head", "My Head"], 1, "a component cannot be called `My Head`"],
    [["new", "head", "class"], 1, "a component cannot be called `class`"],
    [["new", "head", "mean"], 1, "its file uses that name"],
    [["new", "meter", "accuracy"], 1, "vcl has a meter called `accuracy` already"],
    [["new", "head", "of"], 1, "cannot be called `of`"],
    [["new", "head", "a", "--epochs", "3"], 2, "--epochs is for `vcl new experiment`"],
    [["new", "experiment", "a.vcl", "--data", "kinetics"], 2, "--data kinetics: one of motion"],
    [["new", "experiment", "a.vcl", "--epochs", "0"], 2, "--epochs 0: a whole number from 1 on is wanted"],
    [["new", "experiment", "a b.vcl"], 1, "an experiment cannot be called `a b`"],
  ])("vcl %j", async (args, code, message) => {
    const before = readdirSync(cwd);
    const ran = await vcl(args, { cwd });
    expect(ran).toMatchObject({ code, stdout: "" });
    expect(ran.stderr).toMatch(/^error: /);
    expect(ran.stderr).toContain(message);
    expect(readdirSync(cwd)).toEqual(before);
  });

  test("a file that is there stays, whichever of the three it is", async () => {
    writeFileSync(join(cwd, "kept.ts"), "mine");
    const { code, stderr } = await vcl(["new", "head", "kept"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: kept\.ts is there already; nothing was written/);
    expect(read("kept.ts")).toBe("mine");
    expect(readdirSync(cwd)).not.toContain("kept.vcl");
  });
});

describe("asking", () => {
  const asking = (text: string): ReturnType<typeof ask> => {
    const input = new PassThrough();
    const asked = ask(
      { text: "How many", otherwise: "8", check: (each) => (/^\d+$/.test(each) ? undefined : "a number is wanted") },
      input,
      new PassThrough(),
    );
    input.end(text);
    return asked;
  };

  test("takes the answer, or the default for an empty one", async () => {
    expect(await asking("12\n")).toEqual({ kind: "answered", answer: "12" });
    expect(await asking("\n")).toEqual({ kind: "answered", answer: "8" });
  });

  test("asks again where an answer cannot be used; the end of the input is no answer", async () => {
    expect(await asking("")).toEqual({ kind: "ended" });
    expect(await asking("many\n")).toEqual({ kind: "ended" });
  });
});
