/** Heads: which block each hangs on, and what it gives there in each phase. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import { writtenAt } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { listed } from "../diagnostics/words.ts";
import { mentions } from "../names/mentions.ts";
import { cover } from "../source/source-file.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue, HeadValue } from "../values/value.ts";
import { derivedValues } from "./derived.ts";
import { isTime } from "./explain.ts";
import { bind, rulesFor, tensorOf } from "./flow.ts";
import { headRemedies } from "./head-remedies.ts";
import { reportMisfit } from "./misfit.ts";
import { type Checking, checkRequires, type Surroundings } from "./requires.ts";
import { type PhaseAt, plainSituation, type Situation, withNames } from "./situation.ts";
import { type Dim, formatDims, formatSize, type Tensor } from "./tensor.ts";
import { type Block, findBlock, stepsTo, type TrunkCase } from "./trunk.ts";

/** What a head gives for one clip. */
export interface HeadCase {
  readonly situation: Situation;
  readonly output: Tensor;
}

/** The full name of the block, or undefined, reported: the trunk has no such block. */
export function placeHead(
  head: HeadValue,
  model: ComponentValue,
  blocks: readonly Block[],
  checking: Checking,
): string | undefined {
  const names = blocks.map((each) => each.name);
  const path = head.at.path.map((each) => each.name);
  const found = findBlock(path, names);
  if (found === undefined) reportNoBlock(head, model, names, checking);
  return found;
}

function reportNoBlock(head: HeadValue, model: ComponentValue, names: readonly string[], { findings }: Checking): void {
  const { path } = head.at;
  const written = path.map((each) => each.name).join(".");
  const [first] = path;
  const last = path.at(-1);
  const groups = [...new Set(names.map((name) => name.split(".")[0] ?? name))];
  const group = groups.find((each) => each === first?.name);
  const within = names
    .filter((name) => name.startsWith(`${group}.`))
    .map((name) => name.slice((group ?? "").length + 1));
  const named = model.binding?.name ?? model.base?.binding?.name ?? model.declaration.name;
  const intended = group !== undefined && within.length > 0 ? `${group}.last` : closest(written, groups, names);
  const whole = spanOfPath(head);
  const span = group !== undefined && path.length > 1 && last ? last.span : whole;
  const text =
    groups.length === 0
      ? `${model.declaration.name} declares no blocks`
      : group === undefined
        ? `${named} has ${briefly(groups, first?.name ?? "")}`
        : within.length > 0
          ? `${group} has ${within.length > 4 ? `${within[0]} … ${within.at(-1)}` : within.join(", ")}; did you mean \`last\`?`
          : `${group} is one block`;
  const mine = whole.file.origin === "file" && intended !== undefined;
  findings.report(
    diagnose(
      "V0601",
      { model: named, block: written },
      {
        primary: { span, text },
        secondary: countsOf(model),
        ...(mine ? { fixes: [{ title: `at ${intended}`, edits: [{ span: whole, newText: intended }] }] } : {}),
        ...(mine || intended === undefined ? {} : { helps: [`at ${intended}`] }),
      },
    ),
  );
}

/** What the program sets of how many blocks there are. */
function countsOf(model: ComponentValue): readonly Label[] {
  const { blocks, fields } = model.declaration;
  const ranges = blocks.flatMap((rule) => rule.path.flatMap((segment) => segment.counter?.range ?? []));
  const names = new Set(ranges.flatMap((range) => mentions(range).map((each) => each.name)));
  return [...names].flatMap((name) => {
    const value = fields.has(name) ? model.settings.get(name) : undefined;
    const span = value && writtenAt(value);
    return value && span ? [{ span, text: `\`${name}\` is ${textOfValue(value)}` }] : [];
  });
}

function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}

/** `stage1 … stage4` where `stage5` was written, else all groups, runs of more than three shortened. */
function briefly(groups: readonly string[], written: string): string {
  const alike = groups.filter((name) => stemOf(name) === stemOf(written));
  const shown = alike.length > 0 ? alike : groups;
  const parts: string[] = [];
  for (const stem of new Set(shown.map(stemOf))) {
    const run = shown.filter((name) => stemOf(name) === stem);
    parts.push(...(run.length > 2 ? [`${run[0]} … ${run.at(-1)}`] : run));
  }
  return listed(parts);
}

/** The block that was meant: the nearest of a numbered run, else by spelling, else the last one. */
function closest(written: string, groups: readonly string[], names: readonly string[]): string | undefined {
  const [group = written] = written.split(".");
  const alike = groups.filter((name) => stemOf(name) === stemOf(group));
  const number = (name: string): number => Number(name.slice(stemOf(name).length));
  const near = alike.toSorted((a, b) => Math.abs(number(a) - number(group)) - Math.abs(number(b) - number(group)));
  const meant = near[0] ?? suggest(group, groups)[0] ?? groups.at(-1);
  if (meant === undefined) return undefined;
  return names.includes(meant) ? meant : `${meant}.last`;
}

function spanOfPath(head: HeadValue) {
  const [first] = head.at.path;
  const last = head.at.path.at(-1);
  return first && last ? cover(first.span, last.span) : head.at.origin.span;
}

/** All that reaches a head: the trunk's blocks in every phase, by frame size. */
export interface TrunkRuns {
  readonly model: ComponentValue;
  readonly phases: readonly { readonly phase: PhaseAt; readonly frames: readonly (readonly TrunkCase[])[] }[];
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

/** The head where this tensor comes in, its derived fields known; undefined where it does not fit, reported. */
export function enterHead(
  component: ComponentValue,
  tensor: Tensor,
  from: TrunkCase,
  phase: PhaseAt,
  checking: Checking,
  given: Label,
): Situation | undefined {
  const plain = { ...plainSituation(component, phase), draws: from.draws };
  const rule = rulesFor("takes", plain, checking.evaluation)[0];
  if (!rule) return { ...plain, tensor };
  const bound = bind(rule.type, tensor, plain, checking.evaluation);
  if (bound.kind !== "bound") {
    reportMisfit(bound, component, tensor, checking.findings, given);
    return undefined;
  }
  return withNames(bound.situation, derivedValues(bound.situation, checking, given));
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
