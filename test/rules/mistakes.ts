/** Typical single mistakes in the tutorial's experiment, each with the code that it must give and nothing else. */

export interface Mistake {
  readonly code: string;
  /** Texts of `ucf101.vcl` that become other ones. */
  readonly changes: readonly (readonly [from: string, to: string])[];
  /** What can no longer be known of the experiment, so that nothing is said of what follows from it. */
  readonly hides?: readonly Part[];
  /** What must be known for this mistake to be seen. */
  readonly needs?: readonly Part[];
  /** Not among several: whether it is seen hangs on more than one other mistake. */
  readonly alone?: true;
}

export type Part =
  | "blocks"
  | "sample"
  | "stages"
  | "train clip"
  | "unit"
  | "clip"
  | "transform"
  | "train"
  | "model"
  | "head"
  | "pool"
  | "rate"
  | "steps";

const one = (code: string, from: string, to: string, more: Omit<Mistake, "code" | "changes"> = {}): Mistake => ({
  code,
  changes: [[from, to]],
  ...more,
});

export const mistakes: readonly Mistake[] = [
  // Names
  one("V0101", "model:     r3d18\n", "model:     r3d81\n", { hides: ["model"] }),
  one("V0101", "loss:      cross_entropy", "loss:      crossentropy"),
  one("V0102", "weight_decay: 1e-4", "weight_decy: 1e-4"),
  one("V0102", "planes: 64\n", "planes: 64\n  num_classes: 101\n"),
  one("V0102", "  shuffle:   .clips", "  shufle:    .clips"),
  one("V0103", "accuracy       { topk: [1, 5] },         //", "cross_entropy {},         //"),
  one("V0104", "./common.vcl", "./comon.vcl", { hides: ["transform"] }),
  one("V0105", "unit:   .basic", "unit:   .basic\n  planes: 32"),
  one("V0106", "unit:   .basic", "unit:   .basc", { hides: ["unit"] }),
  one("V0107", "/// What the two phases share.", "let warm = 5 epochs\n\n/// What the two phases share."),
  // Types and units
  one("V0201", "momentum:     0.9", 'momentum:     "0.9"'),
  one("V0202", "clip:  8 frames", "clip:  8 px", { hides: ["clip"] }),
  one("V0203", "every: 4 steps", "every: 4"),
  one("V0203", "= 2 epochs", "= 2", { hides: ["rate"] }),
  one("V0204", "in 1..3 = 1", "in 1..3 = 4"),
  one("V0205", "skip:   .postactivated", "skip:   .postactivated\n  temporal_stride: [1, 2, 2]", {
    hides: ["stages"],
    needs: ["model", "blocks"],
  }),
  one("V0206", "  sample:    uniform(10 clips per video)\n", "", { hides: ["sample"] }),
  one("V0207", "resize_short(128..160 px)", "resize_short(160..128 px)", { hides: ["train clip"] }),
  one("V0208", "blocks: [2, 2, 2, 2]", "blocks: [2, 2.5, 2, 2]", { hides: ["stages", "blocks"] }),
  one("V0209", "video_accuracy { topk: [1, 5] }", "video_accuracy { topk: [1, 1, 5] }", {
    needs: ["model", "stages", "clip", "transform", "head", "pool"],
  }),
  // Data
  one("V0301", "split:     .test", "split:     .train", { needs: ["train"] }),
  one("V0304", "take:      64 clips", "take:      65 clips", { needs: ["train"] }),
  one("V0305", "take:      64 clips", "take:      20000 clips", { needs: ["train"], hides: ["steps"] }),
  one("V0306", "take:      80 clips", "take:      85 clips", { needs: ["sample"] }),
  one("V0307", "batch:     10 clips", "batch:     8 clips", { needs: ["train", "sample"] }),
  one("V0308", "batch:     10 clips", "batch:     20 clips", { needs: ["clip", "transform", "sample"] }),
  one("V0310", "uniform(10 clips per video)", "random(10 clips per video)", { needs: ["train"] }),
  one("V0313", "phases:    [train, test]", "phases:    [test]", { alone: true }),
  // Transforms
  one("V0401", "resize_short(128..160 px)", "resize_short(100..160 px)", { alone: true }),
  one("V0402", "flip(50%) |> normalized", "flip(50%)", { alone: true }),
  one("V0406", "resize_short(128 px) |> normalized", "resize_short(128 px) |> flip(50%) |> normalized", {
    needs: ["train", "transform"],
  }),
  // Model and heads
  one("V0502", "planes: 64\n", "planes: 64\n  frames_per_clip: 16 frames\n", {
    needs: ["train clip", "clip", "transform", "stages", "model"],
  }),
  one("V0505", "skip:   .postactivated", "skip:   .preactivated", {
    needs: ["clip", "transform", "stages", "model", "unit"],
  }),
  one("V0507", "unit:   .basic", "unit:   .basic\n  width_per_group: 16", { needs: ["model", "unit"] }),
  one("V0601", "stage4.last", "stage5.last", { needs: ["clip", "transform", "stages", "model"], hides: ["head"] }),
  one("V0602", "pool:    1x7x7 ", "in_plane: 2048\n    pool:    1x7x7 ", {
    needs: ["clip", "transform", "stages", "model", "head"],
  }),
  one("V0603", "pool:    1x7x7", "pool:    4x7x7", {
    needs: ["clip", "transform", "stages", "model", "head"],
    hides: ["pool"],
  }),
  one("V0604", "pool:    1x7x7", "pool:    1x6x6", {
    needs: ["train clip", "train", "clip", "transform", "stages", "model", "head"],
    hides: ["pool"],
  }),
  one("V0605", "classes: ucf.classes", "classes: 100", { needs: ["clip", "transform", "stages", "model", "head"] }),
  {
    code: "V0607",
    changes: [
      ["stage4.last", "stage2.last"],
      ["    pool:    1x7x7                           // the block gives 512x1x7x7 in train, 512x1x8x11 in test\n", ""],
    ],
    needs: ["clip", "transform", "stages", "model"],
  },
  one("V0608", "loss:      cross_entropy", "loss:      binary_cross_entropy", {
    needs: ["clip", "transform", "stages", "model", "head", "pool"],
  }),
  // Optimiser, meters, hooks
  one("V0701", "values: [0.005, 0.0005]", "values: [0.005, 0.0005, 0.00005]"),
  one("V0702", "at: [1 epoch]", "at: [2 epochs]", { needs: ["rate"] }),
  one("V0706", "momentum:     0.9", "nesterov:     true"),
  one("V0801", "accuracy       { topk: [1, 5] }", "accuracy       { topk: [1, 500] }", {
    needs: ["clip", "transform", "stages", "model", "head", "pool"],
  }),
  one("V0902", "every: 4 steps", "every: 20 steps", { needs: ["train", "steps"] }),
  one("V0903", "after: .train", "after: .val"),
  // Syntax
  one("V0003", "1x7x7  ", "1×7×7  "),
  one("V0005", "batch:     8 clips", "batch =    8 clips"),
];
