import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const head = (line: string, ...more: Parameters<typeof tutorial>) =>
  tutorial(["    classes: ucf.classes ", `    ${line}\n    classes: ucf.classes `], ...more);
const withoutPool = ["    pool:    1x7x7 ", "    // "] as const;

describe("heads on blocks", () => {
  it("V0601: no such stage, no such block", () => {
    const stage = tutorial(["stage4.last", "⟦stage5.last⟧"]);
    expectDiagnostics(stage, {
      code: "V0601",
      title: "r3d18 has no block `stage5.last`",
      label: "r3d18 has stage1 … stage4",
      fixes: ["at stage4.last"],
    });
    expectFixed(stage);
    const block = tutorial(["stage4.last", "stage4.⟦block2⟧"]);
    expectDiagnostics(block, {
      code: "V0601",
      label: "stage4 has block0, block1; did you mean `last`?",
      fixes: ["at stage4.last"],
    });
    expectFixed(block);
    expectDiagnostics(tutorial(["stage4.last", "⟦stage4⟧"]), {
      code: "V0601",
      label: "stage4 has block0, block1; did you mean `last`?",
    });
    expect(check(tutorial(["stage4.last", "stage4.block1"])).diagnostics).toEqual([]);
  });

  it("V0602: planes of another trunk", () => {
    const program = head("in_plane: ⟦2048⟧", ["stage4.last", "‹stage4.last›"]);
    expectDiagnostics(program, {
      code: "V0602",
      title: "the block has 512 planes, not 2048",
      secondary: ["gives 512 × 1 × 7 × 7 in train"],
      fixes: ["remove the line, it is derived"],
    });
    expectFixed(program);
    expect(check(head("in_plane: 512")).diagnostics).toEqual([]);
  });

  it("V0603: a pool larger than the map, as in the design", () => {
    const program = tutorial(
      ["clip:  8 frames", "clip:  ‹8 frames›"],
      ["stage4.last", "‹stage4.last›"],
      ["pool:    1x7x7", "pool:    ⟦4x7x7⟧"],
    );
    expectDiagnostics(program, {
      code: "V0603",
      title: "the pool is larger than its feature map",
      label: "needs 4 frames of features; there is 1",
      secondary: ["gives 512 × 1 × 7 × 7 in train", "the 8 is set here"],
      why: "8 frames → 8 stem → 8 stage1 → 4 stage2 → 2 stage3 → 1 stage4",
      fixes: ["pool what is there: `pool: 1x7x7`"],
      helps: ["or use 32-frame clips: `clip: 32 frames`"],
    });
    expectFixed(program);
  });

  it("V0603 in test alone, where the map is smaller", () => {
    const program = tutorial(
      ["resize_short(128 px) |> normalized", "resize_short(96 px) |> normalized"],
      ["pool:    1x7x7", "pool:    ⟦1x7x7⟧"],
    );
    const [found] = expectDiagnostics(program, { code: "V0603", label: "needs 7 rows; there are 6" });
    // 1x7x7 is right in train: there is no window that suits both, so the whole map it is.
    expect(found?.fixes.map((each) => each.title)).toEqual([
      "remove `pool`: the whole map is pooled, in train and in test",
    ]);
    expectFixed(program);
  });

  it("V0604: a grid left in training, as in the design", () => {
    const program = tutorial(
      ["resize_short(128..160 px)", "resize_short(160..192 px)"],
      ["random_crop(112x112 px)", "random_crop(‹144x144 px›)"],
      ["pool:    1x7x7", "pool:    ⟦1x7x7⟧"],
    );
    const [found] = expectDiagnostics(program, {
      code: "V0604",
      title: "a training clip must give one prediction, not 9",
      label: "leaves a grid of 1×3×3",
      secondary: ["144 px → a 9×9 feature map"],
      why: "144 → 72 stem → 72 stage1 → 36 stage2 → 18 stage3 → 9 stage4;  9 − 7 + 1 = 3",
      fixes: ["remove `pool`: the whole map is pooled, in train and in test"],
      helps: ["or crop 112x112 px, which the pool was made for"],
    });
    expect(found?.notes).toEqual(["in training the grid is not averaged; every cell would become 101 more classes"]);
    expectFixed(program);
  });

  it("V0605: another number of classes than the data has", () => {
    const program = tutorial(["classes: ucf.classes", "classes: ⟦79⟧"]);
    const [found] = expectDiagnostics(program, {
      code: "V0605",
      title: "the data has 101 classes, not 79",
      why: "labels up to 100 would be out of range",
      fixes: ["ucf.classes"],
    });
    expect(found?.secondary.map((each) => [each.text, each.span.file.path])).toEqual([
      ["ucf101 has 101", "stdlib/datasets/ucf101.vcl"],
    ]);
    expectFixed(program);
  });

  it("V0605 for a head that takes the number as a plain field", () => {
    const own = `
extern head plain from "./plain.ts" {
  classes: int >= 2
  takes tensor f32 [N, D, T, H, W]
  yields logits [N, classes]
}
`;
    const program = { "ucf101.vcl": `${tutorial()["ucf101.vcl"]}${own}`, "common.vcl": tutorial()["common.vcl"] ?? "" };
    const changed = {
      ...program,
      "ucf101.vcl": program["ucf101.vcl"]
        .replace("fully_convolutional_linear {", "plain {")
        .replace("    pool:    1x7x7 ", "    // ")
        .replace("classes: ucf.classes", "classes: ⟦102⟧"),
    };
    expectDiagnostics(changed, {
      code: "V0605",
      title: "the data has 101 classes, not 102",
      label: "train's labels are 0 to 100",
      fixes: ["ucf.classes"],
    });
    expectFixed(changed);
  });

  it("V0606: which head?", () => {
    const two = [
      ["  head action", "  head other at stage3.last = fully_convolutional_linear {}\n\n  head action"],
    ] as const;
    const found = check(tutorial(...two)).diagnostics;
    expect(found.map((each) => [each.code, each.title, each.helps])).toEqual([
      ["V0606", "which of the 2 heads?", ["say which: cross_entropy { head: other }"]],
      ["V0606", "which of the 2 heads?", ["say which: accuracy { head: other }"]],
      ["V0606", "which of the 2 heads?", ["say which: video_accuracy { head: other }"]],
    ]);
    const said = [
      ["loss:      cross_entropy", "loss:      cross_entropy { head: action }"],
      ["accuracy       { topk", "accuracy       { head: action, topk"],
      ["video_accuracy { topk", "video_accuracy { head: other, topk"],
    ] as const;
    expect(check(tutorial(...two, ...said)).diagnostics).toEqual([]);
    const wrong = tutorial(["loss:      cross_entropy", "loss:      cross_entropy { head: ⟦acton⟧ }"]);
    expectDiagnostics(wrong, { code: "V0606", title: "the model has no head `acton`", fixes: ["action"] });
    expectFixed(wrong);
  });

  it("V0607: a trunk that goes on behind its last head", () => {
    const program = tutorial(["stage4.last", "⟦stage2.last⟧"], withoutPool);
    expectDiagnostics(program, {
      code: "V0607",
      severity: "warning",
      label: "stage3 and stage4 come after it",
      helps: ["attach the head at stage4.last, or make the trunk shorter"],
    });
    expectDiagnostics(tutorial(["stage4.last", "⟦stage4.block0⟧"]), {
      code: "V0607",
      label: "the rest of stage4 comes after it",
    });
  });

  it("V0608: a loss for several classes a clip, as in the design", () => {
    const program = tutorial(
      ["= fully_convolutional_linear", "= ‹fully_convolutional_linear›"],
      ["loss:      cross_entropy", "loss:      ⟦binary_cross_entropy⟧"],
    );
    const [found] = expectDiagnostics(program, {
      code: "V0608",
      title: "this loss does not fit what the head yields",
      label: "takes a yes or no per class",
      secondary: ["yields logits of 101 classes, one of which is right"],
      why: "ucf101 labels a clip with one class; binary_cross_entropy would count the other 100 as independent answers",
      fixes: ["loss: cross_entropy"],
    });
    expect(found?.notes).toEqual(["cross_entropy takes logits or probabilities and never applies softmax twice"]);
    expectFixed(program);
  });

  it("V0608: the head gives something else in test", () => {
    const program = head("activation: .sigmoid", ["loss:      cross_entropy", "loss:      ⟦cross_entropy⟧"]);
    expectDiagnostics(program, {
      code: "V0608",
      label: "takes logits or probabilities",
      secondary: ["yields independent probabilities of 101 classes in test"],
      fixes: [],
    });
  });

  const several = (name: string, takes: string) => `
extern dataset scenes from "./scenes.ts" {
  clip: frames >= 1
  split: .train | .test
  sample: sampler
  batch: clips >= 1
  transform: transform
  facts { classes: 12, frames: [64x64 px] }
  yields tensor f32 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields multi_labels [N, facts.classes]
}
extern loss ${name} from "./loss.ts" {
  ${takes}
}
data train = scenes { clip: 4 frames, split: .train, sample: random(1 clip per video), batch: 4 clips, transform: center_crop(32x32 px) }
model m = resnext3d { blocks: [1], planes: 8, stem_planes: 8, head h at stage1.last = fully_convolutional_linear { activation: .sigmoid } }
experiment e { phases: [train], model: m, loss: LOSS, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch, meters: METERS }
`;

  it("binary_cross_entropy fits labels of several classes; cross_entropy does not; V0804: accuracy does not either", () => {
    const program = (loss: string, meters: string) =>
      several("own", "takes logits [N, C]").replace("LOSS", loss).replace("METERS", meters);
    expect(check(program("binary_cross_entropy", "[]")).diagnostics).toEqual([]);
    const wrong = program("⟦cross_entropy⟧", "[]");
    expectDiagnostics(wrong, {
      code: "V0608",
      label: "takes one class per clip",
      why: "scenes labels a clip with several classes",
    });
    expectDiagnostics(program("binary_cross_entropy", "[⟦accuracy⟧]"), {
      code: "V0804",
      title: "accuracy does not fit the data's labels",
    });
  });

  it("V0609: a loss over distributions", () => {
    const program = several("soft_cross_entropy", "takes logits [N, C]\n  takes soft_labels [N, C]")
      .replace("LOSS", "⟦soft_cross_entropy⟧")
      .replace("METERS", "[]");
    expectDiagnostics(program, {
      code: "V0609",
      title: "this loss takes other labels than the data gives",
      label: "takes a distribution per clip",
    });
  });
});
