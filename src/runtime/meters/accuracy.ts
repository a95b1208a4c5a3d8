import type { Meter } from "../network.ts";
import { rankOf } from "./rank.ts";
import { countTopK, refuseLargeK } from "./topk.ts";

export interface AccuracyOptions {
  /** The values of k, each at least 1 and at most the number of classes. Default: 1 alone. */
  readonly topk?: readonly number[];
  /** Which head, where the model has several. */
  readonly head?: string | null;
}

/** The share of clips whose class is among the k with the highest scores: `top1`, `top5` … Classy Vision: `accuracy`. */
export function accuracy({ topk = [1], head = null }: AccuracyOptions = {}): Meter {
  return {
    ...(head === null ? {} : { head }),
    describe: () => ({ component: "accuracy", options: { topk, head } }),
    start: () => {
      let count = countTopK(topk);
      return {
        update: ({ values, classes, labels }) => {
          refuseLargeK(topk, classes);
          for (const [n, label] of labels.entries()) count.add(rankOf(values, n * classes, classes, label));
        },
        value: () => count.value(),
        save: () => count.counts(),
        load: (state) => {
          count = countTopK(topk, state as ReturnType<typeof count.counts>);
        },
      };
    },
  };
}
