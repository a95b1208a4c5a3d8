/** A loss or a meter that takes something else than the head or the data give: V0608, V0609, V0804. */
import type { ComponentDeclaration, ShapeRule } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import { listed } from "../diagnostics/words.ts";
import type { PhaseAt, Situation } from "../shapes/situation.ts";
import { formatSize, type Tensor } from "../shapes/tensor.ts";
import type { ComponentValue, HeadValue } from "../values/value.ts";
import type { Context } from "./context.ts";

/** What a head gives in one phase, and the labels it is compared with. */
export interface Given {
  readonly phase: PhaseAt;
  readonly head: HeadValue;
  readonly output: Tensor;
  /** The head where it gives this. */
  readonly situation: Situation;
  readonly labels: Tensor | undefined;
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
export function unfit(
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
export function unfitLabels(
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
