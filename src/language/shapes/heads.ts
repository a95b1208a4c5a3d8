/** What heads give on their blocks, in each phase. */
import type { Label } from "../diagnostics/diagnostic.ts";
import type { HeadValue } from "../values/value.ts";
import { isTime } from "./explain.ts";
import { rulesFor, tensorOf } from "./flow.ts";
import { enterHead, type TrunkRuns } from "./head-entry.ts";
import { spanOfPath } from "./head-place.ts";
import { headRemedies } from "./head-remedies.ts";
import { type Checking, checkRequires, type Surroundings } from "./requires.ts";
import type { PhaseAt, Situation } from "./situation.ts";
import { type Dim, formatDims, formatSize, type Tensor } from "./tensor.ts";
import { stepsTo, type TrunkCase } from "./trunk.ts";

/** What a head gives for one clip. */
export interface HeadCase {
  readonly situation: Situation;
  readonly output: Tensor;
}

/**
 * One head on its block, for the clips of one frame size. Undefined where it cannot work; that is reported. `all` are the
 * other phases too, in which what is proposed instead has to hold.
 */
export function runHead(
  head: HeadValue,
  block: string,
  cases: readonly TrunkCase[],
  phase: PhaseAt,
  all: TrunkRuns,
  checking: Checking,
): readonly HeadCase[] | undefined {
  if (head.value.kind !== "component") return undefined;
  const situations: Situation[] = [];
  for (const each of cases) {
    const tensor = each.blocks.find((one) => one.name === block)?.tensor;
    const entered = tensor && enterHead(head.value, tensor, each, phase, checking, givenLabel(head, tensor, phase));
    if (!entered) return undefined;
    situations.push(entered);
  }
  const alive = checkRequires(situations, surroundingsOf(head, block, cases, phase, all, checking), checking);
  if (alive.length === 0) return undefined;
  return alive.flatMap((situation) => {
    const output = outputOf(situation, checking);
    return output ? [{ situation, output }] : [];
  });
}

/** What the head gives: the first `yields` that holds. */
export function outputOf(situation: Situation, { evaluation }: Checking): Tensor | undefined {
  const rule = rulesFor("yields", situation, evaluation)[0];
  return rule && tensorOf(rule.type, situation, evaluation, ["classes"]);
}

/** `gives 512 × 1 × 7 × 7 in train`, at the head's place in the trunk. */
export function givenLabel(head: HeadValue, tensor: Tensor, phase: PhaseAt): Label {
  return { span: spanOfPath(head), text: `gives ${formatDims(tensor)} in ${phase.name}` };
}

function surroundingsOf(
  head: HeadValue,
  block: string,
  cases: readonly TrunkCase[],
  phase: PhaseAt,
  all: TrunkRuns,
  checking: Checking,
): Surroundings {
  return {
    given: (situation) => situation.tensor && givenLabel(head, situation.tensor, phase),
    chain: (dim, situation) => chainOf(dim, situation, block, cases),
    remedies: (failure) => headRemedies(failure, block, all, checking),
  };
}

/** `8 frames → 8 stem → 8 stage1 → 4 stage2 → 2 stage3 → 1 stage4` */
function chainOf(dim: Dim, situation: Situation, block: string, cases: readonly TrunkCase[]): string | undefined {
  const index = situation.tensor?.dims.findIndex((each) => each.value === dim.value) ?? -1;
  const at = cases.find((each) => each.blocks.some((one) => one.tensor === situation.tensor));
  if (index < 0 || !at || at.clip.dims.length !== situation.tensor?.dims.length) return undefined;
  const [first, ...rest] = stepsTo(block, at.clip, at.blocks);
  const start = first?.tensor.dims[index];
  if (!start) return undefined;
  const size = formatSize(start.value.interval);
  const from = isTime(start) ? `${size} ${size === "1" ? "frame" : "frames"}` : size;
  return [
    from,
    ...rest.map(
      (step) => `${formatSize(step.tensor.dims[index]?.value.interval ?? start.value.interval)} ${step.label}`,
    ),
  ].join(" → ");
}
