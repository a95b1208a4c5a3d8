/** The plan of the tutorial's program, made by hand: what the printer is tested on, and what lowering aims at. */

import type { Expression, Heading, ImportedName, Program, Property } from "../../src/compiler/plan/program.ts";
import type { SourceFile, Span } from "../../src/language/source/source-file.ts";

export const tutorialFile: SourceFile = {
  path: "/experiments/ucf101.vcl",
  text: Array.from({ length: 90 }, (_, i) => `line ${i + 1} of the file`).join("\n"),
  origin: "file",
};

/** The beginning of a line of the file. */
export function line(number: number): Span {
  const start = tutorialFile.text.indexOf(`line ${number} `);
  return { file: tutorialFile, start, end: start + 4 };
}

const value = (of: null | boolean | number | string): Expression => ({ kind: "literal", value: of });
const name = (of: string): Expression => ({ kind: "name", name: of });
const list = (...items: (Expression | number)[]): Expression => ({
  kind: "list",
  items: items.map((item) => (typeof item === "number" ? value(item) : item)),
});
const call = (callee: string, ...args: Expression[]): Expression => ({ kind: "call", callee, args });
const object = (
  fields: { readonly [field: string]: Expression | readonly [Expression, string] },
  ...spread: string[]
): Expression => ({
  kind: "object",
  spread,
  properties: Object.entries(fields).map(([field, given]): Property => {
    if (!Array.isArray(given)) return { name: field, value: given as Expression };
    const [what, comment] = given as readonly [Expression, string];
    return { name: field, value: what, comment };
  }),
});
const join = (to: Expression, part: string): Expression => call("join", to, value(part));
const heading = (at: number, ...lines: string[]): Heading => ({ place: `ucf101.vcl:${at}`, lines });
const names = (...of: string[]): ImportedName[] => of.map((each) => ({ name: each, typeOnly: false }));
const types = (...of: string[]): ImportedName[] => of.map((each) => ({ name: each, typeOnly: true }));

export const tutorial: Program = {
  version: "0.1.0",
  source: "ucf101.vcl",
  docs: [
    " ResNet3D-18 on UCF-101, fold 1: the Classy Vision video tutorial, in vcl.",
    "",
    "     vcl train ucf101.vcl --videos ~/ucf101 --splits ~/ucf101-splits",
  ],
  imports: [
    { from: "node:path", names: names("join") },
    { from: "vcl/runtime/component", names: types("Open") },
    { from: "vcl/runtime/datasets/ucf101", names: names("ucf101") },
    { from: "vcl/runtime/experiment", names: types("Experiment", "RunOptions", "RunResult") },
    { from: "vcl/runtime/heads/fully_convolutional_linear", names: names("fullyConvolutionalLinear") },
    { from: "vcl/runtime/hooks/checkpoint", names: names("checkpoint") },
    { from: "vcl/runtime/hooks/log_progress", names: names("logProgress") },
    { from: "vcl/runtime/losses/cross_entropy", names: names("crossEntropy") },
    { from: "vcl/runtime/meters/accuracy", names: names("accuracy") },
    { from: "vcl/runtime/meters/video_accuracy", names: names("videoAccuracy") },
    { from: "vcl/runtime/models/resnext3d", names: names("resnext3d") },
    { from: "vcl/runtime/optimizers/sgd", names: names("sgd") },
    { from: "vcl/runtime/samplers/random", names: names("random") },
    { from: "vcl/runtime/samplers/uniform", names: names("uniform") },
    { from: "vcl/runtime/schedules/multistep", names: names("multistep") },
    { from: "vcl/runtime/trainer/program", names: [...types("Flags"), ...names("runByHand")] },
    { from: "vcl/runtime/trainer/run_experiment", names: names("runExperiment") },
    { from: "vcl/runtime/transforms/color", names: names("normalize", "toFloat") },
    { from: "vcl/runtime/transforms/pipe", names: names("pipe") },
    { from: "vcl/runtime/transforms/spatial", names: names("flip", "randomCrop", "resizeShort") },
  ],
  here: "/experiments",
  params: [
    {
      name: "videos",
      docs: [" Folder with one sub-folder of videos per class (ApplyEyeMakeup … YoYo)."],
      type: "string",
      reading: [{ name: "type", value: value("dir") }],
      span: line(8),
    },
    {
      name: "splits",
      docs: [" Folder with classInd.txt, trainlist01.txt … testlist03.txt."],
      type: "string",
      reading: [{ name: "type", value: value("dir") }],
      span: line(11),
    },
    {
      name: "fold",
      docs: [" Which of the three official splits."],
      type: "1 | 2 | 3",
      reading: Object.entries({ type: "int", min: 1, max: 3, default: 1 }).map(([field, of]) => ({
        name: field,
        value: value(of),
      })),
      span: line(14),
    },
    {
      name: "epochs",
      docs: [" Passes over the training sample."],
      type: "number",
      reading: Object.entries({ type: "int", min: 1, default: 2 }).map(([field, of]) => ({
        name: field,
        value: value(of),
      })),
      span: line(17),
    },
    {
      name: "out",
      docs: [" Checkpoints, logs and the frame index go here."],
      type: "string",
      reading: [
        { name: "type", value: value("dir") },
        { name: "default", value: join(name("here"), "runs/ucf101") },
      ],
      span: line(20),
    },
  ],
  fixed: [],
  statements: [
    {
      kind: "const",
      heading: {
        place: "common.vcl:2",
        lines: [" ImageNet statistics, so that 2D weights can be inflated into 3D ones."],
      },
      name: "normalized",
      value: call(
        "pipe",
        list(
          call("toFloat"),
          call("normalize", object({ mean: list(0.485, 0.456, 0.406), std: list(0.229, 0.224, 0.225) })),
        ),
      ),
      span: line(1),
    },
    {
      kind: "const",
      heading: heading(23, " What the two phases share."),
      name: "ucf",
      value: object({
        videos: name("params.videos"),
        splits: name("params.splits"),
        fold: name("params.fold"),
        index: join(name("params.out"), "frames.json"),
        clip: value(8),
      }),
      open: "ucf101",
      span: line(23),
    },
    {
      kind: "const",
      heading: heading(31, "3 × 8 × 112 × 112"),
      name: "train",
      value: call(
        "ucf101",
        object(
          {
            split: value("train"),
            sample: call("random", object({ clipsPerVideo: value(1) })),
            take: value(64),
            batch: value(8),
            shuffle: value("clips"),
            transform: call(
              "pipe",
              list(
                call("resizeShort", object({ size: list(128, 160) })),
                call("randomCrop", object({ size: list(112, 112) })),
                call("flip", object({ p: value(0.5) })),
                name("normalized"),
              ),
            ),
          },
          "ucf",
        ),
      ),
      span: line(31),
    },
    {
      kind: "const",
      heading: heading(40, "3 × 8 × 128 × 170, 3 × 8 × 128 × 226"),
      name: "test",
      value: call(
        "ucf101",
        object(
          {
            split: value("test"),
            sample: call("uniform", object({ clipsPerVideo: value(10) })),
            take: value(80),
            batch: value(10),
            shuffle: [value("none"), ".clips when split == .train else .none"],
            transform: call("pipe", list(call("resizeShort", object({ size: value(128) })), name("normalized"))),
          },
          "ucf",
        ),
      ),
      span: line(40),
    },
    {
      kind: "const",
      heading: heading(48, "33,166,272 parameters"),
      name: "r3d18",
      value: call(
        "resnext3d",
        object({
          clip: [list(3, 8, 112, 112), "train.clip"],
          blocks: list(2, 2, 2, 2),
          planes: value(64),
          unit: value("basic"),
          skip: value("postactivated"),
          temporalStride: [list(1, 2, 2, 2), "[1] + repeat(2, len(blocks) - 1)"],
          spatialStride: [list(1, 2, 2, 2), "[1] + repeat(2, len(blocks) - 1)"],
        }),
      ),
      span: line(48),
    },
    {
      kind: "attach",
      heading: heading(55, "512 × 1 × 7 × 7 → 101"),
      model: "r3d18",
      block: "stage4.block1",
      head: call(
        "fullyConvolutionalLinear",
        object({
          name: value("action"),
          pool: list(1, 7, 7),
          classes: [value(101), "ucf.classes"],
          inPlane: [value(512), "planes of stage4.block1"],
        }),
      ),
      span: line(55),
    },
  ],
  experiment: {
    docs: [],
    heading: heading(61),
    name: "ucf101R3d18",
    value: object({
      name: value("ucf101_r3d18"),
      phases: object({ train: name("train"), test: name("test") }),
      model: name("r3d18"),
      loss: call("crossEntropy"),
      optimizer: call(
        "sgd",
        object({
          lr: call("multistep", object({ values: list(0.005, 0.0005), at: list(1) })),
          momentum: value(0.9),
          weightDecay: value(1e-4),
        }),
      ),
      epochs: name("params.epochs"),
      testEvery: value(1),
      meters: list(
        call("accuracy", object({ topk: list(1, 5) })),
        call("videoAccuracy", object({ topk: list(1, 5), clipsPerVideo: [value(10), "test.sample.clips_per_video"] })),
      ),
      hooks: list(
        call("logProgress", object({ every: value(4) })),
        call("checkpoint", object({ into: join(name("params.out"), "checkpoints"), after: value("train") })),
      ),
      seed: value(0),
      precision: value("float32"),
    }),
    span: line(61),
  },
};
