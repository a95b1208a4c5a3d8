import type { Meter, Outputs, RunningMeter } from "../network.ts";
import { stream } from "../random.ts";
import type { Fault, Seen, Trial } from "./observation.ts";

const clips = 4;

/** A meter that counts random batches: plain numbers, also of nothing, and a state that a checkpoint can hold. */
export function observeMeter(meter: Meter, trial: Trial): Seen {
  const batches = [0, 1, 2].map((i) => outputsOf(trial, i));
  const [first, ...later] = batches;
  const running = meter.start();
  const faults: Fault[] = valueFaults(running, "of nothing");
  if (first) running.update(first);
  const saved: unknown = JSON.parse(JSON.stringify(running.save() ?? null));
  const resumed = meter.start();
  resumed.load(saved);
  for (const batch of later) for (const each of [running, resumed]) each.update(batch);
  faults.push(...valueFaults(running, "of a few clips"));
  const [value, other] = [running, resumed].map((each) => JSON.stringify(each.value()));
  if (value !== other) {
    faults.push({
      title: "after save and load it counts otherwise",
      why: `${value} without, ${other} with it`,
      help: "save() gives the whole state as JSON, load() takes it",
    });
  }
  const fresh = JSON.stringify(meter.start().value());
  if (fresh !== JSON.stringify(meter.start().value()) || (value === fresh && value !== other))
    faults.push({ title: "start() does not begin anew" });
  return { outputs: [], faults };
}

function valueFaults(running: RunningMeter, of: string): Fault[] {
  const value = running.value();
  const wrong = Object.entries(value).find(([, each]) => typeof each !== "number" || !Number.isFinite(each));
  if (Object.keys(value).length === 0) return [{ title: `${of} it has no value` }];
  return wrong
    ? [{ title: `${of} its value \`${wrong[0]}\` is ${String(wrong[1])}`, help: "give 0 where nothing was counted" }]
    : [];
}

/** Scores of a few clips, two of each video. */
function outputsOf({ classes, takes, seed }: Trial, batch: number): Outputs {
  const random = stream(seed, "outputs", batch);
  const values = new Float32Array(clips * classes);
  for (let n = 0; n < clips; n++) {
    const row = Float32Array.from({ length: classes }, () => random.normal());
    values.set(takes.includes("logits") ? row : shares(row), n * classes);
  }
  return {
    values,
    classes,
    labels: Int32Array.from({ length: clips }, () => random.integer(0, classes - 1)),
    videos: Int32Array.from({ length: clips }, (_, n) => 2 * batch + (n >> 1)),
  };
}

function shares(row: Float32Array): Float32Array {
  const exps = row.map(Math.exp);
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((each) => each / total);
}
