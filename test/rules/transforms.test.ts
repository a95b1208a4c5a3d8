import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const withoutPool = ["    pool:    1x7x7 ", "    // "] as const;

describe("transforms", () => {
  it("V0401: larger than the frame for some sizes", () => {
    const program = tutorial(
      ["resize_short(128..160 px)", "resize_short(‹128..160 px›)"],
      ["random_crop(112x112 px)", "random_crop(⟦144x144 px⟧)"],
      withoutPool,
    );
    expectDiagnostics(program, {
      code: "V0401",
      severity: "warning",
      title: "the window is larger than the frame",
      label: "larger than the frame for 16 of 33 sizes (128..143)",
      secondary: ["drawn anew for each clip"],
      helps: ["start at 144 px"],
    });
    expect(
      check(
        tutorial(
          ["resize_short(128..160 px)", "resize_short(144..160 px)"],
          ["random_crop(112x112 px)", "random_crop(144x144 px)"],
          withoutPool,
        ),
      ).diagnostics,
    ).toEqual([]);
  });

  it("V0401: never fits, and what follows from it is not asked", () => {
    const program = tutorial(["random_crop(112x112 px)", "random_crop(⟦200x200 px⟧)"]);
    const [found] = expectDiagnostics(program, { code: "V0401", severity: "error" });
    expect(found?.primary.text).toBe("needs 200 rows; there are 128");
  });

  it("V0402: normalize before to_float", () => {
    const files = tutorial();
    const program = {
      ...files,
      "common.vcl":
        "let normalized = ⟦normalize⟧ { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } |> to_float\n",
    };
    expectDiagnostics(program, {
      code: "V0402",
      title: "normalize takes f32, the clip is still u8",
      fixes: ["put `to_float` first"],
    });
    expect(expectFixed(program)["common.vcl"]).toBe(
      "let normalized = to_float |> normalize { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }\n",
    );
  });

  it("V0402: to_float twice", () => {
    const program = tutorial(
      ['import { normalized } from "./common.vcl"\n', ""],
      ["flip(50%) |> normalized", "flip(50%) |> to_float |> ⟦to_float⟧"],
      ["resize_short(128 px) |> normalized", "resize_short(128 px) |> to_float"],
    );
    expectDiagnostics(program, {
      code: "V0402",
      title: "to_float takes u8, the clip is f32 already",
      fixes: ["remove `to_float`"],
    });
    expectFixed(program);
  });

  it("V0402: no to_float at all", () => {
    const plain = tutorial(
      ["flip(50%) |> normalized", "flip(50%)"],
      ["transform: resize_short(128 px) |> normalized", "transform: resize_short(128 px)"],
      ['import { normalized } from "./common.vcl"\n', ""],
    );
    const found = check(plain).diagnostics;
    expect(found.map((each) => [each.code, each.title])).toEqual([
      ["V0402", "resnext3d takes f32, the clip is still u8"],
      ["V0402", "resnext3d takes f32, the clip is still u8"],
    ]);
    expectFixed(plain);
  });

  it("V0402: what the other phase ends in is missing here", () => {
    const program = tutorial(["flip(50%) |> normalized", "flip(50%)"]);
    expectDiagnostics(program, { code: "V0402", fixes: ["add `|> normalized`"] });
    expect(expectFixed(program)["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
    const augmented = tutorial(
      [
        "transform: resize_short(128..160 px) |> random_crop(112x112 px) |> flip(50%) |> normalized",
        "transform: resize_short(128..160 px) |> random_crop(112x112 px)",
      ],
      ["transform: resize_short(128 px) |> normalized", "transform: resize_short(128 px) |> square"],
      ["/// What the two phases share.", "let square = center_crop(112x112 px)\n\n/// What the two phases share."],
      ['import { normalized } from "./common.vcl"\n', ""],
    );
    expectFixed(augmented);
  });

  it("V0403: another number of means", () => {
    const program = tutorial([
      "flip(50%) |> normalized",
      "flip(50%) |> to_float |> normalize { mean: ⟦[0.5, 0.5]⟧, std: [0.2, 0.2, 0.2] }",
    ]);
    expectDiagnostics(program, { code: "V0403", title: "2 means for 3 channels" });
  });

  it("V0404: normalized twice", () => {
    const program = tutorial([
      "resize_short(128 px) |> normalized",
      "resize_short(128 px) |> normalized |> ⟦normalize⟧ { mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] }",
    ]);
    expectDiagnostics(program, { code: "V0404", title: "the clip is normalized twice" });
  });

  it("V0405: normalized in one phase alone", () => {
    const program = tutorial([
      "transform: resize_short(128 px) |> normalized",
      "transform: ⟦resize_short(128 px) |> to_float⟧",
    ]);
    expectDiagnostics(program, {
      code: "V0405",
      title: "test clips are scaled otherwise than train clips",
      label: "test is not normalized",
      secondary: ["train is"],
    });
  });

  it("V0406: random in test", () => {
    const program = tutorial([
      "resize_short(128 px) |> normalized",
      "resize_short(128 px) |> ⟦flip(50%)⟧ |> normalized",
    ]);
    expectDiagnostics(program, {
      code: "V0406",
      title: "a random transform in a phase that tests",
      fixes: ["remove `flip`"],
    });
    expectFixed(program);
    // One size that is drawn anew for each clip is V0408's and V0308's matter too, with more than one clip to a batch.
    const ranged = tutorial([
      "resize_short(128 px) |> normalized",
      "⟦resize_short(128..130 px)⟧ |> center_crop(112x112 px) |> normalized",
    ]);
    expectDiagnostics(ranged, { code: "V0406", fixes: [] });
  });

  it("V0407: mirroring what must not be mirrored", () => {
    const motion = `
data train = motion {
  folder: "m", clip: 8 frames, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(40 px) |> random_crop(32x32 px) |> ⟦flip(50%)⟧ |> to_float
}
model m = resnext3d { blocks: [1], planes: 8, stem_planes: 8, head h at stage1.last = fully_convolutional_linear {} }
experiment e { phases: [train], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`;
    expectDiagnostics(motion, {
      code: "V0407",
      severity: "warning",
      title: "mirroring changes this data set's labels",
      secondary: ["a fact of motion"],
      fixes: ["remove `flip`"],
    });
    expectFixed(motion);
  });
});
