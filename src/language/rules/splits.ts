/** Which lists the phases read: V0301, V0302, V0312, V0313. */

import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { replaceValue } from "../diagnostics/edits.ts";
import { grouped } from "../diagnostics/words.ts";
import { compare } from "../dims/compare.ts";
import { isExact } from "../dims/interval.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import { textOfValue } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { type Context, isOwn } from "./context.ts";

export function checkSplits(context: Context): void {
  // An experiment that trains nothing is told so, and nothing else about its phases' lists.
  if (checkTrains(context)) return;
  for (const phase of context.phases) checkSplit(phase, context);
  checkFolds(context);
  checkIndexes(context);
}

/** V0313. True where it is reported. */
export function checkTrains({ experiment, phases, train, optimizer, evaluation, findings }: Context): boolean {
  const list = evaluation.fieldOf(experiment, "phases");
  if (train || !optimizer || phases.length === 0 || list?.kind !== "list" || list.items.length !== phases.length)
    return false;
  findings.report(
    diagnose(
      "V0313",
      {},
      {
        primary: { span: list.origin.span, text: "the phase that trains is called `train`" },
        secondary: [{ span: optimizer.origin.span, text: "this optimizer has nothing to do" }],
        helps: ["add the data set `train`, or rename the one that should train", "or only test: `vcl evaluate`"],
      },
    ),
  );
  return true;
}

function checkSplit(phase: PhaseAt, context: Context): void {
  const { phases, evaluation, findings } = context;
  const split = evaluation.fieldOf(phase.data, "split");
  if (split?.kind !== "member" || (split.name !== "train" && split.name !== "test") || split.name === phase.role)
    return;
  const other = phases.find((each) => each !== phase && each.role !== phase.role);
  const theirs = other && evaluation.fieldOf(other.data, "split");
  const own = isOwn(phase, "split", context);
  const edit = own ? replaceValue(split, `.${phase.role}`) : undefined;
  const same = own && theirs !== undefined && textOfValue(theirs) === textOfValue(split);
  const fix: Fix | undefined = edit && { title: `split: .${phase.role}`, edits: [edit] };
  findings.report(
    diagnose(
      "V0301",
      { role: phase.role },
      {
        primary: {
          span: split.origin.span,
          text: `${phase.name} reads the ${split.name === "train" ? "training" : "test"} list`,
        },
        secondary: other && same ? [{ span: theirs.origin.span, text: `so does ${other.name}` }] : [],
        ...(fix ? { fixes: [fix] } : { helps: [`split: .${phase.role} in \`${phase.name}\``] }),
      },
    ),
  );
}

/** V0302: what one phase tests on, another one of the same data set may have trained on. */
function checkFolds({ phases, train, evaluation, findings }: Context): void {
  const ours = train && evaluation.fieldOf(train.data, "fold");
  if (!train || ours?.kind !== "number") return;
  for (const phase of phases) {
    const theirs = evaluation.fieldOf(phase.data, "fold");
    if (phase === train || theirs?.kind !== "number" || phase.data.declaration.name !== train.data.declaration.name)
      continue;
    if (compare("==", ours.interval, theirs.interval) !== false || !sameLists(train, phase, evaluation)) continue;
    const named = (value: typeof ours): string =>
      isExact(value.interval) ? `${value.interval.low}` : textOfValue(value);
    const a = named(ours);
    const b = named(theirs);
    const lists = evaluation.fieldOf(train.data, "splits") !== undefined;
    const list = (role: string, fold: string): string =>
      lists ? `${role}list${fold.padStart(2, "0")}` : `fold ${fold}`;
    const groups = groupsOf(phase, theirs.interval.low, evaluation);
    const shared = commonBase(train, phase);
    const stated = theirs.origin.how === "default" ? phase.data : theirs;
    findings.report(
      diagnose(
        "V0302",
        { train: train.name, test: phase.name },
        {
          primary: {
            span: stated.origin.span,
            text: `${phase.name} is ${list("test", b)}${groups ? `, groups ${groups}: all of them are in ${list("train", a)}` : ""}`,
          },
          secondary: [
            {
              span: ours.origin.how === "default" ? train.data.origin.span : ours.origin.span,
              text: `${train.name} is ${list("train", a)}`,
            },
          ],
          why: `${foldsOf(phase, evaluation)}; only matching lists are disjoint`,
          helps: [shared === undefined ? "set `fold` once for both" : `set \`fold\` once, in \`${shared}\``],
        },
      ),
    );
  }
}

/** Two folds of other lists have nothing to do with each other. */
function sameLists(a: PhaseAt, b: PhaseAt, evaluation: Evaluation): boolean {
  const [ours, theirs] = [a, b].map((phase) => evaluation.fieldOf(phase.data, "splits"));
  return ours?.kind !== "path" || theirs?.kind !== "path" || ours.value === theirs.value;
}

function foldsOf(phase: PhaseAt, evaluation: Evaluation): string {
  const counts = ["train_videos", "test_videos"].map((name) => evaluation.factOf(phase.data, name));
  const [train, test] = counts.map((fact) =>
    fact?.kind === "list" ? fact.items.map((item) => (item.kind === "number" ? item.interval.low : Number.NaN)) : [],
  );
  const totals = new Set(train?.map((count, i) => count + (test?.[i] ?? Number.NaN)));
  const [total] = totals;
  const words = ["no", "one", "two", "three", "four", "five"];
  if (totals.size !== 1 || !total || !train) return "the folds split the same videos";
  return `the ${words[train.length] ?? train.length} folds split the same ${grouped(total)} videos`;
}

/** `8–14`: which groups of videos a fold tests on, where the data set says so. */
function groupsOf(phase: PhaseAt, fold: number, evaluation: Evaluation): string | undefined {
  const groups = evaluation.factOf(phase.data, "test_groups");
  const range: Value | undefined = groups?.kind === "list" ? groups.items[fold - 1] : undefined;
  return range?.kind === "range" ? `${range.low.interval.low}–${range.high.interval.high}` : undefined;
}

/** The declared value that both phases amend. */
function commonBase(a: PhaseAt, b: PhaseAt): string | undefined {
  const bases = (phase: PhaseAt): string[] => {
    const names: string[] = [];
    for (let at = phase.data.base; at; at = at.base) if (at.binding) names.push(at.binding.name);
    return names;
  };
  return bases(a).find((name) => bases(b).includes(name));
}

/** V0312: the index of one folder would be overwritten with that of another. */
function checkIndexes({ phases, evaluation, findings }: Context): void {
  const known = phases.flatMap((phase) => {
    const index = evaluation.fieldOf(phase.data, "index");
    const videos = evaluation.fieldOf(phase.data, "videos");
    return index?.kind === "path" && videos?.kind === "path" ? [{ index, videos }] : [];
  });
  for (const [i, second] of known.entries()) {
    const first = known
      .slice(0, i)
      .find((each) => each.index.value === second.index.value && each.videos.value !== second.videos.value);
    if (!first) continue;
    findings.report(
      diagnose(
        "V0312",
        {},
        {
          primary: { span: second.index.origin.span, text: "both would write this file" },
          secondary: [
            { span: first.videos.origin.span, text: "one of these videos" },
            { span: second.videos.origin.span, text: "one of those" },
          ],
          helps: ["give each folder of videos its own `index`"],
        },
      ),
    );
  }
}
