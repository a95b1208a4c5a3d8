/** V0402: values from 0 to 255 where real ones are wanted, or the other way round. */

import type { ComponentDeclaration } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { nameSpanOf } from "../diagnostics/edits.ts";
import { insertPart, removePart, swapParts } from "../diagnostics/pipe-edits.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Findings } from "./findings.ts";
import type { Tensor } from "./tensor.ts";

type Scale = NonNullable<Tensor["scale"]>;

/** The transform at `index` takes another scale than what reaches it. */
export function reportScale(
  parts: readonly ComponentValue[],
  index: number,
  wanted: Scale,
  given: Scale,
  evaluation: Evaluation,
  findings: Findings,
): void {
  const part = parts[index];
  if (!part) return;
  const already = converted(parts.slice(0, index), wanted, given);
  const fix = already ? removal(parts, index) : mend(parts, index, given, wanted, evaluation);
  findings.report(
    diagnose(
      "V0402",
      { name: part.declaration.name, takes: wanted, gives: given, already },
      { primary: { span: nameSpanOf(part), text: meant[given] }, ...(fix ? { fixes: [fix] } : {}) },
    ),
  );
}

const meant: Readonly<Record<Scale, string>> = { u8: "values are 0 to 255 here", f32: "values are real numbers here" };

/** A phase's transform, and what it is made of. */
export interface Piped {
  readonly transform: Value;
  readonly parts: readonly ComponentValue[];
}

/**
 * The clip reaches a model in another scale than it takes. `others` are the transforms of other phases: where one of them ends
 * in a transform of the same file that makes it right, that one is missing here, and not a bare conversion.
 */
export function reportModelScale(
  model: ComponentValue,
  transform: Value,
  wanted: Scale,
  given: Scale,
  others: readonly Piped[],
  evaluation: Evaluation,
  findings: Findings,
): void {
  const right = others.filter(({ parts }) => converted(parts, given, wanted));
  const name = endingOf(right, transform) ?? converters(given, wanted, evaluation)[0]?.name;
  const { span } = transform.origin;
  const at = { file: span.file, start: span.end, end: span.end };
  const mine = span.file.origin === "file";
  findings.report(
    diagnose(
      "V0402",
      { name: model.declaration.name, takes: wanted, gives: given, already: false },
      {
        primary: { span, text: `the clip leaves this as ${given}` },
        secondary: [{ span: nameSpanOf(model), text: `takes ${wanted}` }],
        ...(name && mine
          ? { fixes: [{ title: `add \`|> ${name}\``, edits: [{ span: at, newText: ` |> ${name}` }] }] }
          : {}),
      },
    ),
  );
}

/** The name with which the pipe of another phase ends. */
function endingOf(others: readonly Piped[], transform: Value): string | undefined {
  for (const { origin } of others.map((each) => each.transform)) {
    const last = origin.expr?.kind === "pipe" ? origin.expr.stages.at(-1) : undefined;
    if (last?.kind === "name" && last.span.file === transform.origin.span.file) return last.name;
  }
  return undefined;
}

/** Whether one of these made the scale that is there out of the one that is wanted. */
function converted(parts: readonly ComponentValue[], wanted: Scale, there: Scale): boolean {
  return parts.some((part) => converts(part.declaration, wanted, there));
}

function converts(declaration: ComponentDeclaration, from: Scale, to: Scale): boolean {
  const scale = (direction: "takes" | "yields") =>
    declaration.shapes.find((rule) => rule.direction === direction)?.type.scale;
  return scale("takes") === from && scale("yields") === to;
}

/** Transforms that make one scale of the other and need nothing to be said. */
function converters(from: Scale, to: Scale, evaluation: Evaluation): readonly ComponentDeclaration[] {
  return evaluation
    .components("transform")
    .filter((each) => converts(each, from, to))
    .filter((each) => [...each.fields.values()].every((field) => field.default !== undefined || field.derived));
}

/** What makes the clip fit: the converter that stands behind goes first, or one is put in front. */
function mend(
  parts: readonly ComponentValue[],
  index: number,
  from: Scale,
  to: Scale,
  evaluation: Evaluation,
): Fix | undefined {
  const next = parts[index + 1];
  const swapped = next && converts(next.declaration, from, to) ? swapParts(parts, index) : undefined;
  if (next && swapped) return { title: `put \`${next.declaration.name}\` first`, edits: swapped };
  const [converter] = converters(from, to, evaluation);
  const edits = converter && insertPart(parts, index, converter.name);
  return edits && { title: `${converter.name} |> ${parts[index]?.declaration.name}`, edits };
}

function removal(parts: readonly ComponentValue[], index: number): Fix | undefined {
  const edits = removePart(parts, index);
  return edits && { title: `remove \`${parts[index]?.declaration.name}\``, edits };
}
