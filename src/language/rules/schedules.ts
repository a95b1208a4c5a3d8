/** Learning rates over a run: the order of milestones (V0701), V0702 to V0704, V0707. */

import { diagnose } from "../diagnostics/catalogue.ts";
import { entryOf, rootOf } from "../diagnostics/edits.ts";
import { plural } from "../diagnostics/words.ts";
import { isExact } from "../dims/interval.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import type { Type } from "../types/type.ts";
import { textOfNumber } from "../values/print.ts";
import type { ComponentValue, NumberValue, Value } from "../values/value.ts";
import type { Context } from "./context.ts";

export function checkSchedules(context: Context): void {
  const { optimizer, evaluation, experiment } = context;
  if (!optimizer) return;
  const epochs = evaluation.fieldOf(experiment, "epochs");
  const total = epochs?.kind === "number" ? epochs : undefined;
  for (const name of optimizer.declaration.fields.keys()) {
    const value = evaluation.fieldOf(optimizer, name);
    const parts = value && partsOfSchedule(value);
    if (!parts) continue;
    if (parts.length > 1) checkJoins(parts, context);
    else if (parts[0]) checkWhole(parts[0], context);
    for (const part of parts) {
      checkLength(part, total, context);
      const share = parts.length > 1 ? numberOf(part, "over", evaluation)?.interval.low : 1;
      checkMilestones(part, total, share ?? 1, context);
    }
  }
}

/** The parts of `a then b`; undefined where a number stands for a schedule. */
export function partsOfSchedule(value: Value): readonly ComponentValue[] | undefined {
  if (value.kind === "component") return value.declaration.kind === "schedule" ? [value] : undefined;
  if (value.kind !== "composed" || value.how !== "then") return undefined;
  const parts = value.parts.map(partsOfSchedule);
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function numberOf(part: ComponentValue, name: string, evaluation: Evaluation): NumberValue | undefined {
  const value = evaluation.fieldOf(part, name);
  return value?.kind === "number" && isExact(value.interval) ? value : undefined;
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))}%`;
}

/** V0703 and V0704 */
function checkJoins(parts: readonly ComponentValue[], { evaluation, findings }: Context): void {
  const shares = parts.map((part) => numberOf(part, "over", evaluation));
  const known = shares.filter((share) => share !== undefined && share.unit === undefined) as readonly NumberValue[];
  const covered = known.reduce((sum, share) => sum + share.interval.low, 0);
  const last = shares.at(-1);
  const [lastPart] = parts.slice(-1);
  if (known.length === parts.length && last && lastPart && Math.abs(covered - 1) > 1e-9) {
    const left = 1 - (covered - last.interval.low);
    findings.report(
      diagnose(
        "V0703",
        { percent: percent(covered) },
        {
          primary: {
            span: entryOf(last) ? last.origin.span : lastPart.origin.span,
            text: `this part covers ${percent(last.interval.low)}`,
          },
          secondary: known.slice(0, -1).map((share, i) => ({
            span: entryOf(share) ? share.origin.span : (parts[i]?.origin.span ?? share.origin.span),
            text: percent(share.interval.low),
          })),
          helps: [left > 0 ? `over: ${percent(left)}` : "the shares make 100%"],
        },
      ),
    );
  }
  for (const [i, next] of parts.entries()) {
    const to = i > 0 && parts[i - 1] ? numberOf(parts[i - 1] as ComponentValue, "to", evaluation) : undefined;
    const from = numberOf(next, "from", evaluation);
    if (!to || !from || Math.abs(to.interval.low - from.interval.low) <= 1e-12) continue;
    findings.report(
      diagnose(
        "V0704",
        { from: textOfNumber(to), to: textOfNumber(from) },
        {
          primary: { span: from.origin.span, text: "the next part starts here" },
          secondary: [{ span: to.origin.span, text: "the part before ends here" }],
        },
      ),
    );
  }
}

/** V0703 for a schedule on its own that covers less than the run. */
function checkWhole(part: ComponentValue, { evaluation, findings }: Context): void {
  const over = numberOf(part, "over", evaluation);
  if (!over || over.unit !== undefined || Math.abs(over.interval.low - 1) <= 1e-9 || !entryOf(over)) return;
  findings.report(
    diagnose(
      "V0703",
      { percent: percent(over.interval.low) },
      {
        primary: { span: over.origin.span, text: "nothing follows" },
        helps: ["leave `over` out, or go on with `then`"],
      },
    ),
  );
}

/** V0707: a part whose length is stated in epochs. */
function checkLength(part: ComponentValue, total: NumberValue | undefined, { evaluation, findings }: Context): void {
  const over = numberOf(part, "over", evaluation);
  if (!total || over?.unit !== "epochs" || over.interval.low <= total.interval.high) return;
  findings.report(
    diagnose(
      "V0707",
      {},
      {
        primary: { span: over.origin.span, text: "" },
        secondary: [{ span: rootOf(total), text: `training is ${textOfNumber(total)}` }],
      },
    ),
  );
}

function isEpochs(type: Type): boolean {
  return type.kind === "refined" ? isEpochs(type.base) : type.kind === "unit" && type.unit === "epochs";
}

/** V0701 and V0702, for every field that is a list of epochs. */
function checkMilestones(part: ComponentValue, total: NumberValue | undefined, share: number, context: Context): void {
  for (const field of part.declaration.fields.values()) {
    if (field.type.kind !== "list" || !isEpochs(field.type.of)) continue;
    const list = context.evaluation.fieldOf(part, field.name);
    if (list?.kind !== "list") continue;
    const milestones = list.items.filter(
      (item) => item.kind === "number" && isExact(item.interval),
    ) as readonly NumberValue[];
    const values = valuesBeside(part, context.evaluation);
    if (reportDisorder(milestones, context)) continue;
    for (const [i, milestone] of milestones.entries()) {
      const ends = total && total.interval.high * share;
      if (!total || ends === undefined || !(milestone.interval.low >= ends)) continue;
      reportUnreached(milestone, field.name, total, share, values.slice(i, i + 2), milestones.length === 1, context);
      break;
    }
  }
}

/** The rates between which milestones stand. */
function valuesBeside(part: ComponentValue, evaluation: Evaluation): readonly NumberValue[] {
  const list = evaluation.fieldOf(part, "values");
  return list?.kind === "list" ? (list.items.filter((item) => item.kind === "number") as readonly NumberValue[]) : [];
}

function reportDisorder(milestones: readonly NumberValue[], { findings }: Context): boolean {
  const late = milestones.findIndex((each, i) => i > 0 && each.interval.low <= (milestones[i - 1]?.interval.low ?? 0));
  const [bad, before] = [milestones[late], milestones[late - 1]];
  if (!bad || !before) return false;
  findings.report(
    diagnose(
      "V0701",
      { title: "milestones must increase" },
      {
        primary: { span: bad.origin.span, text: `not after ${textOfNumber(before)}` },
        secondary: [{ span: before.origin.span, text: "the one before" }],
      },
    ),
  );
  return true;
}

function reportUnreached(
  milestone: NumberValue,
  field: string,
  total: NumberValue,
  share: number,
  values: readonly NumberValue[],
  only: boolean,
  { findings }: Context,
): void {
  const epochs = total.interval.high * share;
  const last = Math.max(Math.ceil(epochs) - 1, 0);
  const [stays, starts] = values;
  const at = plural(milestone.interval.low, "epoch");
  const why =
    stays && starts
      ? `${textOfNumber(starts)} would start at epoch ${milestone.interval.low}; the rate stays ${textOfNumber(stays)} to the end`
      : undefined;
  const enough = Math.floor(milestone.interval.low / share) + 1;
  const [param] = total.params.size === 1 ? total.params : [];
  const longer = param ? `--${param.name} ${enough}` : `train for ${plural(enough, "epoch")}`;
  findings.report(
    diagnose(
      "V0702",
      {},
      {
        primary: { span: milestone.origin.span, text: "" },
        secondary: [
          {
            span: rootOf(total),
            text:
              share === 1
                ? `the last epoch starts at ${plural(last, "epoch")} (\`${field}\` counts finished epochs)`
                : `this part has ${plural(Number(epochs.toFixed(2)), "epoch")}`,
          },
        ],
        ...(why === undefined ? {} : { why }),
        helps: [
          last >= 1 && only ? `${field}: [${plural(last, "epoch")}], or ${longer}` : `${longer}: then ${at} is reached`,
        ],
      },
    ),
  );
}
