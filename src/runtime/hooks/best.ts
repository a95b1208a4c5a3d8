import { join } from "node:path";
import { RunError } from "../error.ts";
import type { Hook, HookContext, PhaseEvent } from "../experiment.ts";
import { figure, percent } from "../trainer/texts.ts";

/**
 * Keeps `best.ckpt`: the state after the epoch with the highest value of a meter so far (for `test.loss`: the lowest). The
 * first of equal values stays.
 */
export function best(options: {
  /** Phase, meter and value: `test.video_accuracy.top1`. */
  readonly by: string;
  /** The folder; none: `checkpoints` in the run's folder. */
  readonly into?: string | null;
}): Hook {
  const { by, into = null } = options;
  const [phase = "", ...rest] = by.split(".");
  return {
    describe: () => ({ component: "best", options: { by, into } }),
    start(run) {
      checkPath(by, run);
      let seen: { readonly value: number; readonly epoch: number } | null = null;
      return {
        async phase(event) {
          if (event.phase !== phase) return;
          const value = valueAt(event, rest);
          if (value === undefined) throw unknownValue(by, event);
          const improved = seen === null || (rest[0] === "loss" ? value < seen.value : value > seen.value);
          if (Number.isNaN(value) || !improved) return;
          seen = { value, epoch: event.epoch };
          await run.checkpoint(into ?? join(run.out, "checkpoints"), "best");
          run.console.line(`best ${by} so far: ${rest[0] === "loss" ? figure(value) : percent(value)}`);
        },
        save: () => seen,
        load(state) {
          seen = state as typeof seen;
        },
      };
    },
  };
}

function valueAt(event: PhaseEvent, path: readonly string[]): number | undefined {
  const [meter = "", name = ""] = path;
  return meter === "loss" && path.length === 1 ? event.loss : event.meters[meter]?.[name];
}

function checkPath(by: string, run: HookContext): void {
  const [phase = "", meter = ""] = by.split(".");
  const phases = Object.keys(run.experiment.phases);
  if (phases.includes(phase) && (meter === "loss" || run.meters.includes(meter))) return;
  const known = phases.flatMap((name) => run.meters.map((key) => `${name}.${key}`));
  throw new RunError(`best: there is no \`${by}\``, { code: "V0805", help: `there are ${known.join(", ")}` });
}

function unknownValue(by: string, event: PhaseEvent): RunError {
  const known = Object.entries(event.meters).flatMap(([meter, values]) =>
    Object.keys(values).map((name) => `${event.phase}.${meter}.${name}`),
  );
  return new RunError(`best: there is no \`${by}\``, { code: "V0805", help: `there are ${known.join(", ")}` });
}
