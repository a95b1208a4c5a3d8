import { RunError } from "../error.ts";
import type { Console, Experiment } from "../experiment.ts";
import { noBatches, type OpenPhase } from "./position.ts";

/**
 * Opens the data sets of all phases, in order, and checks that they fit each other and the heads. What they have to say
 * goes to the console. RunError where a data set cannot be opened or phases disagree; those opened are then closed again.
 */
export async function openPhases(
  experiment: Experiment,
  options: {
    readonly signal: AbortSignal;
    readonly decoders: number;
    readonly console: Console;
  },
): Promise<OpenPhase[]> {
  const opened: OpenPhase[] = [];
  try {
    for (const [name, dataSet] of Object.entries(experiment.phases)) {
      const report = (message: string): void => options.console.line(`${name}: ${message}`);
      const data = await dataSet.open({ signal: options.signal, decoders: options.decoders, report });
      opened.push({ name, trains: name === "train", data });
    }
    checkClasses(experiment, opened);
    return opened;
  } catch (error) {
    await closePhases(opened);
    throw error;
  }
}

export async function closePhases(phases: readonly OpenPhase[]): Promise<void> {
  await Promise.allSettled(phases.map(({ data }) => data.close()));
}

/** RunError where a phase has no batch: a test may come after many epochs, and what is wrong with it is said before the first. */
export function requireBatches(phases: readonly OpenPhase[], seed: number): void {
  const empty = phases.find(({ data }) => data.plan(seed, 1).length === 0);
  if (empty !== undefined) throw noBatches(empty.name);
}

/** Batches of an epoch of the phase that trains; 0 where none trains. */
export function stepsPerEpoch(phases: readonly OpenPhase[], seed: number): number {
  return phases.find(({ trains }) => trains)?.data.plan(seed, 1).length ?? 0;
}

function checkClasses(experiment: Experiment, phases: readonly OpenPhase[]): void {
  const [first] = phases;
  if (first === undefined) throw new RunError("the experiment has no phases", { help: "phases: [train, test]" });
  const classes = first.data.classes;
  for (const { name, data } of phases) {
    if (String(data.classes) === String(classes)) continue;
    throw new RunError(`the phases ${first.name} and ${name} do not have the same classes`, {
      help: "let both read the same folder and the same split lists",
    });
  }
  for (const { head } of experiment.model.heads) {
    if (head.classes >= classes.length) continue;
    throw new RunError(
      `the data has ${classes.length} classes; the head \`${head.name}\` tells ${head.classes} apart`,
      {
        code: "V0605",
        help: "leave `classes` out of the head: it follows from the data",
      },
    );
  }
}
