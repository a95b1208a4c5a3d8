import type { Template } from "./template.ts";

/** Gradient descent with momentum. */
export const optimizerTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// Gradient descent with momentum.
extern optimizer ${name} from "./${name}.ts" {
  /// Step size: a number, or a schedule over the whole run.
  lr: real > 0 | schedule
  /// How much of the last step's direction is kept.
  momentum: real in 0..<1 = 0.9
}
`,
  ts: `import { makeBuffer } from "vcl/runtime/engine/parameters";
import { asSchedule } from "vcl/runtime/schedules/as_schedule";
import { add, mul, sub, type Tensor, tidy } from "vcl/runtime/tf";
import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ lr, momentum = 0.9 }) => ({
  schedule: asSchedule(lr),
  describe: () => ({
    component: "${name}",
    options: { lr: typeof lr === "number" ? lr : lr.describe(), momentum },
  }),
  build: (parameters) => {
    const moments = parameters.map(({ name, variable }) =>
      makeBuffer(\`momentum.\${name}\`, variable.shape, new Float32Array(variable.size)),
    );
    return {
      step: (gradients, rate) => {
        for (const [i, { name, variable }] of parameters.entries()) {
          const gradient = gradients.get(name);
          const moment = moments[i]?.variable;
          if (gradient === undefined || moment === undefined) continue;
          tidy(() => {
            moment.assign(add(mul(moment, momentum), gradient) as Tensor);
            variable.assign(sub(variable, mul(moment, rate)) as Tensor);
          });
        }
      },
      // All that a step depends on, for checkpoints: tensors, then plain numbers.
      state: moments,
      counters: {},
      restore: () => {},
      dispose: () => {
        for (const { variable } of moments) variable.dispose();
      },
    };
  },
});
`,
});
