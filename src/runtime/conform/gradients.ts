/** Whether gradients flow: to every parameter, and to what went in. */
import type { Scalar } from "@tensorflow/tfjs-core";
import { gradients } from "../engine/gradients.ts";
import type { Parameter } from "../network.ts";
import type { Fault } from "./observation.ts";
import { areNumbers, valuesOf } from "./tensors.ts";

/** `input` is among the parameters under this name where what went in must get a gradient too. */
export const inputName = "what goes in";

export function gradientFaults(loss: () => Scalar, parameters: readonly Parameter[]): readonly Fault[] {
  const found = gradients(() => ({ loss: loss(), outputs: new Map() }), parameters);
  try {
    return parameters.flatMap(({ name }): Fault[] => {
      const gradient = found.gradients.get(name);
      if (gradient === undefined) {
        return [
          {
            title:
              name === inputName ? "what stands before it gets no gradient" : `the parameter ${name} gets no gradient`,
          },
        ];
      }
      return areNumbers(valuesOf(gradient)) ? [] : [{ title: `the gradient of ${name} is no number` }];
    });
  } finally {
    found.dispose();
  }
}

/** Names of parameters and buffers, which are what checkpoints go by: there, each once. */
export function nameFaults(all: readonly { readonly name: string }[]): readonly Fault[] {
  const names = all.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined
    ? []
    : [{ title: `two parameters are called ${twice}`, help: "a checkpoint goes by these names" }];
}
