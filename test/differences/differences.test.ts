/** How two resolved experiments differ: what was changed, and what only follows from it. */
import { describe, expect, test } from "vitest";
import type { Difference } from "../../src/language/differences/difference.ts";
import { differences } from "../../src/language/differences/differences.ts";
import { numberDifferences } from "../../src/language/differences/numbers.ts";
import { positionAt } from "../../src/language/source/source-file.ts";
import { showExperiment } from "../../src/language/values/show.ts";
import { base } from "../composition/table.ts";
import { check, edited, fixture, type ProgramOptions, type Sources, tutorial } from "../language/helpers.ts";

function experimentOf(files: Sources, options: ProgramOptions) {
  const result = check(files, options);
  expect(result.diagnostics.filter((each) => each.severity === "error").map((each) => each.title)).toEqual([]);
  const experiment = result.experiments.find(({ name }) => name === (options.experiment ?? name));
  if (!experiment) throw new Error("no experiment");
  return { experiment, shown: showExperiment(experiment, result) };
}

function between(before: Sources, after: Sources, a: ProgramOptions = {}, b: ProgramOptions = {}) {
  const [one, other] = [experimentOf(before, a), experimentOf(after, b)];
  const { causes, consequences } = differences(one.shown, other.shown);
  return {
    causes: causes.map(inWords),
    follows: consequences.map(inWords),
    numbers: numberDifferences(one.experiment, other.experiment).map(inWords),
    all: [...causes, ...consequences],
  };
}

/** `train.clip, test.clip: 8 frames → 16 frames`; a side that has nothing of the kind is `∅`. */
function inWords({ paths, before, after }: Difference): string {
  return `${paths.join(", ")}: ${before?.text ?? "∅"} → ${after?.text ?? "∅"}`;
}

/** The file and line that set each side. */
function linesOf({ before, after }: Difference): readonly string[] {
  return [before, after].map((side) => {
    const place = side?.places.findLast(({ role }) => role === "from") ?? side?.places[0];
    return place
      ? `${place.span.file.path.split("/").at(-1)}:${positionAt(place.span.file, place.span.start).line}`
      : "";
  });
}

const changed = (...changes: readonly (readonly [string, string])[]): string => edited(base, changes);

describe("nothing differs", () => {
  test("in a file and itself", () => {
    expect(between(base, base)).toMatchObject({ causes: [], follows: [], numbers: [] });
  });

  test("where values are the same, whoever set them", () => {
    const stated = changed(
      ["momentum: 0.9", "momentum: 0.9, nesterov: false"],
      ["planes: 8", "planes: 4 + 4, groups: 1"],
    );
    expect(between(base, stated)).toMatchObject({ causes: [], follows: [], numbers: [] });
    expect(between(base, base, {}, { flags: ["--epochs", "2"] })).toMatchObject({ causes: [], follows: [] });
  });

  test("where a derived field is stated", () => {
    const stated = changed(["fully_convolutional_linear {}", "fully_convolutional_linear { in_plane: 16 }"]);
    expect(between(base, stated)).toMatchObject({ causes: [], follows: [] });
  });
});

describe("causes and consequences", () => {
  test("a longer clip is the cause; the model's clip, the blocks and what a clip has follow", () => {
    const { causes, follows, numbers } = between(base, base, {}, { flags: ["--set", "clips.clip=16"] });
    expect(causes).toEqual(["train.clip, test.clip: 8 frames → 16 frames"]);
    expect(follows).toEqual([
      "model.clip: tensor [3, 8, 40, 53] → tensor [3, 16, 40, 53]",
      "model.frames_per_clip: 8 frames → 16 frames",
    ]);
    expect(numbers).toContain("stage2 in train: 16 × 4 × 10 × 14 → 16 × 8 × 10 × 14");
  });

  test("a deeper model: strides follow, `last` is another block", () => {
    const { causes, follows } = between(
      base,
      base,
      {},
      { flags: ["--set", "small.blocks=[1, 1, 2]", "--set", "small.action.at=stage3.last"] },
    );
    expect(causes).toEqual([
      "model.blocks: [1, 1] → [1, 1, 2]",
      "model.action.at: stage2.last (stage2.block0) → stage3.last (stage3.block1)",
    ]);
    expect(follows).toContain("model.temporal_stride: [1, 2] → [1, 2, 2]");
    expect(follows).toContain("model.action.in_plane: 16 → 32");
    expect(between(base, changed(["blocks: [1, 1]", "blocks: [1, 3]"])).follows).toContain(
      "model.action.at: stage2.last (stage2.block0) → stage2.last (stage2.block2)",
    );
  });

  test("another batch: steps of an epoch follow", () => {
    const { causes, numbers } = between(base, base, {}, { flags: ["--set", "train.batch=8"] });
    expect(causes).toEqual(["train.batch: 16 clips → 8 clips"]);
    expect(numbers).toEqual(["train: up to 9 steps of 16 clips per epoch → up to 18 steps of 8 clips per epoch"]);
  });

  test("a param or a `let` behind several computed fields is the cause of them", () => {
    const computed = `param width: int in 1..64 = 4\nlet wide = 2 * width\n${changed(["planes: 8", "planes: wide, stem_planes: wide * 2"])}`;
    const { causes, follows } = between(computed, computed, {}, { flags: ["--width", "8"] });
    expect(causes).toEqual(["width: 4 → 8"]);
    expect(follows).toEqual(
      expect.arrayContaining(["model.planes: 8 → 16", "model.stem_planes: 16 → 32", "model.action.in_plane: 16 → 32"]),
    );
  });

  test("a param that a field only names is told as that field", () => {
    const { causes, all } = between(base, base, {}, { flags: ["--epochs", "5"] });
    expect(causes).toEqual(["epochs: 2 epochs → 5 epochs"]);
    expect(all.map(linesOf)).toEqual([["main.vcl:3", "command line:1"]]);
  });

  test("both sides say which place set them, also through files that amend", () => {
    const amending = { "long.vcl": 'amends "./ucf101.vcl"\nlet ucf { clip: 4 frames }\n', ...tutorial() };
    const { causes, all } = between(tutorial(), amending);
    expect(causes).toEqual(["train.clip, test.clip: 8 frames → 4 frames"]);
    expect(all.map(linesOf)[0]).toEqual(["ucf101.vcl:28", "long.vcl:2"]);
  });

  test("the recipe of 34 layers against the tutorial", () => {
    const recipe = { "ucf101_r3d34.vcl": fixture("ucf101_r3d34.vcl"), ...tutorial() };
    const { causes } = between(tutorial(), recipe);
    expect(causes).toEqual([
      "train.clip: 8 frames → 32 frames",
      "train.take: 64 clips → none",
      "train.batch: 8 clips → 16 clips",
      "train.drop_last: false → true",
      "test.clip: 8 frames → 32 frames",
      "test.take: 80 clips → none",
      "model.blocks: [2, 2, 2, 2] → [3, 4, 6, 3]",
      "model.action.pool: 1x7x7 → 4x7x7",
      "optimizer.lr: multistep { values: [0.005, 0.0005], at: [1 epoch] } → linear { from: 0.005, to: 0.04, over: 13% } then cosine { from: 0.04, to: 0.00004, over: 87% }",
      "optimizer.nesterov: false → true",
      "epochs: 2 epochs → 300 epochs",
      "hooks.best: ∅ → best { by: test.video_accuracy.top1 }",
    ]);
  });
});

describe("lists", () => {
  const meters = (text: string): string => changed(["meters: [accuracy]", `meters: [${text}]`]);
  const steps = (text: string): string => changed(["resize_short(40 px) |> to_float", text]);

  test("entries are matched by what they are, not by where they stand", () => {
    expect(between(meters("accuracy, video_accuracy"), meters("video_accuracy { topk: [1, 2] }")).causes).toEqual([
      "meters.accuracy: accuracy → ∅",
      "meters.video_accuracy.topk: [1] → [1, 2]",
    ]);
  });

  test("another order is said as such", () => {
    expect(between(meters("accuracy, video_accuracy"), meters("video_accuracy, accuracy")).causes).toEqual([
      "meters: [accuracy, video_accuracy] → [video_accuracy, accuracy]",
    ]);
  });

  test("of several of a kind, equal ones belong together", () => {
    const two = "accuracy { topk: [1] }, accuracy { topk: [2] }";
    expect(between(meters(two), meters("accuracy { topk: [2] }")).causes).toEqual([
      "meters.1: accuracy { topk: [1] } → ∅",
    ]);
  });

  test("steps of a chain are matched in their order", () => {
    expect(
      between(
        steps("resize_short(40 px) |> to_float"),
        steps("resize_short(44 px) |> random_crop(32x32 px) |> to_float"),
      ).causes,
    ).toEqual([
      "train.transform.resize_short.size, test.transform.resize_short.size: 40 px → 44 px",
      "train.transform.random_crop, test.transform.random_crop: ∅ → random_crop(32x32 px)",
    ]);
  });

  test("a phase that only one side has", () => {
    const { causes } = between(
      base,
      `${changed(["[train, test]", "[train, test, more]"])}data more = test { sample: uniform(2 clips per video) }\n`,
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatch(/^more: ∅ → motion/);
  });
});

describe("components", () => {
  test("another one is one difference, with its fields", () => {
    expect(between(base, changed(["lr: 0.1", "lr: cosine { from: 0.1, to: 0 }"])).causes).toEqual([
      "optimizer.lr: 0.1 → cosine { from: 0.1, to: 0 }",
    ]);
    expect(between(base, changed(["sample: random(", "sample: uniform("])).causes).toEqual([
      "train.sample: random(1 clip per video) → uniform(1 clip per video)",
    ]);
  });

  test("of another data set, the fields that both have are compared", () => {
    const ucf = changed([
      "let clips = motion { folder,",
      'let clips = ucf_layout { videos: folder, splits: "s", index: "i",',
    ]);
    const { causes, follows } = between(base, ucf);
    expect(causes).toEqual(["train: motion → ucf_layout", "test: motion → ucf_layout"]);
    expect(follows).toContain("model.action.classes: 8 → 101");
  });

  test("a head that was added", () => {
    const two = changed(
      ["  head action", "  head aux at stage1.last = fully_convolutional_linear { dropout: 0.5 }\n  head action"],
      ["loss: cross_entropy", "loss: cross_entropy { head: action }"],
      ["[accuracy]", "[accuracy { head: aux }]"],
    );
    expect(between(base, two).causes).toEqual([
      "model.aux: ∅ → fully_convolutional_linear { dropout: 0.5 } at stage1.last (stage1.block0)",
      "loss.head: none → .action",
      "meters.accuracy.head: none → .aux",
    ]);
  });
});

test("a path that is written the same but leads elsewhere", () => {
  const hook = ["hooks: [", 'hooks: [checkpoint { into: "runs" }, '] as const;
  const { causes } = between({ "a/main.vcl": changed(hook) }, { "b/main.vcl": changed(hook) });
  expect(causes).toEqual([
    "train.folder, test.folder: /work/a/motion → /work/b/motion",
    "hooks.checkpoint.into: /work/a/runs → /work/b/runs",
  ]);
});
