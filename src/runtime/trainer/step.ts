/** One batch through the model: with an update in the phase that trains, without gradients in the others. */
import { dispose, type Tensor, tensor1d, tensor5d, tidy } from "@tensorflow/tfjs-core";
import type { Batch } from "../data.ts";
import type { Extent } from "../engine/extent.ts";
import { type Differentiated, gradients } from "../engine/gradients.ts";
import { RunError } from "../error.ts";
import type { BuiltModel, BuiltOptimizer, HeadOutput, Loss, ModelCosts } from "../network.ts";
import type { Compute } from "./compute.ts";

/** What an experiment computes with, built and bound. */
export interface Network {
  readonly compute: Compute;
  readonly model: BuiltModel;
  readonly optimizer: BuiltOptimizer;
  readonly loss: Loss;
  /** The head that the loss looks at. */
  readonly lossHead: string;
  /** The heads whose outputs meters want. */
  readonly meterHeads: ReadonlySet<string>;
  /** What the model makes and costs for a clip of this many frames, rows and columns; undefined where it cannot say. */
  costs?(clip: Extent): ModelCosts | undefined;
}

export interface HeadValues {
  /** N x classes, row-major. */
  readonly values: Float32Array;
  readonly classes: number;
}

export interface StepResult {
  /** Mean over the batch. */
  readonly loss: number;
  readonly outputs: ReadonlyMap<string, HeadValues>;
}

/** Where a step stands, for its messages. */
export interface StepPlace {
  readonly phase: string;
  readonly epoch: number;
  readonly step: number;
}

/**
 * Forward and backward through the model, then one update at `rate`. Loss and outputs are those before the update. A loss
 * that is no finite number is a RunError, and nothing is updated then.
 */
export async function trainStep(
  network: Network,
  batch: Batch,
  options: { readonly rate: number; readonly draw: number; readonly place: StepPlace },
): Promise<StepResult> {
  const { model, optimizer } = network;
  const x = tensor5d(batch.clips, [...batch.shape]);
  const labels = tensor1d(batch.labels, "int32");
  let found: Differentiated | undefined;
  try {
    found = gradients(() => {
      const outputs = model.forward(x, "train", options.draw);
      return { loss: network.loss.compute(outputOf(outputs, network.lossHead), labels), outputs };
    }, model.parameters);
    const { outputs } = found;
    const heads = [...network.meterHeads];
    const result = await read(heads, [found.loss, ...heads.map((head) => outputOf(outputs, head).values)]);
    if (!Number.isFinite(result.loss)) throw badLoss(result.loss, options.place, options.rate);
    optimizer.step(found.gradients, options.rate);
    return result;
  } finally {
    dispose([x, labels]);
    found?.dispose();
  }
}

/** Forward in test mode. A loss that is not a number is a RunError. */
export async function testStep(
  network: Network,
  batch: Batch,
  options: { readonly draw: number; readonly place: StepPlace },
): Promise<StepResult> {
  const { model, loss } = network;
  const heads = [...network.meterHeads];
  const tensors = tidy((): Tensor[] => {
    const x = tensor5d(batch.clips, [...batch.shape]);
    const outputs = model.forward(x, "test", options.draw);
    const value = loss.compute(outputOf(outputs, network.lossHead), tensor1d(batch.labels, "int32"));
    return [value, ...heads.map((head) => outputOf(outputs, head).values)];
  });
  try {
    const result = await read(heads, tensors);
    if (Number.isNaN(result.loss)) throw badLoss(result.loss, options.place, undefined);
    return result;
  } finally {
    dispose(tensors);
  }
}

/** `tensors`: the loss, then the outputs of the heads that are named. */
async function read(heads: readonly string[], tensors: readonly Tensor[]): Promise<StepResult> {
  const [loss, ...values] = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
  const outputs = heads.map((head, i): [string, HeadValues] => [
    head,
    { values: values[i] ?? new Float32Array(), classes: tensors[i + 1]?.shape[1] ?? 0 },
  ]);
  return { loss: loss?.[0] ?? Number.NaN, outputs: new Map(outputs) };
}

function outputOf(outputs: ReadonlyMap<string, HeadOutput>, head: string): HeadOutput {
  const output = outputs.get(head);
  if (output === undefined) throw new Error(`the model gave no output of head ${head}`);
  return output;
}

function badLoss(loss: number, place: StepPlace, rate: number | undefined): RunError {
  const value = Number.isNaN(loss) ? "not a number" : "infinite";
  if (rate === undefined) {
    return new RunError(`the loss is ${value} in ${place.phase}, epoch ${place.epoch}: the weights have diverged`, {
      help: "a smaller learning rate, or a warm-up: linear { … } then …; the last checkpoint is as it was",
    });
  }
  return new RunError(`the loss is ${value} at step ${place.step} (epoch ${place.epoch}), at a rate of ${rate}`, {
    help: [
      `a smaller learning rate, such as ${rate / 10}`,
      "or a warm-up: linear { from: 0, … } then …",
      "or check that the clips are normalised; the weights of the last checkpoint are as they were",
    ].join("\n"),
  });
}
