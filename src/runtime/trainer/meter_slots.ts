/** Which head the loss and each meter look at, and what a meter is called. */
import { RunError } from "../error.ts";
import type { Experiment } from "../experiment.ts";
import type { Meter } from "../network.ts";

export interface MeterSlot {
  /** The meter's name in results: `video_accuracy`; with its head where two meters have one name: `accuracy_action`. */
  readonly key: string;
  readonly head: string;
  readonly meter: Meter;
}

export function meterSlots(experiment: Experiment): MeterSlot[] {
  const named = experiment.meters.map((meter) => {
    const name = meter.describe().component;
    return { name, meter, head: headOf(experiment, name, meter.head) };
  });
  return named.map(({ name, meter, head }, i) => {
    const alone = named.filter((other) => other.name === name).length === 1;
    const same = named.filter((other, j) => j < i && other.name === name && other.head === head).length;
    const key = alone ? name : same === 0 ? `${name}_${head}` : `${name}_${head}_${same + 1}`;
    return { key, head, meter };
  });
}

/** The head that `wanted` names, or the only one. RunError where there is no such head or no telling which. */
export function headOf(experiment: Experiment, asker: string, wanted: string | undefined): string {
  const names = experiment.model.heads.map(({ head }) => head.name);
  const [only] = names;
  if (wanted === undefined && names.length === 1 && only !== undefined) return only;
  if (wanted !== undefined && names.includes(wanted)) return wanted;
  const heads = names.length === 0 ? "the model has none" : `the model has ${names.join(", ")}`;
  const question = wanted === undefined ? "which head does it look at" : `there is no head \`${wanted}\``;
  throw new RunError(`${asker}: ${question}? ${heads}`, {
    code: "V0606",
    help: names.length === 0 ? "attach a head to the model" : `${asker} { head: ${only} }`,
  });
}
