/** Names of other systems: what each is in vcl is there, and is said. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { experimentFields } from "../../src/language/declarations/experiment-record.ts";
import { systems } from "../../src/language/names/elsewhere/index.ts";
import { members, values } from "../../src/language/names/elsewhere/values.ts";
import { check, expectDiagnostics, expectFixed, tutorial } from "./helpers.ts";

const folder = new URL("../../stdlib/", import.meta.url);
const library = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".vcl"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"))
  .join("\n");

const fields = new Set([
  ...experimentFields().keys(),
  ...[...library.matchAll(/^ *(?:derived )?(\w+):/gm)].map(([, name]) => name),
]);
const all = Object.entries(systems).flatMap(([system, aliases]) =>
  Object.entries(aliases).map(([name, alias]) => [system, name, alias] as const),
);

describe("names of options in other systems", () => {
  it("are many, from four systems", () => {
    expect(Object.keys(systems)).toEqual(["Classy Vision", "mmaction2", "SlowFast", "PyTorchVideo"]);
    expect(all.length).toBeGreaterThan(150);
  });

  it.each(all)("%s: %s leads to what there is, or says why there is nothing", (_, name, { to, note }) => {
    expect(name).toBe(name.toLowerCase());
    expect(to.filter((field) => !fields.has(field) && field !== "crop")).toEqual([]);
    expect(to.length > 0 || note !== undefined).toBe(true);
    expect(to.at(-1)).not.toBe(name);
    expect(note ?? "").not.toMatch(/\.$/);
  });

  it("stand in one system's table each", () => {
    const names = all.map(([, name]) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });
});

describe("names of components and members in other systems", () => {
  it("lead to what there is", () => {
    const declared = [...library.matchAll(/^(?:extern \w+|transform) (\w+)/gm)].map(([, name]) => name);
    const known = ["true", "false", "none", ...declared];
    expect(Object.values(values).filter((name) => !known.includes(name))).toEqual([]);
    expect(Object.values(members).filter((name) => !library.includes(`.${name}`))).toEqual([]);
  });

  it("are offered where they are written", () => {
    const loss = tutorial(["loss:      cross_entropy", "loss:      ⟦CrossEntropyLoss⟧"]);
    expectDiagnostics(loss, { code: "V0101", fixes: ["cross_entropy"] });
    expectFixed(loss);
    const unit = tutorial(["unit:   .basic", "unit:   ⟦.basic_transformation⟧"]);
    expectDiagnostics(unit, { code: "V0106", label: "did you mean .basic?" });
    expectFixed(unit);
    const text = tutorial(["skip:   .postactivated", 'skip:   ⟦"postactivated_shortcut"⟧']);
    expectDiagnostics(text, { code: "V0201", fixes: [".postactivated"] });
    expectFixed(text);
  });
});

describe("an option of another system", () => {
  it.each([
    ["mmaction2", "clip:  8 frames", "clip_len:  8 frames"],
    ["mmaction2", "batch:     8 clips", "videos_per_gpu: 8 clips"],
    ["SlowFast", "clip:  8 frames", "NUM_FRAMES: 8 frames"],
    ["SlowFast", "lr:           multistep", "BASE_LR: multistep"],
    ["Classy Vision", "blocks: [2, 2, 2, 2]", "num_blocks: [2, 2, 2, 2]"],
    ["Classy Vision", "planes: 64\n", "stage_planes: 64\n"],
    ["Classy Vision", "  seed: 0", "  test_phase_period: 5 epochs"],
    ["SlowFast", "  seed: 0", "  EVAL_PERIOD: 5 epochs"],
    ["mmaction2", "  seed: 0", "  val_interval: 5 epochs"],
    ["PyTorchVideo", "videos\n  splits", "data_path: videos\n  splits"],
  ])("%s: %s for %s is renamed", (_, right, wrong) => {
    const program = tutorial([right, wrong]);
    expect(check(program).diagnostics.map((each) => each.code)).toEqual(["V0102"]);
    expectFixed(program);
  });

  it.each([
    ["planes: 64\n", "planes: 64\n  in_channels: 3\n", /follows from what goes in/],
    ["planes: 64\n", "planes: 64\n  depth: 18\n", /18 layers are `blocks: \[2, 2, 2, 2\]`/],
    ["clip:  8 frames", "clip:  8 frames\n  SAMPLING_RATE: 2", /frames follow on each other/],
    ["clip:  8 frames", "clip:  8 frames\n  frame_interval: 2", /frames follow on each other/],
    ["  seed: 0", '  seed: 0\n  work_dir: "out"', /vcl train --out/],
    ["pool:    1x7x7 ", "fork_block: 3\n    pool:    1x7x7 ", /head's block is written in `head NAME at/],
  ])("without a counterpart says what follows from what: %s", (right, wrong, note) => {
    const { diagnostics } = check(tutorial([right, wrong]));
    expect(diagnostics.map((each) => each.code)).toEqual(["V0102"]);
    expect(diagnostics[0]?.notes.join()).toMatch(note);
    expect(diagnostics[0]?.fixes).toEqual([]);
  });
});
