/** The programs of the language's own page, and what they show of amending. */
import { describe, expect, test } from "vitest";
import type { CheckedExperiment, CheckResult } from "../../src/language/checked.ts";
import { positionAt, textOf } from "../../src/language/source/source-file.ts";
import { placesOf } from "../../src/language/values/provenance.ts";
import { type Shown, showExperiment } from "../../src/language/values/show.ts";
import { showPath } from "../../src/language/values/show-path.ts";
import { check, edited, expectDiagnostics, fixture, tutorial } from "./helpers.ts";

const recipe = { "ucf101_r3d34.vcl": fixture("ucf101_r3d34.vcl"), ...tutorial() };
const amending = { "ucf101_amending.vcl": fixture("ucf101_amending.vcl"), ...tutorial() };

/** Frames, height and width of the clip that reaches the model, by phase; one entry for each frame size. */
function clips({ experiments }: CheckResult): Record<string, readonly (readonly number[])[]> {
  const [experiment] = experiments;
  const phases = experiment?.phases ?? [];
  return Object.fromEntries(
    phases.map((phase) => [phase.name, phase.runs.map((run) => (run.clip?.dims ?? []).map((dim) => dim.size.high))]),
  );
}

function only(result: CheckResult): CheckedExperiment {
  const [experiment] = result.experiments;
  if (!experiment) throw new Error("no experiment");
  return experiment;
}

function errors(result: CheckResult): readonly string[] {
  return result.diagnostics.filter((each) => each.severity === "error").map((each) => `${each.code} ${each.title}`);
}

describe("the samples", () => {
  test("the tutorial has nothing to report", () => {
    const result = check(tutorial());
    expect(result.diagnostics).toEqual([]);
    expect(clips(result)).toEqual({
      train: [
        [3, 8, 112, 112],
        [3, 8, 112, 112],
      ],
      test: [
        [3, 8, 128, 170],
        [3, 8, 128, 226],
      ],
    });
  });

  test("the recipe that imports it has no errors, and says that some videos are shorter than its clips", () => {
    const result = check(recipe);
    expect(errors(result)).toEqual([]);
    expect(new Set(result.diagnostics.map((each) => each.code))).toEqual(new Set(["V0303"]));
    expect(result.experiments.map((each) => each.name)).toEqual(["ucf101_r3d34"]);
    expect(clips(result).train?.[0]).toEqual([3, 32, 112, 112]);
  });

  test("the file that amends it reaches the model with 32 x 112 x 112, though only the data sets say 32 frames", () => {
    const result = check(amending);
    expect(errors(result)).toEqual([]);
    expect(clips(result).train?.[0]).toEqual([3, 32, 112, 112]);
    const { model } = only(result);
    const clip = model.value.settings.get("clip");
    expect(clip?.kind === "clip" ? clip.data.settings.get("clip") : undefined).toMatchObject({
      interval: { low: 32, high: 32 },
    });
    expect(model.heads.map((each) => each.block)).toEqual(["stage4.block2"]);
  });

  test("a component of one's own and the shared file stand alone", () => {
    expect(check({ "attention_pool.vcl": fixture("attention_pool.vcl") }).diagnostics).toEqual([]);
    expect(check({ "common.vcl": fixture("common.vcl") }).diagnostics).toEqual([]);
  });
});

describe("copying and amending", () => {
  test("a copy of the data set alone leaves the model with 8 frames: the pool is too large", () => {
    const copied = edited(recipe["ucf101_r3d34.vcl"], [
      ["  clip:   train.clip\n", ""],
      ["pool: 4x7x7", "pool: ⟦4x7x7⟧"],
    ]);
    const found = check({ ...recipe, "ucf101_r3d34.vcl": copied }).diagnostics.filter(
      (each) => each.severity === "error",
    );
    expect(found.map((each) => each.code)).toEqual(["V0603"]);
    const [pool] = found;
    expect(pool ? textOf(pool.primary.span) : "").toBe("4x7x7");
  });

  test("amending `let ucf` reaches both phases", () => {
    const result = check({ "x.vcl": 'amends "./ucf101.vcl"\nlet ucf { clip: 4 frames }\n', ...tutorial() });
    expect(errors(result)).toEqual([]);
    expect(clips(result)).toMatchObject({
      train: [[3, 4, 112, 112], expect.anything()],
      test: [[3, 4, 128, 170], expect.anything()],
    });
  });

  test("a chain of amending files: the outermost wins, and what it leaves alone stays", () => {
    const result = check({
      "z.vcl": 'amends "./y.vcl"\nparam epochs = 7 epochs\ndata train { take: 16 clips }\n',
      "y.vcl": 'amends "./ucf101.vcl"\nparam epochs = 5 epochs\ndata train { take: 32 clips, batch: 4 clips }\n',
      ...tutorial(["at: [1 epoch]", "at: [1 epoch]"]),
    });
    expect(errors(result)).toEqual([]);
    const { value, phases } = only(result);
    expect(value.settings.get("epochs")).toMatchObject({ interval: { low: 7, high: 7 } });
    expect(phases[0]).toMatchObject({ name: "train", clips: 16, steps: 4 });
  });

  test("a field amended in place changes this experiment's copy, not the declared value", () => {
    const result = check({
      "x.vcl":
        'import * as base from "./ucf101.vcl"\nexperiment e = base.ucf101_r3d18 { model { planes: 32 }, optimizer.momentum: 0.5 }\ncheck base.r3d18.planes == 64\n',
      ...tutorial(),
    });
    expect(result.diagnostics).toEqual([]);
    const { model, value } = only(result);
    expect(model.value.settings.get("planes")).toMatchObject({ interval: { low: 32 } });
    expect(model.value.binding).toBeUndefined();
    expect(model.value.base?.settings.get("planes")).toMatchObject({ interval: { low: 64 } });
    const optimizer = value.settings.get("optimizer");
    expect(optimizer?.kind === "component" && optimizer.settings.get("momentum")).toMatchObject({
      interval: { low: 0.5 },
    });
    expect(optimizer?.kind === "component" && optimizer.settings.get("weight_decay")).toMatchObject({
      interval: { low: 1e-4 },
    });
  });

  test("a field that an amendment leaves alone keeps the same value object", () => {
    const result = check(recipe);
    const { value } = only(result);
    const before = value.base?.settings.get("loss");
    expect(before).toBeDefined();
    expect(value.settings.get("loss")).toBe(before);
  });

  test("heads are added by amending, amended by name and moved", () => {
    const result = check({
      "x.vcl": [
        'import * as base from "./ucf101.vcl"',
        "model two = base.r3d18 {",
        "  head early at stage3.last = fully_convolutional_linear {}",
        "  action { pool: none }",
        "}",
        "experiment e = base.ucf101_r3d18 {",
        "  model: two",
        "  loss: cross_entropy { head: action }",
        "  meters: [accuracy { head: early }, accuracy { head: action }]",
        "}",
      ].join("\n"),
      ...tutorial(),
    });
    expect(errors(result)).toEqual([]);
    expect(only(result).model.heads.map(({ head, block }) => [head.name.name, block])).toEqual([
      ["action", "stage4.block1"],
      ["early", "stage3.block1"],
    ]);
  });
});

describe("vcl show", () => {
  function places(shown: Shown | undefined): readonly string[] {
    return (shown?.places ?? []).map(
      ({ span }) => `${span.file.path.split("/").at(-1)}:${positionAt(span.file, span.start).line}`,
    );
  }

  test("names both places of the model's clip in a file that amends", () => {
    const result = check(amending);
    const shown = showPath("model.clip", only(result), result);
    expect(shown?.value).toBe("tensor [3, 32, 112, 112]");
    expect(places(shown)).toEqual(["ucf101.vcl:49", "ucf101_amending.vcl:3", "ucf101.vcl:28"]);
  });

  test("and in a file that imports and copies", () => {
    const result = check(recipe);
    const shown = showPath("model.clip", only(result), result);
    expect(places(shown)).toContain("ucf101_r3d34.vcl:5");
    expect(places(shown)).toContain("ucf101.vcl:28");
  });

  test("shows defaults, derived values and what nobody has set", () => {
    const result = check(tutorial());
    const experiment = only(result);
    const shown = showExperiment(experiment, result);
    const find = (path: string) => showPath(path, experiment, result);
    expect(shown.fields.map((each) => each.name)).toContain("precision");
    expect(find("precision")).toMatchObject({ value: ".float32", how: "default" });
    expect(find("test_every")).toMatchObject({ value: "1 epoch", how: "default" });
    expect(find("model.action.in_plane")).toMatchObject({ value: "512", how: "derived" });
    expect(find("model.action.at")).toMatchObject({ value: "stage4.last (stage4.block1)" });
    expect(find("train.videos")).toMatchObject({ how: "open" });
    expect(find("train.shuffle")).toMatchObject({ value: ".clips", how: "set" });
    expect(find("test.shuffle")).toMatchObject({ value: ".none", how: "default" });
    expect(find("optimizer.lr.values")).toMatchObject({ value: "[0.005, 0.0005]" });
    expect(find("phases.train.batch")).toMatchObject({ value: "8 clips" });
    expect(find("nothing.here")).toBeUndefined();
  });

  test("a value from the command line is shown with what it replaced", () => {
    const result = check(tutorial(), { flags: ["--set", "train.clip=8", "--set", "optimizer.momentum=0.5"] });
    const [experiment] = result.experiments;
    const optimizer = experiment?.value.settings.get("optimizer");
    const momentum = optimizer?.kind === "component" ? optimizer.settings.get("momentum") : undefined;
    expect(momentum && placesOf(momentum).map((each) => [each.how, each.role])).toEqual([
      ["argument", "here"],
      ["set", "replaced"],
    ]);
  });
});

test("the amending sample has no errors of its own", () => {
  expectDiagnostics(
    {
      ...amending,
      "ucf101_amending.vcl": edited(amending["ucf101_amending.vcl"], [
        ["data train { clip: 32 frames", "data train { clip: ⟦32 frames⟧"],
        ["data test  { clip: 32 frames", "data test  { clip: ⟦32 frames⟧"],
      ]),
    },
    [
      { code: "V0303", severity: "warning" },
      { code: "V0303", severity: "warning" },
    ],
  );
});
