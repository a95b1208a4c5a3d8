/** The only door from the command line to the runtime. */
import { pathToFileURL } from "node:url";
import type { Extent } from "./engine/extent.ts";
import type { PhaseProblem } from "./experiment.ts";
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
export { checkEngine, type DoctorFacts, doctor } from "./trainer/doctor.ts";
export { type Explained, explainError } from "./trainer/explain_error.ts";
export { type CheckpointFacts, inspectCheckpoint } from "./trainer/inspect_checkpoint.ts";
export { makeFolder } from "./trainer/make_folder.ts";
export { exitCodeOf, runProgram } from "./trainer/program.ts";
export { defaultRunFolder, openRunFolder } from "./trainer/run_folder.ts";
export { streamConsole } from "./trainer/terminal.ts";

/**
 * What is wrong with the folders, lists and indexes that a compiled program reads: runs its `main` without training or
 * writing. `field` of a problem is the field of the phase's data set that named the folder, in vcl's spelling.
 */
export async function inspectProgram(file: string | URL, params: object): Promise<readonly PhaseProblem[]> {
  const { problems = [] } = await runProgram(file, params, { inspect: "only" });
  return problems;
}

/**
 * What the network of a compiled program costs for a clip of this many frames, rows and columns; undefined where its model
 * cannot say. Opens no file and builds no tensor.
 */
export async function programCosts(file: string | URL, params: object, clip: Extent): Promise<ModelCosts | undefined> {
  const { experiment } = await runProgram(file, params, { inspect: "parts" });
  return experiment?.model.costs?.(clip);
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
