/** Parameters and cost of an experiment's network, counted by the runtime from its layers. */
import type { CheckedExperiment, CheckResult } from "../language/checked.ts";
import type { Costs } from "../language/shapes/costs.ts";
import { compile } from "./compile.ts";
import { EmitterLost } from "./emitter.ts";
import { loadTools } from "./load-tools.ts";
import { ownComponents } from "./own-components.ts";
import { Problem } from "./problem.ts";
import { extentOf } from "./run-extent.ts";
import { tryProgram } from "./trial-program.ts";

/** What is known, or why nothing is. */
export type NetworkCosts = { readonly costs: Costs } | { readonly costs?: undefined; readonly why: string };

/**
 * For one clip of each phase, at its first frame size; where that is drawn anew each time, for the largest. Diagnosed where a
 * component of the user's own cannot be made.
 */
export async function networkCosts(
  experiment: CheckedExperiment,
  result: CheckResult,
  cwd: string,
): Promise<NetworkCosts> {
  const train = experiment.phases.find(({ role }) => role === "train") ?? experiment.phases[0];
  const sizes = experiment.phases.flatMap(({ name, runs: [run] }) => {
    const extent = run && extentOf(run);
    return extent ? [{ name, ...extent }] : [];
  });
  const trained = sizes.find(({ name }) => name === train?.name);
  if (trained === undefined) return { why: "the size of a clip is not known" };
  try {
    const [program, tools] = await Promise.all([compile(experiment, result, { cwd, into: cwd }), loadTools()]);
    return await tryProgram(program, cwd, ownComponents(experiment, result), async (file): Promise<NetworkCosts> => {
      const counted = await tools.programCosts(file, program.params, trained.clip);
      if (counted === undefined) return { why: `${experiment.model.declaration.name} does not say what it costs` };
      const phaseMacs = new Map<string, number>();
      for (const { name, clip } of sizes) {
        const costs = await tools.programCosts(file, program.params, clip);
        if (costs)
          phaseMacs.set(
            name,
            [...costs.blocks, ...costs.heads].reduce((sum, { macs }) => sum + macs, 0),
          );
      }
      const blocks = counted.blocks.map(({ name, parameters, macs, activations }) => ({
        name,
        parameters,
        macs,
        activationBytes: 4 * activations,
      }));
      return { costs: { blocks, heads: counted.heads, phaseMacs, atMost: !trained.exact } };
    });
  } catch (error) {
    // A param without a value: the shapes are known all the same.
    if (error instanceof Problem && !(error instanceof EmitterLost)) return { why: error.message };
    throw error;
  }
}
