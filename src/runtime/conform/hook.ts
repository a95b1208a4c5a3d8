import type { Hook, HookContext, PhaseEvent, StepEvent } from "../experiment.ts";
import type { Fault, Seen, Trial } from "./observation.ts";

/** A hook over one made-up epoch: it takes every event, and its state goes through a checkpoint. */
export async function observeHook(hook: Hook, experiment: HookContext["experiment"], { folder }: Trial): Promise<Seen> {
  const quiet = { line: () => {}, live: () => {}, warn: () => {} };
  const context: HookContext = {
    ...{ experiment, out: folder, console: quiet, stepsPerEpoch: 2, lastEpoch: 1, meters: ["accuracy"] },
    checkpoint: async () => {},
  };
  const running = hook.start(context);
  const meters = { accuracy: { top1: 0.5 } };
  const phases = Object.keys(experiment.phases);
  for (const phase of phases) {
    const trains = phase === "train";
    const place = { phase, trains, epoch: 1, meters, loss: 1.5 };
    for (const batch of [1, 2]) {
      const seconds = { dataSeconds: 0.1, stepSeconds: 0.2 };
      const event: StepEvent = {
        ...place,
        ...seconds,
        step: batch,
        batch,
        batches: 2,
        lr: trains ? 0.1 : undefined,
        clips: 2,
      };
      await running.step?.(event);
    }
    const event: PhaseEvent = {
      ...place,
      step: 2,
      videos: 4,
      videosListed: 4,
      protocol: "1 uniform clip",
      clips: 4,
      troubles: [],
      seconds: 1,
    };
    await running.phase?.(event);
  }
  return { outputs: [], faults: stateFaults(hook, context, running.save?.()) };
}

function stateFaults(hook: Hook, context: HookContext, state: unknown): readonly Fault[] {
  if (state === undefined) return [];
  const resumed = hook.start(context);
  const kept: unknown = JSON.parse(JSON.stringify(state));
  resumed.load?.(kept);
  const again = JSON.stringify(resumed.save?.());
  if (again === JSON.stringify(state)) return [];
  return [
    { title: "after save and load its state is another one", why: `${JSON.stringify(state)} before, ${again} after` },
  ];
}
