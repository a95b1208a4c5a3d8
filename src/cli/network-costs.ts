/** Parameters and cost of an experiment's network, counted by the runtime from its layers. */
import type { CheckedExperiment, CheckResult, ShapeRun } from "../language/checked.ts";
import { isExact } from "../language/dims/interval.ts";
import type { Costs } from "../language/shapes/costs.ts";
import { compile } from "./compile.ts";
import { loadTools } from "./load-tools.ts";
import { Problem } from "./problem.ts";
import { tryProgram } from "./trial-program.ts";

/** What is known, or why nothing is. */
export type NetworkCosts = { readonly costs: Costs } | { readonly costs?: undefined; readonly why: string };

/** For one clip of each phase, at its first frame size; where that is drawn anew each time, for the largest. */
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
    const program = await compile(experiment, result, { cwd, into: cwd });
    const tools = await loadTools();
    return await tryProgram(program, cwd, async (file): Promise<NetworkCosts> => {
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
    if (error instanceof Problem) return { why: error.message };
    throw error;
  }
}

/** Frames, rows and columns of the clip that reaches the model, at most. */
function extentOf({
  clip,
}: ShapeRun): { readonly clip: readonly [number, number, number]; readonly exact: boolean } | undefined {
  const sizes = clip?.dims.slice(1).map(({ size }) => size) ?? [];
  const [frames, rows, columns] = sizes.map(({ high }) => high);
  if (frames === undefined || rows === undefined || columns === undefined) return undefined;
  if (![frames, rows, columns].every(Number.isFinite)) return undefined;
  return { clip: [frames, rows, columns], exact: sizes.every(isExact) };
}
