/** Parameters and cost of an experiment's network, counted by the runtime from its layers. */
import type { CheckedExperiment, CheckResult, ShapeRun } from "../language/checked.ts";
import { isExact } from "../language/dims/interval.ts";
import type { Costs } from "../language/shapes/report.ts";
import { compile } from "./compile.ts";
import { loadTools } from "./load-tools.ts";
import { ownComponents } from "./own-components.ts";
import { Problem } from "./problem.ts";
import { tryProgram } from "./trial-program.ts";

/**
 * For one clip of the phase that trains. Undefined where the clip or the network is not known exactly. Diagnosed where a
 * component of the user's own cannot be made.
 */
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
    const costs = await tryProgram(program, cwd, ownComponents(experiment, result), (file) =>
      tools.programCosts(file, program.params, clip),
    );
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

/** Frames, rows and columns of the clip that reaches the model. */
function extentOf({ clip }: ShapeRun): readonly [number, number, number] | undefined {
  const sizes = clip?.dims.slice(1).map(({ size }) => (isExact(size) ? size.low : undefined)) ?? [];
  const [frames, rows, columns] = sizes;
  return frames === undefined || rows === undefined || columns === undefined ? undefined : [frames, rows, columns];
}
