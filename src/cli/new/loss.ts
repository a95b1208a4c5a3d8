import type { Template } from "./template.ts";

/** Cross-entropy with smoothed labels. */
export const lossTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// Cross-entropy of smoothed labels: the right class counts as \`1 - smoothing\`, the rest is shared by all classes.
extern loss ${name} from "./${name}.ts" {
  /// How much is shared.
  smoothing: real in 0..<1 = 0.1
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes probabilities [N, C]
  takes labels [N] of C
}
`,
  ts: `import { add, log, mean, mul, neg, oneHot, type Scalar, softmax, sum, type Tensor1D } from "vcl/runtime/tf";
import type { ${type} } from "./${name}.vcl.ts";

/** Keeps the logarithm of a probability that came out as 0 finite. */
const small = 1e-7;

export const ${factory}: ${type} = ({ smoothing = 0.1, head = null } = {}) => ({
  ...(head === null ? {} : { head }),
  describe: () => ({ component: "${name}", options: { smoothing, head } }),
  // One number: the mean over the batch. In test a head may give probabilities, which need no softmax any more.
  compute: ({ values, meaning }, labels) => {
    const probabilities = meaning === "logits" ? softmax(values) : values;
    const classes = values.shape[1];
    const wanted = add(mul(oneHot(labels as Tensor1D, classes), 1 - smoothing), smoothing / classes);
    return neg(mean(sum(mul(wanted, log(add(probabilities, small))), 1))) as Scalar;
  },
});
`,
});
