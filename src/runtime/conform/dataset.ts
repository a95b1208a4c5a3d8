import type { Batch, DataSet } from "../data.ts";
import type { Fault, Output, Seen, Trial } from "./observation.ts";
import { areNumbers } from "./tensors.ts";

/** A data set, opened where it finds nothing wrong with its files: its plan, and the first batch. */
export async function observeDataSet(dataSet: DataSet, { classes, seed }: Trial): Promise<Seen> {
  const problems = await dataSet.inspect();
  if (problems.some(({ severity }) => severity === "error")) return { outputs: [], faults: [] };
  const { signal } = new AbortController();
  const data = await dataSet.open({ signal, decoders: 1, report: () => {} });
  try {
    const faults: Fault[] = [];
    if (data.classes.length !== classes)
      faults.push({ title: `it has ${data.classes.length} classes, not the ${classes} of its declaration` });
    const plan = data.plan(seed, 1);
    if (JSON.stringify(plan) !== JSON.stringify(data.plan(seed, 1))) {
      faults.push({ title: "the same seed and epoch plan other clips", help: "draw from stream(seed, epoch, …)" });
    }
    const [first] = plan;
    if (first === undefined) return { outputs: [], faults: [...faults, { title: "its epoch has no batch" }] };
    const { batch } = await data.load(first, seed, 1, signal);
    if (batch === null) return { outputs: [], faults: [...faults, { title: "its first batch is empty" }] };
    const again = await data.load(first, seed, 1, signal);
    if (again.batch && String(again.batch.clips) !== String(batch.clips))
      faults.push({ title: "the same clips look otherwise when they are loaded again" });
    return { outputs: [outputOf(batch)], faults: [...faults, ...batchFaults(batch, first.length, classes)] };
  } finally {
    await data.close();
  }
}

function outputOf({ shape: [, t, h, w, c] }: Batch): Output {
  return { of: "", dims: [c, t, h, w] };
}

function batchFaults({ clips, shape, labels, videos }: Batch, planned: number, classes: number): readonly Fault[] {
  const [n] = shape;
  const faults: Fault[] = [];
  if (n !== planned) faults.push({ title: `it loads ${n} of ${planned} clips` });
  if (clips.length !== shape.reduce((a, b) => a * b, 1))
    faults.push({ title: "its batch has another size than it says" });
  if (!areNumbers(clips)) faults.push({ title: "its clips are no numbers" });
  if (labels.length !== n || videos.length !== n) faults.push({ title: "not every clip has a label and a video" });
  const wrong = labels.find((label) => label < 0 || label >= classes);
  if (wrong !== undefined) faults.push({ title: `there is a label ${wrong}, and ${classes} classes` });
  return faults;
}
