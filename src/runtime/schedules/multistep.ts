import { RunError } from "../error.ts";
import type { Schedule } from "../network.ts";
import { share, slack } from "./schedule.ts";

export interface MultistepOptions {
  /** One value more than there are milestones. */
  readonly values: readonly number[];
  /** Finished epochs after which the next value holds; ascending, above 0. */
  readonly at: readonly number[];
  readonly over?: number;
}

/** Constant within an epoch; the value changes when as many epochs as a milestone says are done. */
export function multistep(options: MultistepOptions): Schedule {
  const { values, at } = options;
  const over = share(options.over);
  if (values.length !== at.length + 1) {
    throw new RunError(`multistep: ${at.length} milestones need ${at.length + 1} values, not ${values.length}`, {
      code: "V0702",
    });
  }
  if (at.some((epoch, i) => epoch <= (i === 0 ? 0 : (at[i - 1] as number)))) {
    throw new RunError(`multistep: milestones must ascend and be above 0, not [${at.join(", ")}]`, { code: "V0702" });
  }
  return {
    over,
    describe: () => ({ component: "multistep", options: { values, at, over } }),
    at: (where, epochs) => {
      const finished = Math.floor((where + slack) * epochs);
      return values[at.filter((milestone) => milestone <= finished).length] as number;
    },
  };
}
