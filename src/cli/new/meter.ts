import type { Template } from "./template.ts";

/** The share of clips that are right. */
export const meterTemplate: Template = ({ name, factory, type }) => ({
  vcl: `/// The share of clips whose class has the highest score.
extern meter ${name} from "./${name}.ts" {
  /// Which head, where the model has several.
  head: head? = none

  takes logits [N, C]
  takes probabilities [N, C]
  takes labels [N] of C
}
`,
  ts: `import { rankOf } from "vcl/runtime/meters/rank";
import type { ${type} } from "./${name}.vcl.ts";

export const ${factory}: ${type} = ({ head = null } = {}) => ({
  ...(head === null ? {} : { head }),
  describe: () => ({ component: "${name}", options: { head } }),
  start: () => {
    let seen = 0;
    let right = 0;
    return {
      // Scores of a batch's clips, row by row, and the number of each clip's class.
      update: ({ values, classes, labels }) => {
        for (const [n, label] of labels.entries()) {
          seen++;
          if (rankOf(values, n * classes, classes, label) === 0) right++;
        }
      },
      // Shares from 0 to 1; 0 where nothing was counted.
      value: () => ({ right: seen === 0 ? 0 : right / seen }),
      // What a checkpoint keeps, as JSON, so that a run can go on in the middle of a phase.
      save: () => ({ seen, right }),
      load: (state) => {
        ({ seen, right } = state as { seen: number; right: number });
      },
    };
  },
});
`,
});
