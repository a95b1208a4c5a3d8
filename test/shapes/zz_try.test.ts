import { it } from "vitest";
import { check, tutorial } from "../language/helpers.ts";
import { renderAll } from "../../src/language/diagnostics/render.ts";
const show = (p: Parameters<typeof check>[0], o = {}) => console.log(renderAll(check(p, o).diagnostics, { folder: "/work" }));
it("x", () => {
  show({ ...tutorial(), "common.vcl": 'let normalized = normalize { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] } |> to_float\n' });
  show(tutorial(["flip(50%) |> normalized", "flip(50%) |> to_float |> to_float"], ["resize_short(128 px) |> normalized", "resize_short(128 px) |> to_float"]));
  show(`
extern model valid from "./valid.ts" {
  clip: clip_type = data.clip
  layers: int >= 1
  takes tensor f32 [N, C, T, H, W]
  blocks layer{i in 1..layers} yields tensor f32 [N, 8, T - 2 * i, H, W]
}
data train = motion {
  folder: "m", clip: 8 frames, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(40 px) |> random_crop(32x32 px) |> to_float
}
model m = valid { layers: 5, head h at layer5 = fully_convolutional_linear {} }
experiment e { phases: [train], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`);
  const w = ["    pool:    1x7x7 ", "    // "] as const;
  show(tutorial(["pool:    1x7x7", "pool:    4x7x7"]));
  show(tutorial(["random_crop(112x112 px)", "random_crop(144x144 px)"], ["128..160", "160..192"]));
  show(tutorial(["random_crop(112x112 px)", "random_crop(144x144 px)"], w));
  show(tutorial(["random_crop(112x112 px)", "random_crop(200x200 px)"]));
  show(tutorial(["    classes: ucf.classes", "    in_plane: 2048\n    classes: 79"]));
  show(tutorial(["stage4.last", "stage5.last"]));
  show(tutorial(["stage4.last", "stage4.block2"]));
  show(tutorial(["stage4.last", "stage2.last"], w));
  show(tutorial(["loss:      cross_entropy", "loss:      binary_cross_entropy"]));
  show(tutorial(["    classes: ucf.classes", "    activation: .sigmoid\n"]));
  show(tutorial(["at: [1 epoch]", "at: [2 epochs]"]));
  show(tutorial(["at: [1 epoch]", "at: [1 epoch, 1 epoch]"]));
  show(tutorial(["momentum:     0.9", "nesterov: true"]));
  show(tutorial(["    classes: ucf.classes", "    classes: 4"], ["classes: 4", "classes: 4"]));
  show(tutorial(["video_accuracy { topk: [1, 5] }", "video_accuracy { topk: [1, 5], clips_per_video: 5 clips per video }"]));
  show(tutorial(["every: 4 steps", "every: 20 steps"], ["after: .train", "after: .val"]));
  show(tutorial(["hooks: [", "hooks: [ best { by: test.video_acuracy.top1 }, checkpoint { into: out / \"checkpoints\" },"]));
});
