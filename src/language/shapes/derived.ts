/** Derived fields: what follows, and whether what was stated agrees with it. */

import type { Field } from "../declarations/declaration.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Edit, Fix, Label } from "../diagnostics/diagnostic.ts";
import { removeField, rootOf, writtenAt } from "../diagnostics/edits.ts";
import { compare } from "../dims/compare.ts";
import { mentions } from "../names/mentions.ts";
import { textOf } from "../source/source-file.ts";
import type { Type } from "../types/type.ts";
import { makeNumber, withOrigin } from "../values/make.ts";
import { textOfValue } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import type { Checking } from "./requires.ts";
import { evaluateIn, type Situation } from "./situation.ts";
import { formatSize } from "./tensor.ts";

/**
 * What each derived field is in this situation. A stated one that differs is reported, and what follows goes on instead: the
 * rest is judged as if the line were not there. `given` says where the tensor comes from.
 */
export function derivedValues(situation: Situation, checking: Checking, given?: Label): ReadonlyMap<string, Value> {
  const { component, phase } = situation;
  const values = new Map<string, Value>();
  for (const field of component.declaration.fields.values()) {
    if (!field.derived || field.default === undefined) continue;
    if (field.phase !== undefined && phase !== undefined && field.phase !== phase.role) continue;
    const follows = asField(evaluateIn(field.default, situation, checking.evaluation), field);
    if (follows.kind === "poison" || follows.kind === "unknown") continue;
    const stated = component.settings.get(field.name);
    if (stated && differs(stated, follows)) {
      checking.findings.report(mismatch(field, stated, follows, situation, given));
    }
    const agrees = stated !== undefined && stated.kind !== "poison" && !differs(stated, follows);
    values.set(field.name, agrees ? stated : follows);
  }
  return values;
}

/** A plain number (a dim) as the field has it: with its unit. */
function asField(value: Value, field: Field): Value {
  if (value.kind !== "number" || value.unit !== undefined) return value;
  const type = unrefined(field.type);
  const parts = { whole: value.whole, ...(type.kind === "unit" ? { unit: type.unit } : {}) };
  return withOrigin(makeNumber(value.interval, value.origin, value.params, parts), { ...value.origin, how: "derived" });
}

function unrefined(type: Type): Type {
  if (type.kind === "refined") return unrefined(type.base);
  return type.kind === "optional" ? unrefined(type.of) : type;
}

function differs(stated: Value, follows: Value): boolean {
  if (stated.kind === "poison" || stated.kind === "unknown") return false;
  if (stated.kind === "number" && follows.kind === "number") {
    return compare("==", stated.interval, follows.interval) === false;
  }
  return stated.kind !== follows.kind || textOfValue(stated) !== textOfValue(follows);
}

function mismatch(
  field: Field,
  stated: Value,
  follows: Value,
  situation: Situation,
  given: Label | undefined,
): Diagnostic {
  const { component, phase } = situation;
  const { kind } = component.declaration;
  const names = field.default ? mentions(field.default).map((each) => each.name) : [];
  const dim = names.flatMap((name) => situation.dims.get(name) ?? [])[0];
  const source = sourceLabel(dim?.source ?? follows, follows, situation);
  const secondary = [...(given && dim ? [given] : []), ...(source ? [source] : [])];
  const edit = removeField(stated);
  const removal: Fix | undefined = edit && {
    title: `remove ${onOwnLine(edit) ? "the line" : "it"}, it is derived`,
    edits: [edit],
  };
  const parts = {
    primary: { span: stated.origin.span, text: "" },
    secondary,
    ...(removal ? { fixes: [removal] } : { helps: [`leave \`${field.name}\` out, it is derived`] }),
  };
  const told = sizeOf(stated);
  const truth = sizeOf(follows);
  if (kind === "head" && dim) {
    const planes = situation.tensor?.dims[0]?.value === dim.value;
    const title = planes
      ? `the block has ${truth} planes, not ${told}`
      : `\`${field.name}\` is ${truth} here, not ${told}`;
    return diagnose("V0602", { title }, parts);
  }
  if (kind === "head") {
    const fewer = stated.kind === "number" && follows.kind === "number" && stated.interval.high < follows.interval.low;
    const last = follows.kind === "number" ? follows.interval.low - 1 : undefined;
    const why = fewer ? { why: `labels up to ${last} would be out of range` } : {};
    const primary = { ...parts.primary, text: last === undefined ? "" : `the labels are 0 to ${last}` };
    const given = { ...parts, primary, ...why, ...classesFix(stated, situation) };
    return diagnose("V0605", { data: truth, stated: told }, given);
  }
  if (kind === "meter") return diagnose("V0802", { phase: phase?.name ?? "test", gives: textOfValue(follows) }, parts);
  const channels = kind === "model" && dim !== undefined && situation.tensor?.dims[0]?.value === dim.value;
  if (channels) return diagnose("V0501", { title: `the clip has ${truth} channels, not ${told}` }, parts);
  const title =
    follows.kind === "none"
      ? `\`${field.name}\` is no single number here`
      : kind === "model"
        ? `the model is told ${textOfValue(stated)}, ${phase?.name ?? "train"} gives ${truth}`
        : `\`${field.name}\` is ${truth} here, not ${told}`;
  return diagnose("V0502", { title }, parts);
}

/** The data set's own number instead of a stated one, by the name that the program gave the data set. */
export function classesFix(stated: Value, situation: Situation): { readonly fixes?: readonly Fix[] } {
  let data = situation.phase?.data;
  if (!data || stated.origin.span.file.origin !== "file") return {};
  while (data.base?.binding && data.base.binding.file === stated.origin.span.file) data = data.base;
  const name = data.binding?.file === stated.origin.span.file ? data.binding.name : undefined;
  if (name === undefined) return {};
  return { fixes: [{ title: `${name}.classes`, edits: [{ span: stated.origin.span, newText: `${name}.classes` }] }] };
}

function sizeOf(value: Value): string {
  return value.kind === "number" && !value.percent ? formatSize(value.interval) : textOfValue(value);
}

/** Where the truth comes from; nowhere where it was computed from something else. */
function sourceLabel(source: Value, follows: Value, { phase }: Situation): Label | undefined {
  if (source.kind !== "number" || follows.kind !== "number" || source.interval.low !== follows.interval.low)
    return undefined;
  const size = formatSize(source.interval);
  const span = rootOf(source);
  if (writtenAt(source) !== undefined) return { span, text: `the ${size} is set here` };
  const isFact = phase?.data.declaration.file === span.file;
  return { span, text: isFact ? `${phase.data.declaration.name} has ${size}` : `${size} is the default` };
}

function onOwnLine({ span }: Edit): boolean {
  return /[\r\n]$/.test(textOf(span));
}
