/** Whole steps of an experiment on random clips, timed, and its convolutions alone beside them. */
import type { Batch } from "../data.ts";
import { volume } from "../engine/extent.ts";
import type { EngineName, Experiment, Precision } from "../experiment.ts";
import { stream } from "../random.ts";
import { buildNetwork, disposeNetwork, parameterCount } from "../trainer/build_network.ts";
import { openCompute } from "../trainer/open_compute.ts";
import { type Network, testStep, trainStep } from "../trainer/step.ts";
import { flopsOf, recordConvolutions, timeConvolutions } from "./convolutions.ts";

export interface StepBenchOptions {
  readonly engine: EngineName;
  readonly threads: number | undefined;
  /** Undefined: the experiment's. */
  readonly precision: Precision | undefined;
  /** A training step, or a batch in test. */
  readonly trains: boolean;
  /** N x T x H x W x C of a batch. */
  readonly batch: Batch["shape"];
  /** Steps that are timed, at least 1; two more come first. */
  readonly steps: number;
}

export interface StepBench {
  readonly engine: string;
  readonly precision: Precision;
  readonly threads: number;
  /** Of each step, in order. */
  readonly seconds: readonly number[];
  readonly median: number;
  readonly min: number;
  /** Median seconds of the step's convolutions alone, called directly on the engine. */
  readonly floor: number;
  /** The most memory that the process has held, before the floor was measured. */
  readonly peak_rss_mib: number;
  readonly parameters: number;
  /** Billions of multiplications and additions in the convolutions of one step. */
  readonly gflop: number;
}

/** RunError where the engine cannot be used. Reads no data and writes nothing. */
export async function benchStep(experiment: Experiment, options: StepBenchOptions): Promise<StepBench> {
  const { engine, threads, precision = experiment.precision, steps } = options;
  const compute = await openCompute({ engine, threads, precision });
  const network = buildNetwork(experiment, compute);
  try {
    const batch = randomBatch(options.batch, classesOf(network, experiment));
    const once = (): Promise<void> => oneStep(network, batch, options.trains);
    const calls = await recordConvolutions(once);
    await once();
    const seconds: number[] = [];
    for (let step = 0; step < steps; step++) {
      const began = performance.now();
      await once();
      seconds.push((performance.now() - began) / 1000);
    }
    const peak = process.resourceUsage().maxRSS / 1024;
    return {
      engine: compute.name,
      precision: compute.precision,
      threads: compute.threads,
      seconds,
      median: median(seconds),
      min: Math.min(...seconds),
      floor: median(timeConvolutions(calls, steps)),
      peak_rss_mib: Math.round(peak),
      parameters: parameterCount(network),
      gflop: calls.reduce((sum, call) => sum + flopsOf(call), 0) / 1e9,
    };
  } finally {
    disposeNetwork(network);
  }
}

async function oneStep(network: Network, batch: Batch, trains: boolean): Promise<void> {
  const place = { phase: "bench", epoch: 1, step: 1 };
  if (!trains) {
    await testStep(network, batch, { draw: 0, place });
    return;
  }
  await trainStep(network, batch, { rate: 1e-6, draw: 0, place });
  // The update may still be queued: the values of the parameter that is updated last are there when all of it is.
  await network.model.parameters.at(-1)?.variable.data();
}

function randomBatch(shape: Batch["shape"], classes: number): Batch {
  const draws = stream("bench", ...shape);
  const [count] = shape;
  return {
    clips: Float32Array.from({ length: volume(shape) }, () => draws.next() - 0.5),
    shape,
    labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    videos: Int32Array.from({ length: count }, (_, i) => i),
  };
}

function classesOf({ lossHead }: Network, { model }: Experiment): number {
  return model.heads.find(({ head }) => head.name === lossHead)?.head.classes ?? 2;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
