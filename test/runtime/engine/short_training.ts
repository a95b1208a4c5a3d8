/** A short training of a small network on the active engine. */
import * as tf from "@tensorflow/tfjs-core";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { crossEntropy } from "../../../src/runtime/losses/cross_entropy.ts";
import type { HeadOutput } from "../../../src/runtime/network.ts";
import { sgd } from "../../../src/runtime/optimizers/sgd.ts";
import { load, Reference } from "../models/reference.ts";

const reference = new Reference("two_blocks_maxpool");

/** Trains for some steps; gives every loss and every weight's values at the end. */
export async function train(steps: number, afterStep: () => void = () => {}): Promise<Map<string, number[]>> {
  const model = reference.model().build(0);
  load(model, reference.weights("init"));
  const optimizer = sgd({ lr: 0.1, momentum: 0.9 }).build(model.parameters);
  const { shape, data } = reference.activation("x");
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const found = gradients(() => {
      const x = tf.tensor(data, [...shape] as [number, number, number, number, number]);
      const outputs = model.forward(x, "train", step);
      const labels = tf.tensor1d([...reference.index.labels], "int32");
      return { outputs, loss: crossEntropy().compute([...outputs.values()][0] as HeadOutput, labels) };
    }, model.parameters);
    optimizer.step(found.gradients, 0.1);
    losses.push((await found.loss.data())[0] as number);
    found.dispose();
    afterStep();
  }
  const values = model.parameters.map(({ name, variable }): [string, number[]] => [name, [...variable.dataSync()]]);
  optimizer.dispose();
  model.dispose();
  return new Map([["loss", losses], ...values]);
}
