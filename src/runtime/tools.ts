/** The only door from the command line to the runtime. */
import { pathToFileURL } from "node:url";
import { benchStep, type StepBench, type StepBenchOptions } from "./bench/step.ts";
import type { Extent } from "./engine/extent.ts";
import { RunError } from "./error.ts";
import type { FieldDifference, PhaseProblem } from "./experiment.ts";
import type { ModelCosts } from "./network.ts";
import { runProgram } from "./trainer/program.ts";

export type { Fault, Observation, Output, Trial } from "./conform/observation.ts";
export { observe, recorderText } from "./conform/observe.ts";
export { testEngine } from "./engine/select.ts";
export type { SelfTest } from "./engine/self_test.ts";
export { RunError } from "./error.ts";
export type { Console, PhaseProblem, RunFolder, RunOptions, RunResult } from "./experiment.ts";
export { type Random, stream } from "./random.ts";
export { diskError } from "./trainer/disk_error.ts";
export { checkCompute, type DoctorFacts, doctor } from "./trainer/doctor.ts";
export { type Explained, explainError } from "./trainer/explain_error.ts";
export { type CheckpointFacts, inspectCheckpoint } from "./trainer/inspect_checkpoint.ts";
export { makeFolder } from "./trainer/make_folder.ts";
export { float32Instead } from "./trainer/open_compute.ts";
export { exitCodeOf, runProgram } from "./trainer/program.ts";
export { defaultRunFolder, openRunFolder } from "./trainer/run_folder.ts";
export { streamConsole } from "./trainer/terminal.ts";

/** What is there on the disk before a run. */
export interface Inspected {
  /** `field` of a problem is the field of the phase's data set that named the folder, in vcl's spelling. */
  readonly problems: readonly PhaseProblem[];
  /** The run's folder, and what differs in a run that it holds already. */
  readonly out: string;
  readonly earlier: readonly FieldDifference[];
}

/**
 * What is wrong with the folders, lists and indexes that a compiled program reads, and with the folder that its run would
 * have: runs its `main` without training or writing.
 */
export async function inspectProgram(file: string | URL, params: object, out?: string): Promise<Inspected> {
  const given = out === undefined ? {} : { out };
  const { problems = [], earlier = [], ...rest } = await runProgram(file, params, { inspect: "only", ...given });
  return { problems, earlier, out: rest.out };
}

/**
 * What the network of a compiled program costs for a clip of this many frames, rows and columns; undefined where its model
 * cannot say. Opens no file and builds no tensor.
 */
export async function programCosts(file: string | URL, params: object, clip: Extent): Promise<ModelCosts | undefined> {
  const { experiment } = await runProgram(file, params, { inspect: "parts" });
  return experiment?.model.costs?.(clip);
}

/** Times steps of a compiled program's experiment on random clips. Opens no file of the data set. */
export async function benchProgram(file: string | URL, params: object, options: StepBenchOptions): Promise<StepBench> {
  const { experiment } = await runProgram(file, params, { inspect: "parts" });
  if (experiment === undefined) throw new RunError("the program's `main` does not end in `runExperiment`");
  return benchStep(experiment, options);
}

/** What a module exports: by name, `function`, `class`, `object` … Throws what it throws while it is loaded. */
export async function exportsOf(file: string): Promise<ReadonlyMap<string, string>> {
  process.setSourceMapsEnabled(true);
  const module: { readonly [name: string]: unknown } = await import(pathToFileURL(file).href);
  return new Map(Object.entries(module).map(([name, value]) => [name, kindOf(value)]));
}

function kindOf(value: unknown): string {
  if (typeof value !== "function") return value === null ? "null" : typeof value;
  return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
}
