/** Parameters and cost of an experiment's network, counted by the runtime from its layers. */
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import type { Costs } from "../language/shapes/report.ts";
import { compile } from "./compile.ts";
import { loadTools } from "./load-tools.ts";
import { Problem } from "./problem.ts";
import { extentOf } from "./run-extent.ts";
import { tryProgram } from "./trial-program.ts";

/** For one clip of the phase that trains. Undefined where the clip or the network is not known exactly. */
export async function networkCosts(
  experiment: CheckedExperiment,
  result: CheckResult,
  cwd: string,
): Promise<Costs | undefined> {
  const run = (experiment.phases.find(({ role }) => role === "train") ?? experiment.phases[0])?.runs[0];
  const clip = run && extentOf(run);
  if (clip === undefined) return undefined;
  try {
    const program = await compile(experiment, result, { cwd, into: cwd });
    const tools = await loadTools();
    const costs = await tryProgram(program, cwd, (file) => tools.programCosts(file, program.params, clip));
    if (costs === undefined) return undefined;
    const { blocks, heads } = costs;
    const sum = (of: (block: (typeof blocks)[number]) => number): number =>
      blocks.reduce((total, block) => total + of(block), 0);
    return {
      trunkParameters: sum(({ parameters }) => parameters),
      headParameters: new Map(heads.map(({ name, parameters }) => [name, parameters])),
      macs: sum(({ macs }) => macs) + heads.reduce((total, { macs }) => total + macs, 0),
      activationBytes: 4 * sum(({ activations }) => activations),
    };
  } catch (error) {
    // A param without a value: the shapes are known all the same.
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
