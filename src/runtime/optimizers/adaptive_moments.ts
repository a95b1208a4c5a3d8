/** What `adam` and `adamw` have in common: two running averages for each parameter, corrected for the number of steps. */
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Description } from "../component.ts";
import { type AdamMoments, operationsOfEngine } from "../engine/operations.ts";
import { makeBuffer } from "../engine/parameters.ts";
import { RunError } from "../error.ts";
import type { Buffer, BuiltOptimizer, Optimizer, Parameter, Schedule } from "../network.ts";
import { asSchedule } from "../schedules/as_schedule.ts";

export interface AdamOptions {
  /** Step size: a number, or a schedule over the whole run. */
  readonly lr: number | Schedule;
  /** How much is kept of the running mean and of the mean square; each from 0 to below 1. */
  readonly betas?: readonly number[];
  /** Above 0. */
  readonly eps?: number;
  readonly weightDecay?: number;
  /** Whether batch norm's scale and shift decay too (Classy Vision's `bn_weight_decay`). */
  readonly weightDecayOnNorm?: boolean;
  /** Divide by the largest mean square so far (Reddi et al., arXiv 1904.09237). */
  readonly amsgrad?: boolean;
}

interface Variant {
  readonly component: "adam" | "adamw";
  /** Whether weight decay acts on the weights themselves, not through the gradient. */
  readonly decoupled: boolean;
  readonly weightDecay: number;
}

type Settings = Required<Omit<AdamOptions, "lr">> & { readonly lr: Schedule };

/** An optimiser of the Adam family; torch's defaults except for the variant's weight decay. */
export function adaptiveMoments(variant: Variant, options: AdamOptions): Optimizer {
  const settings: Settings = {
    betas: [0.9, 0.999],
    eps: 1e-8,
    weightDecay: variant.weightDecay,
    weightDecayOnNorm: false,
    amsgrad: false,
    ...options,
    lr: asSchedule(options.lr),
  };
  refuse(variant.component, settings);
  return {
    schedule: settings.lr,
    describe: (): Description => ({
      component: variant.component,
      options: { ...settings, lr: typeof options.lr === "number" ? options.lr : options.lr.describe() },
    }),
    build: (parameters) => build(parameters, settings, variant.decoupled),
  };
}

function refuse(component: string, { betas, eps, weightDecay }: Settings): void {
  if (betas.length !== 2 || !betas.every((beta) => beta >= 0 && beta < 1)) {
    throw new RunError(`${component}: betas must be two numbers from 0 to below 1, not [${betas.join(", ")}]`);
  }
  if (!(eps > 0)) throw new RunError(`${component}: eps must be above 0, not ${eps}`);
  if (!(weightDecay >= 0)) throw new RunError(`${component}: weightDecay must be at least 0, not ${weightDecay}`);
}

/** A parameter's averages, as variables that a checkpoint keeps. */
interface Moments {
  readonly first: Buffer;
  readonly second: Buffer;
  readonly largest: Buffer | undefined;
}

function build(parameters: readonly Parameter[], settings: Settings, decoupled: boolean): BuiltOptimizer {
  const moments = new Map(parameters.map((parameter) => [parameter.name, zeroMoments(parameter, settings.amsgrad)]));
  const state = [...moments.values()].flatMap(({ first, second, largest }) =>
    largest === undefined ? [first, second] : [first, second, largest],
  );
  let steps = 0;
  return {
    state,
    get counters() {
      return { steps };
    },
    restore: (counters) => {
      steps = counters.steps ?? 0;
    },
    step: (gradients, rate) => {
      steps++;
      const update = updateOf(settings, decoupled, steps, rate);
      for (const parameter of parameters) {
        const gradient = gradients.get(parameter.name);
        if (gradient !== undefined) update(parameter, gradient, moments.get(parameter.name) as Moments);
      }
    },
    dispose: () => {
      for (const { variable } of state) variable.dispose();
    },
  };
}

function zeroMoments({ name, variable }: Parameter, amsgrad: boolean): Moments {
  const zero = (kind: string): Buffer => makeBuffer(`${kind}.${name}`, variable.shape, new Float32Array(variable.size));
  return {
    first: zero("moment1"),
    second: zero("moment2"),
    largest: amsgrad ? zero("largest_moment2") : undefined,
  };
}

/** The update of step number `steps`, which counts from 1. */
function updateOf(settings: Settings, decoupled: boolean, steps: number, rate: number) {
  const [beta1 = 0, beta2 = 0] = settings.betas;
  return ({ variable, decay }: Parameter, gradient: Tensor, moments: Moments): void => {
    const pull = decay || settings.weightDecayOnNorm ? settings.weightDecay : 0;
    const before: AdamMoments = {
      first: moments.first.variable,
      second: moments.second.variable,
      largest: moments.largest?.variable,
    };
    const next = operationsOfEngine().adamStep(variable, gradient, before, {
      beta1,
      beta2,
      epsilon: settings.eps,
      decay: decoupled ? 0 : pull,
      keep: decoupled ? 1 - rate * pull : 1,
      rate: rate / (1 - beta1 ** steps),
      scale: 1 / Math.sqrt(1 - beta2 ** steps),
    });
    replace(variable, next.parameter);
    replace(moments.first.variable, next.first);
    replace(moments.second.variable, next.second);
    if (moments.largest && next.largest) replace(moments.largest.variable, next.largest);
  };
}

function replace(variable: Parameter["variable"], value: Tensor): void {
  variable.assign(value);
  value.dispose();
}
