import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const motion = (topk: string, k: string) => `
data train = motion {
  folder: "m", clip: 8 frames, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(40 px) |> random_crop(32x32 px) |> to_float
}
model m = resnext3d { blocks: [1], planes: 8, stem_planes: 8, head h at stage1.last = fully_convolutional_linear {} }
experiment e {
  phases: [train], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch
  meters: [accuracy { topk: ${topk.replace("K", k)} }]
}
`;

describe("meters", () => {
  it("V0801: more than there are classes", () => {
    const program = motion("[1, ⟦K⟧]", "9");
    expectDiagnostics(program, {
      code: "V0801",
      severity: "error",
      title: "there are only 8 classes",
      fixes: ["topk: [1]"],
    });
    expectFixed(program);
    const all = motion("[1, ⟦K⟧]", "8");
    expectDiagnostics(all, {
      code: "V0801",
      severity: "warning",
      title: "the top 8 of 8 classes is always right",
      fixes: ["topk: [1]"],
    });
    expectFixed(all);
    expect(check(motion("[1, K]", "7")).diagnostics).toEqual([]);
  });

  it("V0802: another number of clips than the data gives", () => {
    const line = [
      "video_accuracy { topk: [1, 5] },         // a video's",
      "video_accuracy {\n      topk: [1, 5]\n      clips_per_video: ⟦5 clips per video⟧\n    },         // a video's",
    ] as const;
    const program = tutorial(line, ["uniform(10 clips per video)", "uniform(‹10 clips per video›)"]);
    expectDiagnostics(program, {
      code: "V0802",
      title: "test gives 10 clips per video",
      fixes: ["remove the line, it is derived"],
    });
    expectFixed(program);
    const short = tutorial([
      "video_accuracy { topk: [1, 5] }",
      "video_accuracy { topk: [1, 5], clips_per_video: ⟦5 clips per video⟧ }",
    ]);
    expectDiagnostics(short, { code: "V0802", fixes: ["remove it, it is derived"] });
    expect(expectFixed(short)["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
    expect(
      check(
        tutorial([
          "video_accuracy { topk: [1, 5] }",
          "video_accuracy { topk: [1, 5], clips_per_video: 10 clips per video }",
        ]),
      ).diagnostics,
    ).toEqual([]);
  });

  it("V0803: nothing to average", () => {
    const program = tutorial(
      ["uniform(10 clips per video)", "‹uniform(1 clip per video)›"],
      ["random(1 clip per video)", "‹random(1 clip per video)›"],
      ["batch:     10 clips", "batch:     1 clip"],
      ["    video_accuracy {", "    ⟦video_accuracy⟧ {"],
    );
    expectDiagnostics(program, {
      code: "V0803",
      severity: "warning",
      title: "video_accuracy is the same as accuracy here",
    });
  });

  it("V0805: a value that no meter gives", () => {
    const best = (by: string) => tutorial(["  hooks: [\n", `  hooks: [\n    best { by: ${by} },\n`]);
    const program = best("⟦test.video_acuracy.top1⟧");
    expectDiagnostics(program, {
      code: "V0805",
      title: "no meter gives `test.video_acuracy.top1`",
      label: "did you mean `test.video_accuracy.top1`?",
      why: "test has accuracy.top1, accuracy.top5, video_accuracy.top1, video_accuracy.top5, loss",
    });
    expectFixed(program);
    expectDiagnostics(best("⟦val.accuracy.top1⟧"), { code: "V0805", why: "phases: train, test" });
    for (const by of ["test.video_accuracy.top5", "train.accuracy.top1", "test.loss"])
      expect(check(best(by)).diagnostics).toEqual([]);
    expectDiagnostics(best("⟦test.accuracy.top3⟧"), { code: "V0805" });
  });
});

describe("hooks", () => {
  it("V0901: two write to one folder", () => {
    const program = tutorial([
      'checkpoint   { into: out / "checkpoints"',
      'checkpoint { into: ‹"a"› },\n    checkpoint   { into: ⟦"a"⟧',
    ]);
    expectDiagnostics(program, { code: "V0901", title: "two checkpoints write to one folder" });
    expect(
      check(
        tutorial([
          'checkpoint   { into: out / "checkpoints"',
          'checkpoint { into: "b" },\n    checkpoint   { into: "a"',
        ]),
      ).diagnostics,
    ).toEqual([]);
  });

  it("V0902: less often than once an epoch", () => {
    const program = tutorial(["take:      64 clips", "take:      ‹64 clips›"], ["every: 4 steps", "every: ⟦20 steps⟧"]);
    expectDiagnostics(program, {
      code: "V0902",
      severity: "warning",
      label: "20 steps, an epoch has 8",
      fixes: ["every: 4 steps"],
    });
    expect(expectFixed(program)["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
    expect(check(tutorial(["every: 4 steps", "every: 8 steps"])).diagnostics).toEqual([]);
  });

  it("V0903: a phase that is none", () => {
    expectDiagnostics(tutorial(["after: .train", "after: ⟦.val⟧"]), {
      code: "V0903",
      severity: "warning",
      title: "no phase is called `val`",
      label: "phases: train and test",
    });
    const near = tutorial(["after: .train", "after: ⟦.tests⟧"]);
    expectDiagnostics(near, { code: "V0903", fixes: ["after: .test"] });
    expectFixed(near);
    expect(check(tutorial(["after: .train", "after: .test"])).diagnostics).toEqual([]);
  });
});

describe("test_every", () => {
  const alone = (line: string, phases = "[train]") =>
    motion("[K]", "1")
      .replace("[train]", () => phases)
      .replace(/\n\}\n$/, () => `\n${line}}\n`);

  it("V0507: where no phase tests", () => {
    const program = alone("  ⟦test_every⟧: 5 epochs\n", "‹[train]›");
    expectDiagnostics(program, {
      code: "V0507",
      severity: "warning",
      title: "`test_every` has no effect here",
      secondary: ["no phase tests"],
      fixes: ["remove `test_every`"],
    });
    expect(expectFixed(program)["main.vcl"]).toBe(alone(""));
    const flags = ["--set", "test_every=5 epochs"];
    expect(check(alone(""), { flags }).diagnostics).toMatchObject([{ code: "V0507", fixes: [] }]);
  });

  it("is right on any experiment that tests, also where it is longer than the run", () => {
    for (const every of ["1 epoch", "2 epochs", "300 epochs", "epochs"])
      expect(check(tutorial(["  seed: 0\n", `  seed: 0\n  test_every: ${every}\n`])).diagnostics).toEqual([]);
    expect(check(tutorial(), { flags: ["--set", "test_every=5"] }).diagnostics).toEqual([]);
    expect(check(tutorial(), { flags: ["--set", "ucf101_r3d18.test_every=5 epochs"] }).diagnostics).toEqual([]);
  });

  it("is a whole number of epochs, 1 at least", () => {
    const every = (value: string) => tutorial(["  seed: 0\n", `  seed: 0\n  test_every: ${value}\n`]);
    expectDiagnostics(every("⟦5⟧"), { code: "V0203", fixes: ["5 epochs"] });
    expectFixed(every("⟦5⟧"));
    expectDiagnostics(every("⟦0 epochs⟧"), { code: "V0204", title: "test_every is at least 1 epoch" });
    expectDiagnostics(every("⟦-5 epochs⟧"), { code: "V0204" });
    expectDiagnostics(every("⟦2.5 epochs⟧"), { code: "V0208" });
    expectDiagnostics(every("⟦5 steps⟧"), { code: "V0202" });
    expectDiagnostics(every("⟦none⟧"), { code: "V0201" });
  });

  it("says nothing where a phase or the value itself is already in doubt", () => {
    const codes = (program: string) => check(program).diagnostics.map(({ code }) => code);
    expect(codes(alone("  test_every: 5 epochs\n", "[train, tset]"))).toEqual(["V0101"]);
    expect(codes(alone("  test_every: 0 epochs\n"))).toEqual(["V0204"]);
    expect(codes(alone("  test_every: 5 epochs\n", "[]"))).not.toContain("V0507");
  });
});
