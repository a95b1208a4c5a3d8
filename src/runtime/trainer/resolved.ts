/** The resolved experiment: what `experiment.json` and every checkpoint say of it. */
import type { Description } from "../component.ts";
import type { Experiment, Precision } from "../experiment.ts";

export interface ResolvedExperiment {
  readonly name: string;
  readonly epochs: number;
  readonly testEvery: number;
  readonly seed: number;
  readonly precision: Precision;
  /** In the order they run in. */
  readonly phases: readonly (Description & { readonly name: string })[];
  readonly model: Description;
  readonly heads: readonly (Description & { readonly name: string; readonly block: string })[];
  readonly loss: Description;
  readonly optimizer: Description;
  readonly meters: readonly Description[];
  readonly hooks: readonly Description[];
}

/** What held when experiments could not say it: programs and records that an earlier vcl wrote lack these fields. */
export const unsaid = { testEvery: 1, precision: "float32" } as const satisfies Partial<ResolvedExperiment>;

/** Every component's own account of itself, defaults included, as JSON keeps it. */
export function resolveExperiment(
  experiment: Experiment,
  precision: Precision = experiment.precision,
): ResolvedExperiment {
  const { name, epochs, testEvery, seed, phases, model, loss, optimizer, meters, hooks } = experiment;
  const resolved: ResolvedExperiment = {
    name,
    epochs,
    testEvery,
    seed,
    precision,
    phases: Object.entries(phases).map(([phase, data]) => ({ name: phase, ...data.describe() })),
    model: model.describe(),
    heads: model.heads.map(({ block, head }) => ({ name: head.name, block, ...head.describe() })),
    loss: loss.describe(),
    optimizer: optimizer.describe(),
    meters: meters.map((meter) => meter.describe()),
    hooks: hooks.map((hook) => hook.describe()),
  };
  return JSON.parse(JSON.stringify(resolved)) as ResolvedExperiment;
}
