import { util } from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment.ts";
import type { Compute } from "./compute.ts";
import { headOf, meterSlots } from "./meter_slots.ts";
import type { Network } from "./step.ts";

/** Creates the weights from the experiment's seed and binds the optimiser to them. */
export function buildNetwork(experiment: Experiment, compute: Compute): Network {
  const lossHead = headOf(experiment, experiment.loss.describe().component, experiment.loss.head);
  const meterHeads = new Set(meterSlots(experiment).map(({ head }) => head));
  const model = experiment.model.build(experiment.seed);
  const optimizer = experiment.optimizer.build(model.parameters);
  const costs: Network["costs"] = (clip) => experiment.model.costs?.(clip);
  return { compute, model, optimizer, loss: experiment.loss, lossHead, meterHeads, costs };
}

export function disposeNetwork(network: Network): void {
  network.optimizer.dispose();
  network.model.dispose();
}

/** Trained numbers. */
export function parameterCount(network: Network): number {
  return network.model.parameters.reduce((sum, { variable }) => sum + util.sizeFromShape(variable.shape), 0);
}
