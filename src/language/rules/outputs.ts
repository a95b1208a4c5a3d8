/** What heads give against what the loss and the meters take, and against the data's labels: V0605, V0606, V0608, V0609, V0804. */
import type { ComponentDeclaration, ShapeRule } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix, Label } from "../diagnostics/diagnostic.ts";
import { nameSpanOf, writtenAt } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { listed } from "../diagnostics/words.ts";
import { compare } from "../dims/compare.ts";
import { classesFix, derivedValues } from "../shapes/derived.ts";
import { bind, rulesFor, tensorOf } from "../shapes/flow.ts";
import { listRemedies } from "../shapes/list-remedies.ts";
import { checkRequires } from "../shapes/requires.ts";
import { type PhaseAt, plainSituation, type Situation, withNames } from "../shapes/situation.ts";
import { formatSize, type Tensor } from "../shapes/tensor.ts";
import type { Type } from "../types/type.ts";
import type { ComponentValue, HeadValue, NumberValue } from "../values/value.ts";
import type { Context } from "./context.ts";

/** What a head gives in one phase, and the labels it is compared with. */
interface Given {
  readonly phase: PhaseAt;
  readonly head: HeadValue;
  readonly output: Tensor;
  /** The head where it gives this. */
  readonly situation: Situation;
  readonly labels: Tensor | undefined;
}

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

/** The head that a loss or meter looks at; undefined where there is none, or where it does not say which: V0606. */
function headFor(consumer: ComponentValue, context: Context): HeadValue | undefined {
  const { model, evaluation, findings } = context;
  const heads = [...(model?.heads.values() ?? [])];
  const field = [...consumer.declaration.fields.values()].find((each) => referenceTo(each.type) === "head");
  const named = field && evaluation.fieldOf(consumer, field.name);
  const wanted = named?.kind === "member" ? named.name : undefined;
  const [only] = heads;
  const names = heads.map((head) => head.name.name);
  if (heads.length === 0) {
    if (model && consumer.declaration.kind === "loss") reportHeadless(model, consumer, context);
    return undefined;
  }
  if (wanted === undefined) {
    if (heads.length <= 1 || !field) return only;
    const how = `${consumer.declaration.name} { ${field.name}: ${names[0]} }`;
    findings.report(
      diagnose(
        "V0606",
        { heads: heads.length },
        {
          primary: { span: nameSpanOf(consumer), text: "looks at one head" },
          secondary: heads.map((head) => ({ span: head.name.span, text: "" })),
          helps: [`say which: ${how}`],
        },
      ),
    );
    return undefined;
  }
  const found = heads.find((head) => head.name.name === wanted);
  if (!found && named) {
    const [close] = suggest(wanted, names);
    const mine = close !== undefined && named.origin.span.file.origin === "file";
    findings.report(
      diagnose(
        "V0606",
        { unknown: wanted },
        {
          primary: { span: named.origin.span, text: close ? `did you mean \`${close}\`?` : `heads: ${listed(names)}` },
          secondary: heads.map((head) => ({ span: head.name.span, text: "a head" })),
          ...(mine ? { fixes: [{ title: close, edits: [{ span: named.origin.span, newText: close }] }] } : {}),
        },
      ),
    );
  }
  return found;
}

function reportHeadless(model: ComponentValue, loss: ComponentValue, { findings }: Context): void {
  findings.report(
    diagnose(
      "V0606",
      { heads: 0 },
      {
        primary: { span: nameSpanOf(model), text: "gives feature maps, no scores" },
        secondary: [{ span: nameSpanOf(loss), text: "has nothing to look at" }],
        helps: ["add one: `head NAME at stage4.last = …`, with a block of this model"],
      },
    ),
  );
}

/** The reference that a type is, also where it may be left out. */
export function referenceTo(type: Type): string | undefined {
  if (type.kind === "optional") return referenceTo(type.of);
  return type.kind === "reference" ? type.to : undefined;
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

const inWords: Readonly<Record<string, string>> = {
  logits: "logits",
  probabilities: "probabilities",
  multi_probabilities: "independent probabilities",
  labels: "one class per clip",
  multi_labels: "a yes or no per class",
  soft_labels: "a distribution per clip",
};

function words(meaning: string): string {
  return inWords[meaning] ?? meaning.replaceAll("_", " ");
}

/** V0608: the head gives something else. */
function unfit(
  consumer: ComponentValue,
  given: Given,
  takes: readonly ShapeRule[],
  all: readonly Given[],
  context: Context,
) {
  const classes = given.output.dims[0];
  const of = classes ? ` of ${formatSize(classes.value.interval)} classes` : "";
  return diagnose(
    "V0608",
    { what: consumer.declaration.kind },
    {
      primary: {
        span: nameSpanOf(consumer),
        text: `takes ${listed(
          takes.map((rule) => words(rule.type.meaning)),
          "or",
        )}`,
      },
      secondary: [
        { span: headSpan(given.head), text: `yields ${words(given.output.meaning)}${of} in ${given.phase.name}` },
      ],
      fixes: replacements(consumer, all, context),
    },
  );
}

/** V0608, V0609 or V0804: the data's labels are of another sort. */
function unfitLabels(
  consumer: ComponentValue,
  given: Given,
  labels: Tensor,
  takes: readonly ShapeRule[],
  all: readonly Given[],
  context: Context,
) {
  const { kind, name } = consumer.declaration;
  const single = labels.meaning === "labels";
  const classes = given.output.dims[0];
  const count = classes ? formatSize(classes.value.interval) : "several";
  const taken = listed(
    takes.map((rule) => words(rule.type.meaning)),
    "or",
  );
  const data = given.phase.data.declaration.name;
  const fixes = replacements(consumer, all, context);
  const known = takes.some((rule) => rule.type.meaning !== "soft_labels");
  const rest = classes ? `the other ${classes.value.interval.high - 1}` : "the others";
  const parts = {
    primary: { span: nameSpanOf(consumer), text: `takes ${taken}` },
    secondary: [
      {
        span: headSpan(given.head),
        text: `yields ${words(given.output.meaning)} of ${count} classes, ${single ? "one of which is right" : "several of which may be right"}`,
      },
    ],
    why: `${data} labels a clip with ${single ? "one class" : "several classes"}${single && known ? `; ${name} would count ${rest} as independent answers` : ""}`,
    fixes,
    notes: fixes.flatMap((fix) => noteOn(fix, context)),
  };
  if (kind === "meter") return diagnose("V0804", { name }, parts);
  return known ? diagnose("V0608", { what: kind }, parts) : diagnose("V0609", {}, parts);
}

/** A loss that takes both logits and probabilities applies softmax once at most. */
function noteOn(fix: Fix, { evaluation }: Context): readonly string[] {
  const name = fix.edits[0]?.newText;
  const loss = evaluation.components("loss").find((each) => each.name === name);
  const meanings = loss?.shapes.map((rule) => rule.type.meaning) ?? [];
  const both = meanings.includes("logits") && meanings.includes("probabilities");
  return both ? [`${name} takes logits or probabilities and never applies softmax twice`] : [];
}

function headSpan(head: HeadValue) {
  return head.value.kind === "component" ? nameSpanOf(head.value) : head.name.span;
}

/** The one component of the same kind that takes what every phase gives, instead of this one. */
function replacements(consumer: ComponentValue, all: readonly Given[], { evaluation }: Context): readonly Fix[] {
  const span = nameSpanOf(consumer);
  const plain = [...consumer.settings.keys()].every((name) => name === "head");
  const fitting = evaluation
    .components(consumer.declaration.kind)
    .filter((each) => each.name !== consumer.declaration.name && suits(each, all));
  const [other] = fitting;
  if (!other || fitting.length > 1 || !plain || span.file.origin !== "file" || consumer.declaration.kind !== "loss")
    return [];
  return [{ title: `loss: ${other.name}`, edits: [{ span, newText: other.name }] }];
}

function suits(declaration: ComponentDeclaration, all: readonly Given[]): boolean {
  const required = [...declaration.fields.values()].some(
    (field) => !field.derived && field.default === undefined && field.type.kind !== "optional",
  );
  const takes = declaration.shapes.filter((rule) => rule.direction === "takes").map((rule) => rule.type.meaning);
  return (
    !required &&
    all.every(({ output, labels }) => takes.includes(output.meaning) && (!labels || takes.includes(labels.meaning)))
  );
}
