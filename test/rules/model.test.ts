import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const stated = (line: string, ...more: Parameters<typeof tutorial>) =>
  tutorial(["  planes: 64\n", `  planes: 64\n  ${line}\n`], ...more);

describe("the trunk", () => {
  it("V0501: another number of channels", () => {
    const program = stated("input_planes: ⟦2⟧");
    expectDiagnostics(program, {
      code: "V0501",
      title: "the clip has 3 channels, not 2",
      fixes: ["remove the line, it is derived"],
    });
    expect(expectFixed(program)["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
  });

  it("V0502: another clip than train gives", () => {
    const program = stated("frames_per_clip: ⟦16 frames⟧", ["clip:  8 frames", "clip:  ‹8 frames›"]);
    expectDiagnostics(program, {
      code: "V0502",
      title: "the model is told 16 frames, train gives 8",
      secondary: ["the 8 is set here"],
    });
    expectFixed(program);
    expectDiagnostics(stated("clip_crop_size: ⟦128 px⟧"), {
      code: "V0502",
      title: "the model is told 128 px, train gives 112",
    });
  });

  it("V0502: one size for a crop that is not square", () => {
    const program = stated(
      "clip_crop_size: ⟦112 px⟧",
      ["random_crop(112x112 px)", "random_crop(112x128 px)"],
      ["    pool:    1x7x7 ", "    // "],
    );
    expectDiagnostics(program, { code: "V0502", title: "`clip_crop_size` is no single number here" });
    expectFixed(program);
  });

  it("what is stated and right is silent", () => {
    expect(check(stated("input_planes: 3\n  frames_per_clip: 8 frames\n  clip_crop_size: 112 px")).diagnostics).toEqual(
      [],
    );
  });

  it("V0502: the model's clip is another one", () => {
    const program = tutorial(
      ["clip:   train.clip", "clip:   ⟦test.clip⟧"],
      ["resize_short(128 px) |> normalized", "resize_short(128 px) |> center_crop(128x128 px) |> normalized"],
      ["    pool:    1x7x7 ", "    // "],
    );
    expectDiagnostics(program, {
      code: "V0502",
      title: "the model is told another clip than train gives",
      label: "told 3 × 8 × 128 × 128",
      fixes: ["clip: train.clip"],
    });
    expectFixed(program);
  });

  it("V0503: a trunk that leaves nothing", () => {
    const program = {
      "main.vcl": `
extern model valid from "./valid.ts" {
  clip: clip_type = data.clip
  layers: int >= 1
  takes tensor f32 [N, C, T, H, W]
  blocks layer{i in 1..layers} yields tensor f32 [N, 8, T - 2 * i, H, W]
}
data train = motion {
  folder: "m", clip: ‹8 frames›, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(40 px) |> random_crop(32x32 px) |> to_float
}
model m = ⟦valid⟧ { layers: 5, head h at layer5 = fully_convolutional_linear {} }
experiment e { phases: [train], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`,
    };
    expectDiagnostics(program, {
      code: "V0503",
      title: "no frames are left at layer4",
      why: "8 → 6 layer1 → 4 layer2 → 2 layer3 → 0 layer4",
    });
  });

  it("V0505: a pre-activated skip", () => {
    const program = tutorial(
      ["skip:   .postactivated", "skip:   ⟦.preactivated⟧"],
      ["unit:   .basic", "unit:   ‹.basic›"],
    );
    expectDiagnostics(program, { code: "V0505", title: "a pre-activated skip needs pre-activated units" });
    expect(
      check(tutorial(["skip:   .postactivated", "skip:   .preactivated"], ["unit:   .basic", "unit:   .preactivated"]))
        .diagnostics,
    ).toEqual([]);
  });

  it("V0506: groups that do not divide", () => {
    const program = tutorial(["planes: 64", "planes: 64\n  groups: ⟦24⟧"]);
    expectDiagnostics(program, {
      code: "V0506",
      title: "24 groups do not divide the planes of every convolution",
      helps: ["nearest that fits: `groups: 16` or `groups: 32`"],
    });
    expect(check(tutorial(["planes: 64", "planes: 64\n  groups: 16"])).diagnostics).toEqual([]);
    expect(
      check(tutorial(["planes: 64", "planes: 64\n  groups: 24"], ["unit:   .basic", "unit:   .bottleneck"]))
        .diagnostics,
    ).toEqual([]);
    expect(
      check(
        tutorial(["planes: 64", "planes: 64\n  groups: 2"], ["unit:   .basic", "unit:   .r2plus1d"]),
      ).diagnostics.map((each) => each.code),
    ).toEqual(["V0506"]);
  });

  it("V0507: a field without effect", () => {
    const program = tutorial(
      ["planes: 64\n", "planes: 64\n  ⟦width_per_group⟧: 16\n"],
      ["unit:   .basic", "unit:   ‹.basic›"],
    );
    expectDiagnostics(program, {
      code: "V0507",
      severity: "warning",
      title: "`width_per_group` has no effect here",
      secondary: ["`unit` is .basic"],
      fixes: ["remove `width_per_group`"],
    });
    expect(expectFixed(program)["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
    expect(
      check(
        tutorial(["planes: 64\n", "planes: 64\n  width_per_group: 16\n"], ["unit:   .basic", "unit:   .bottleneck"]),
      ).diagnostics,
    ).toEqual([]);
  });

  it("an even stem kernel", () => {
    expectDiagnostics(tutorial(["planes: 64\n", "planes: 64\n  stem_kernel: ⟦3x6x7⟧\n"]), {
      code: "V0204",
      title: "the stem's kernel has an odd number of cells each way",
    });
  });
});
