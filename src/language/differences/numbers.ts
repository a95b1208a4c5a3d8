/** What follows for the shapes and for an epoch: clips, blocks and steps of the phases that both experiments have. */
import type { CheckedExperiment, CheckedPhase, ShapeRun } from "../checked.ts";
import { phaseWords } from "../shapes/phase-words.ts";
import { formatSize } from "../shapes/tensor.ts";
import type { Difference, Side } from "./difference.ts";

export function numberDifferences(before: CheckedExperiment, after: CheckedExperiment): readonly Difference[] {
  return before.phases.flatMap((phase) => {
    const same = after.phases.find(({ name }) => name === phase.name);
    return same ? [...epochOf(phase, same), ...tensorsOf(phase, same)] : [];
  });
}

function epochOf(before: CheckedPhase, after: CheckedPhase): readonly Difference[] {
  const name = `${before.name}: `;
  return unlessSame(before.name, "data", phaseWords(before).slice(name.length), phaseWords(after).slice(name.length));
}

/** The last block of each group, for the first frame size. */
function tensorsOf(before: CheckedPhase, after: CheckedPhase): readonly Difference[] {
  const [a, b] = [before.runs[0], after.runs[0]].map((run) => run && groupsOf(run));
  if (!a || !b) return [];
  const names = [...new Set([...a.keys(), ...b.keys()])];
  return names.flatMap((name) => unlessSame(`${name} in ${before.name}`, "model", a.get(name), b.get(name)));
}

function groupsOf({ blocks }: ShapeRun): ReadonlyMap<string, string> {
  return new Map(
    blocks.map(({ name, tensor }) => [
      name.split(".")[0] ?? name,
      tensor.dims.map(({ size }) => formatSize(size)).join(" × "),
    ]),
  );
}

function unlessSame(
  path: string,
  group: Difference["group"],
  before: string | undefined,
  after: string | undefined,
): readonly Difference[] {
  if (before === after) return [];
  const side = (text: string | undefined): Side | undefined =>
    text === undefined ? undefined : { text, how: "derived", places: [] };
  const [a, b] = [side(before), side(after)];
  return [{ paths: [path], group, ...(a ? { before: a } : {}), ...(b ? { after: b } : {}) }];
}
