/** Seconds of a train step on the active engine, measured by hand; never a test. */
import { memory, tensor1d, tensor5d } from "@tensorflow/tfjs-core";
import { gradients } from "../engine/gradients.ts";
import { fullyConvolutionalLinear } from "../heads/fully_convolutional_linear.ts";
import { crossEntropy } from "../losses/cross_entropy.ts";
import type { HeadOutput } from "../network.ts";
import { sgd } from "../optimizers/sgd.ts";
import { stream } from "../random.ts";
import { resnext3d } from "./resnext3d.ts";
import type { ResNeXt3dOptions } from "./resnext3d_options.ts";

export interface StepTimes {
  /** Of each step after the first, in order. */
  readonly seconds: readonly number[];
  readonly median: number;
  /** Bytes of all tensors that are alive between steps. */
  readonly bytes: number;
}

/** Forward, backward and update on random clips, with a head that pools the whole map. */
export function trainStepTimes(options: ResNeXt3dOptions, batch: number, classes: number, steps: number): StepTimes {
  const model = resnext3d(options);
  const inPlane = (options.planes ?? 64) * 2 ** (options.blocks.length - 1);
  model.attach(model.blocks.at(-1) ?? "stem", fullyConvolutionalLinear({ name: "bench", inPlane, classes }));
  const built = model.build(0);
  const optimizer = sgd({ lr: 0.01, momentum: 0.9 }).build(built.parameters);
  const loss = crossEntropy();
  const [channels, frames, height, width] = options.clip;
  const random = stream("bench");
  const shape: [number, number, number, number, number] = [batch, frames, height, width, channels];
  const clips = Float32Array.from({ length: batch * frames * height * width * channels }, () => random.next() - 0.5);
  const seconds = Array.from({ length: steps + 1 }, () => {
    const start = performance.now();
    const x = tensor5d(clips, shape);
    const labels = tensor1d(Int32Array.from({ length: batch }, (_, i) => i % classes));
    const step = gradients(() => {
      const outputs = built.forward(x, "train", 0);
      return { outputs, loss: loss.compute(outputs.get("bench") as HeadOutput, labels) };
    }, built.parameters);
    optimizer.step(step.gradients, 0.01);
    step.loss.dataSync();
    step.dispose();
    x.dispose();
    labels.dispose();
    return (performance.now() - start) / 1000;
  }).slice(1);
  const bytes = memory().numBytes;
  optimizer.dispose();
  built.dispose();
  return { seconds, median: seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0, bytes };
}
