/** A ResNet3D of the smallest size on real videos, with everything in it that a resume must bring back. */
import { join } from "node:path";
import { ucfLayout } from "../../../src/runtime/datasets/ucf_layout.ts";
import type { Experiment, Hook } from "../../../src/runtime/experiment.ts";
import { fullyConvolutionalLinear } from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import { best } from "../../../src/runtime/hooks/best.ts";
import { checkpoint } from "../../../src/runtime/hooks/checkpoint.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import { accuracy } from "../../../src/runtime/meters/accuracy.ts";
import { videoAccuracy } from "../../../src/runtime/meters/video_accuracy.ts";
import { resnext3d } from "../../../src/runtime/models/resnext3d.ts";
import type { Optimizer } from "../../../src/runtime/network.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { random } from "../../../src/runtime/samplers/random.ts";
import { uniform } from "../../../src/runtime/samplers/uniform.ts";
import { cosine } from "../../../src/runtime/schedules/cosine.ts";
import { normalize, toFloat } from "../../../src/runtime/transforms/color.ts";
import { pipe } from "../../../src/runtime/transforms/pipe.ts";
import { flip, randomCrop, resizeShort } from "../../../src/runtime/transforms/spatial.ts";
import type { SmallVideos } from "./small_videos.ts";

export interface SmallOptions {
  readonly data: SmallVideos;
  /** Where the frame index lies. */
  readonly index: string;
  readonly out: string;
  readonly epochs?: number;
  readonly hooks?: readonly Hook[];
  /** SGD with all that it has, unless another is given. */
  readonly optimizer?: Optimizer;
}

const lr = cosine({ from: 0.1, to: 0.001 });

export function smallExperiment({
  data,
  index,
  out,
  epochs = 2,
  hooks = [],
  optimizer = sgd({ lr, momentum: 0.9, nesterov: true, weightDecay: 1e-3 }),
}: SmallOptions): Experiment {
  const shared = { ...data, index, classes: 2, clip: 4, shortest: 12 };
  const normalized = [toFloat(), normalize({ mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] })];
  const augmented = [resizeShort({ size: [16, 20] }), randomCrop({ size: [16, 16] }), flip({ p: 0.5 }), ...normalized];
  const model = resnext3d({ clip: [3, 4, 16, 16], blocks: [1, 1], planes: 4, stemPlanes: 4, stemKernel: [3, 3, 3] });
  model.attach("stage2.block0", fullyConvolutionalLinear({ name: "action", inPlane: 8, classes: 2, dropout: 0.3 }));
  const into = join(out, "checkpoints");
  return {
    name: "small",
    phases: {
      train: ucfLayout({
        ...{ ...shared, split: "train", sample: random({ clipsPerVideo: 1 }), batch: 2 },
        transform: pipe(augmented),
      }),
      test: ucfLayout({
        ...{ ...shared, split: "test", sample: uniform({ clipsPerVideo: 2 }), batch: 2 },
        transform: pipe([resizeShort({ size: 16 }), ...normalized]),
      }),
    },
    model,
    loss: crossEntropy(),
    optimizer,
    epochs,
    testEvery: 1,
    meters: [accuracy({ topk: [1] }), videoAccuracy({ topk: [1] })],
    hooks: [...hooks, checkpoint({ into, after: "train" }), best({ by: "test.video_accuracy.top1", into })],
    seed: 7,
    precision: "float32",
  };
}
