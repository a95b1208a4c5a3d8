import type { Transform } from "../data.ts";

/** Transforms one after the other, drawing from the clip's stream in this order: `a |> b |> c`. */
export function pipe(steps: readonly Transform[]): Transform {
  return {
    describe: () => ({ component: "pipe", options: { steps: steps.map((step) => step.describe()) } }),
    apply: (clip, random) => steps.reduce((now, step) => step.apply(now, random), clip),
  };
}
