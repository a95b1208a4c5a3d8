import { dispose, type Tensor } from "@tensorflow/tfjs-core";
import type { BuiltOptimizer, Optimizer, Parameter } from "../network.ts";
import { nameFaults } from "./gradients.ts";
import type { Fault, Seen, Trial } from "./observation.ts";
import { areNumbers, randomTensor, randomVariable, sameValues, valuesOf } from "./tensors.ts";

const shapes = [[3, 2], [4]] as const;

/** An optimizer over a few steps, once in one go and once with a checkpoint in between: both must end at the same weights. */
export function observeOptimizer(optimizer: Optimizer, { seed }: Trial): Seen {
  const gradients = new Map(
    shapes.map((shape, i): [string, Tensor] => [`p${i}`, randomTensor(shape, seed, "gradient", i)]),
  );
  const parameters = (): readonly Parameter[] =>
    shapes.map((shape, i) => ({ name: `p${i}`, variable: randomVariable(shape, seed, "weights", i), decay: i === 0 }));
  const [whole, parted] = [parameters(), parameters()];
  const built = optimizer.build(whole);
  const before = optimizer.build(parted);
  const rate = 0.1;
  const faults: Fault[] = [...nameFaults(built.state)];
  const start = whole.map(({ variable }) => valuesOf(variable));
  for (let i = 0; i < 2; i++) for (const each of [built, before]) each.step(gradients, rate);
  const after = optimizer.build(parted);
  restore(after, before);
  for (const each of [built, after]) each.step(gradients, rate);
  const ends = [whole, parted].map((all) => all.map(({ variable }) => valuesOf(variable)));
  if (ends[0]?.some((values, i) => sameValues(values, start[i] ?? [])))
    faults.push({ title: "its steps change nothing" });
  if (ends[0]?.some((values) => !areNumbers(values))) faults.push({ title: "its steps lead to no numbers" });
  if (ends[0]?.some((values, i) => !sameValues(values, ends[1]?.[i] ?? []))) {
    faults.push({
      title: "after a checkpoint it goes on otherwise",
      help: "`state` and `counters` hold all that a step depends on",
    });
  }
  for (const each of [built, before, after]) each.dispose();
  dispose([...gradients.values(), ...[...whole, ...parted].map(({ variable }) => variable as Tensor)]);
  return { outputs: [], faults };
}

/** As a checkpoint does it: by the names of the state. */
function restore(to: BuiltOptimizer, from: BuiltOptimizer): void {
  const state = new Map(from.state.map(({ name, variable }) => [name, variable]));
  for (const { name, variable } of to.state) {
    const kept = state.get(name);
    if (kept !== undefined) variable.assign(kept);
  }
  to.restore(JSON.parse(JSON.stringify(from.counters)));
}
