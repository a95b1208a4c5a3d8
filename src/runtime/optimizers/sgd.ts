import type { Tensor } from "@tensorflow/tfjs-core";
import type { Description } from "../component.ts";
import { operationsOfEngine } from "../engine/operations.ts";
import { makeBuffer } from "../engine/parameters.ts";
import { RunError } from "../error.ts";
import type { Buffer, BuiltOptimizer, Optimizer, Parameter, Schedule } from "../network.ts";
import { asSchedule } from "../schedules/as_schedule.ts";

export interface SgdOptions {
  /** Step size: a number, or a schedule over the whole run. */
  readonly lr: number | Schedule;
  /** From 0 to below 1. */
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Added to the gradient: weightDecay * parameter. */
  readonly weightDecay?: number;
  /** Whether batch norm's scale and shift decay too (Classy Vision's `bn_weight_decay`). */
  readonly weightDecayOnNorm?: boolean;
}

/** Stochastic gradient descent with momentum (Sutskever et al., ICML 2013), as PyTorch's `SGD` computes it. */
export function sgd(options: SgdOptions): Optimizer {
  const settings: Settings = {
    momentum: 0,
    nesterov: false,
    weightDecay: 0,
    weightDecayOnNorm: false,
    ...options,
    lr: asSchedule(options.lr),
  };
  if (!(settings.momentum >= 0 && settings.momentum < 1)) {
    throw new RunError(`sgd: momentum must be at least 0 and below 1, not ${settings.momentum}`);
  }
  if (!(settings.weightDecay >= 0))
    throw new RunError(`sgd: weightDecay must be at least 0, not ${settings.weightDecay}`);
  if (settings.nesterov && settings.momentum === 0) {
    throw new RunError("sgd: Nesterov needs a momentum above 0", { code: "V0706", help: "set momentum, such as 0.9" });
  }
  return {
    schedule: settings.lr,
    describe: (): Description => ({
      component: "sgd",
      options: { ...settings, lr: typeof options.lr === "number" ? options.lr : options.lr.describe() },
    }),
    build: (parameters) => build(parameters, settings),
  };
}

type Settings = Required<Omit<SgdOptions, "lr">> & { readonly lr: Schedule };

function build(parameters: readonly Parameter[], settings: Settings): BuiltOptimizer {
  const moments = new Map<string, Buffer>();
  if (settings.momentum > 0) {
    for (const { name, variable } of parameters) {
      moments.set(name, makeBuffer(`momentum.${name}`, variable.shape, new Float32Array(variable.size)));
    }
  }
  let steps = 0;
  return {
    state: [...moments.values()],
    get counters() {
      return { steps };
    },
    restore: (counters) => {
      steps = counters.steps ?? 0;
    },
    step: (gradients, rate) => {
      for (const parameter of parameters) {
        const gradient = gradients.get(parameter.name);
        if (gradient !== undefined) update(parameter, gradient, moments.get(parameter.name), rate, settings);
      }
      steps++;
    },
    dispose: () => {
      for (const { variable } of moments.values()) variable.dispose();
    },
  };
}

function update(
  { variable, decay }: Parameter,
  gradient: Tensor,
  moment: Buffer | undefined,
  rate: number,
  { momentum, nesterov, weightDecay, weightDecayOnNorm }: Settings,
): void {
  const next = operationsOfEngine().momentumStep(variable, gradient, moment?.variable, {
    rate,
    momentum,
    nesterov,
    decay: decay || weightDecayOnNorm ? weightDecay : 0,
  });
  variable.assign(next.parameter);
  next.parameter.dispose();
  if (moment !== undefined && next.momentum !== undefined) {
    moment.variable.assign(next.momentum);
    next.momentum.dispose();
  }
}
