/** What to make smaller where the engine's memory was full. */
import { util } from "@tensorflow/tfjs-core";
import type { Batch } from "../data.ts";
import { counted } from "../datasets/data_problem.ts";
import { mebibytes, OutOfMemory } from "../engine/out_of_memory.ts";
import { RunError } from "../error.ts";
import type { Network, StepPlace } from "./step.ts";

const float = 4;

/** The error itself, unless memory was full: then a RunError with what a step of this experiment needs and what would fit. */
export function withMemoryAdvice(error: unknown, network: Network, batch: Batch, place: StepPlace): unknown {
  if (!(error instanceof OutOfMemory)) return error;
  const where = `${place.phase}, epoch ${place.epoch}, step ${place.step}`;
  const help = [...adviceLines(error.demand.limit, network, batch), "the last checkpoint is as it was"];
  return new RunError(`${error.message} (in ${where})`, { help: help.join("\n"), cause: error });
}

function adviceLines(limit: number | undefined, network: Network, { shape }: Batch): readonly string[] {
  const [clips, frames, height, width] = shape;
  const size = `${frames}x${height}x${width}`;
  const ways = "shorter or smaller clips, or fewer planes: activations shrink with each";
  const need = stepNeed(network, [frames, height, width]);
  if (need === undefined || limit === undefined) return [`a smaller batch than ${clips} clips of ${size}, or ${ways}`];
  const whole = need.fixed + clips * need.perClip;
  const facts =
    `a step of ${counted(clips, "clip")} of ${size} takes about ${mebibytes(whole)}: ${mebibytes(need.perClip)} of activations ` +
    `for each clip, and ${mebibytes(need.fixed)} for weights, gradients and the optimizer`;
  // Never the batch that has just failed, whatever the estimate says.
  const fits = Math.min(Math.floor((limit - need.fixed) / need.perClip), clips - 1);
  const way = fits >= 1 ? `a batch of ${counted(fits, "clip")} may fit; or ${ways}` : `not one such clip fits: ${ways}`;
  return [facts, way];
}

/** Bytes of a train step, as measured to about a fifth: each activation once, each weight with its gradient and its new value. */
function stepNeed(network: Network, clip: readonly [number, number, number]) {
  const costs = network.costs?.(clip);
  if (costs === undefined) return undefined;
  const activations = costs.blocks.reduce((sum, block) => sum + block.activations, 0);
  const weights = network.model.parameters.reduce((sum, { variable }) => sum + sizeOf(variable.shape), 0);
  const state = network.optimizer.state.reduce((sum, { variable }) => sum + sizeOf(variable.shape), 0);
  const each = network.compute.precision === "bfloat16" ? float / 2 : float;
  return { perClip: each * activations, fixed: float * (2.5 * weights + state) };
}

const sizeOf = (shape: readonly number[]): number => util.sizeFromShape([...shape]);
