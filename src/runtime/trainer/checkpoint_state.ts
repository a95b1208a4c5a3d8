/** The tensors of a run, into a checkpoint and out of it. */
import { tensor, tidy, type Variable } from "@tensorflow/tfjs-core";
import { RunError } from "../error.ts";
import type { BuiltModel, BuiltOptimizer } from "../network.ts";
import type { StoredTensor, TensorSource } from "./checkpoint_file.ts";

interface NamedVariable {
  readonly name: string;
  readonly variable: Variable;
}

/** Weights, running statistics and the optimiser's state, under names that say which they are. */
export function tensorSources(model: BuiltModel, optimizer: BuiltOptimizer): TensorSource[] {
  return variablesOf(model, optimizer).map(({ name, variable }) => ({
    name,
    shape: variable.shape,
    read: () => variable.data<"float32">(),
  }));
}

/** Puts a checkpoint's tensors in place. Strict: RunError (V0908) unless every one of them fits, and then nothing is changed. */
export function restoreTensors(
  path: string,
  stored: ReadonlyMap<string, StoredTensor>,
  model: BuiltModel,
  optimizer: BuiltOptimizer,
): void {
  const variables = variablesOf(model, optimizer);
  const wanted = new Set(variables.map(({ name }) => name));
  const complaints = [
    ...variables.flatMap(({ name, variable }) => {
      const found = stored.get(name);
      if (found === undefined) return [`it has no ${spoken(name)}`];
      return String(found.shape) === String(variable.shape)
        ? []
        : [`its ${spoken(name)} is ${found.shape.join("x")}; this one ${variable.shape.join("x")}`];
    }),
    ...[...stored.keys()].filter((name) => !wanted.has(name)).map((name) => `its ${spoken(name)} has no place here`),
  ];
  if (complaints.length > 0) {
    const [first = ""] = complaints;
    const more = complaints.length === 1 ? "" : ` (and ${complaints.length - 1} more)`;
    const help = complaints.every((each) => each.includes(optimizerState))
      ? "what the optimizer keeps depends on its settings (sgd's momentum above 0, adam's amsgrad): leave those as they were, or start anew without --resume"
      : undefined;
    throw new RunError(`the checkpoint ${path} does not fit: ${first}${more}`, {
      code: "V0908",
      ...(help === undefined ? {} : { help }),
    });
  }
  for (const { name, variable } of variables) {
    const found = stored.get(name);
    if (found) tidy(() => variable.assign(tensor(found.values, [...found.shape], "float32")));
  }
}

function variablesOf(model: BuiltModel, optimizer: BuiltOptimizer): NamedVariable[] {
  const group = (kind: string, items: readonly NamedVariable[]): NamedVariable[] =>
    items.map(({ name, variable }) => ({ name: `${kind}/${name}`, variable }));
  return [
    ...group("parameter", model.parameters),
    ...group("buffer", model.buffers),
    ...group("optimizer", optimizer.state),
  ];
}

const optimizerState = "optimizer state";

function spoken(name: string): string {
  const [kind, ...rest] = name.split("/");
  return `${kind === "optimizer" ? optimizerState : kind} ${rest.join("/")}`;
}
