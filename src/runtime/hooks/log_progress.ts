import type { Hook } from "../experiment.ts";
import { progressText } from "../trainer/texts.ts";

/**
 * Says after every n-th train step of an epoch where the run stands: loss, meters so far, rate. A terminal shows that in its
 * live line instead; the log has it always. Classy Vision: `loss_lr_meter_logging`.
 */
export function logProgress(options: {
  /** Train steps, at least 1. */
  readonly every: number;
}): Hook {
  const { every } = options;
  return {
    describe: () => ({ component: "log_progress", options: { every } }),
    start: ({ console }) => ({
      step(event) {
        if (event.trains && event.batch % every === 0)
          (console.progress ?? console.line).call(console, progressText(event));
      },
    }),
  };
}
