/** What heads give against the data's classes (V0605) and against what the loss and the meters take. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix, Label } from "../diagnostics/diagnostic.ts";
import { writtenAt } from "../diagnostics/edits.ts";
import { compare } from "../dims/compare.ts";
import { classesFix, derivedValues } from "../shapes/derived.ts";
import { bind, rulesFor, tensorOf } from "../shapes/flow.ts";
import { listRemedies } from "../shapes/list-remedies.ts";
import { checkRequires } from "../shapes/requires.ts";
import { plainSituation, withNames } from "../shapes/situation.ts";
import { formatSize } from "../shapes/tensor.ts";
import type { ComponentValue, NumberValue } from "../values/value.ts";
import type { Context } from "./context.ts";
import { type Given, unfit, unfitLabels } from "./fit.ts";
import { headFor } from "./which-head.ts";

export function checkOutputs(context: Context): void {
  const { loss, meters } = context;
  const given = givenByPhase(context);
  for (const each of given) checkClasses(each, context);
  for (const consumer of [...(loss ? [loss] : []), ...meters]) {
    const head = headFor(consumer, context);
    if (head === undefined) continue;
    for (const each of given.filter((one) => one.head === head)) {
      if (!checkConsumer(consumer, each, given, context)) break;
    }
  }
}

function givenByPhase({ runs, evaluation }: Context): readonly Given[] {
  return runs.phases.flatMap(({ phase, frames }) => {
    const plain = plainSituation(phase.data, phase);
    const rule = rulesFor("yields", plain, evaluation).find((each) => isLabels(each.type.meaning));
    const labels = rule && tensorOf(rule.type, plain, evaluation);
    return runs.heads.flatMap(({ head }) => {
      const at = frames?.flatMap((frame) => frame.heads.get(head.name.name) ?? [])[0];
      return at ? [{ phase, head, output: at.output, situation: at.situation, labels }] : [];
    });
  });
}

function isLabels(meaning: string): boolean {
  return meaning.endsWith("labels");
}

/** V0605: as many scores as classes, whether the field is derived or not. */
function checkClasses({ output, labels, head, situation, phase }: Given, { findings }: Context): void {
  const scores = output.dims[0];
  const classes = labels?.of ?? (labels?.meaning === "multi_labels" ? labels.dims[0]?.value : undefined);
  if (!scores || !classes || compare("==", scores.value.interval, classes.interval) !== false) return;
  const source = scores.source && writtenAt(scores.source) ? scores.source : undefined;
  const fix: { readonly fixes?: readonly Fix[] } = source ? classesFix(source, situation) : {};
  const span = source ? (writtenAt(source) ?? source.origin.span) : head.name.span;
  if (findings.has("V0605", span)) return;
  const counts = { data: formatSize(classes.interval), stated: formatSize(scores.value.interval) };
  findings.report(
    diagnose("V0605", counts, {
      primary: { span, text: `${phase.name}'s labels are 0 to ${classes.interval.high - 1}` },
      secondary: classesLabel(classes),
      ...fix,
      ...(fix.fixes ? {} : { helps: [`classes: ${counts.data}`] }),
    }),
  );
}

function classesLabel(classes: NumberValue): readonly Label[] {
  const span = writtenAt(classes);
  return span ? [{ span, text: `${formatSize(classes.interval)} classes` }] : [];
}

/** False where what the head gives does not fit; that is reported once. */
function checkConsumer(consumer: ComponentValue, given: Given, all: readonly Given[], context: Context): boolean {
  const { evaluation, findings } = context;
  const situation = plainSituation(consumer, given.phase);
  const takes = rulesFor("takes", situation, evaluation);
  const outputs = takes.filter((rule) => !isLabels(rule.type.meaning));
  const labels = takes.filter((rule) => isLabels(rule.type.meaning));
  const output = outputs.find((rule) => rule.type.meaning === given.output.meaning);
  if (outputs.length > 0 && !output) {
    findings.report(unfit(consumer, given, outputs, all, context));
    return false;
  }
  if (given.labels && labels.length > 0 && !labels.some((rule) => rule.type.meaning === given.labels?.meaning)) {
    findings.report(unfitLabels(consumer, given, given.labels, labels, all, context));
    return false;
  }
  const bound = output && bind(output.type, given.output, situation, evaluation);
  const entered = bound?.kind === "bound" ? bound.situation : situation;
  const known = withNames(entered, derivedValues(entered, context));
  checkRequires([known], { remedies: (failure) => listRemedies(failure, context) }, context);
  return true;
}
