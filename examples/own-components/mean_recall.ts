import { rankOf } from "vcl/runtime/meters/rank";
import type { MeanRecallMeter } from "./mean_recall.vcl.ts";

/** Clips of one class: how many there were, and how many were recognised. */
interface Count {
  seen: number;
  right: number;
}

export const meanRecall: MeanRecallMeter = ({ head = null } = {}) => ({
  ...(head === null ? {} : { head }),
  describe: () => ({ component: "mean_recall", options: { head } }),
  start: () => {
    let counts: Count[] = [];
    return {
      update: ({ values, classes, labels }) => {
        for (const [n, label] of labels.entries()) {
          const count = counts[label] ?? { seen: 0, right: 0 };
          count.seen++;
          if (rankOf(values, n * classes, classes, label) === 0) count.right++;
          counts[label] = count;
        }
      },
      value: () => {
        const recalls = counts.filter(Boolean).map(({ seen, right }) => right / seen);
        const sum = recalls.reduce((total, each) => total + each, 0);
        // 0 where nothing was counted: a mean of nothing would be no number.
        return { mean: sum / Math.max(recalls.length, 1), worst: recalls.length === 0 ? 0 : Math.min(...recalls) };
      },
      // What a checkpoint keeps, as JSON, so that a run can go on in the middle of a phase.
      save: () => counts.map((count) => count ?? null),
      load: (state) => {
        counts = (state as (Count | null)[]).map((count) => (count === null ? undefined : { ...count })) as Count[];
      },
    };
  },
});
