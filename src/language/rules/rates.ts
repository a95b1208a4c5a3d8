/** V0705, advice: a rate far above what linear scaling (arXiv:1706.02677) makes of a rate that is known to train well. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { plural } from "../diagnostics/words.ts";
import { isExact } from "../dims/interval.ts";
import type { Evaluation } from "../shapes/evaluation.ts";
import { textOfNumber } from "../values/print.ts";
import type { NumberValue, Value } from "../values/value.ts";
import { type Context, exactField } from "./context.ts";
import { partsOfSchedule } from "./schedules.ts";

/** A rate is often some times higher than the rule says and trains well all the same; beyond this few do. */
const farAbove = 10;

/** Fields of a schedule that hold rates. */
const rateFields = ["value", "values", "from", "to"];

export function checkRates(context: Context): void {
  const { optimizer, train, evaluation, pedantic, findings } = context;
  if (!pedantic || !optimizer || !train) return;
  const known = exactFact("reference_lr", context);
  const knownBatch = exactFact("reference_batch", context);
  const batch = exactField(train, "batch", context);
  const lr = evaluation.fieldOf(optimizer, "lr");
  const peak = lr && highest(ratesOf(lr, evaluation));
  if (!known || !knownBatch || !batch || !peak) return;
  const [clips, rate] = [batch.interval.low, peak.interval.low];
  const scaled = (known.interval.low * clips) / knownBatch.interval.low;
  if (rate <= farAbove * scaled) return;
  const better = Number(scaled.toPrecision(3));
  findings.report(
    diagnose(
      "V0705",
      { lr: textOfNumber(peak), clips },
      {
        primary: { span: peak.origin.span, text: `${Number((rate / scaled).toPrecision(2))} times linear scaling` },
        secondary: [{ span: batch.origin.span, text: plural(clips, "clip") }],
        why: `${known.interval.low} is known to train with ${plural(knownBatch.interval.low, "clip")}, which is ${better} for ${clips}`,
        helps: [`a rate near ${better}, or larger batches`],
      },
    ),
  );
}

function exactFact(name: string, { optimizer, evaluation }: Context): NumberValue | undefined {
  const fact = optimizer && evaluation.factOf(optimizer, name);
  return fact?.kind === "number" && isExact(fact.interval) ? fact : undefined;
}

function ratesOf(lr: Value, evaluation: Evaluation): readonly NumberValue[] {
  const parts = partsOfSchedule(lr) ?? [];
  const held = parts.flatMap((part) => rateFields.map((name) => evaluation.fieldOf(part, name)));
  return [lr, ...held]
    .flatMap((value) => (value?.kind === "list" ? value.items : value === undefined ? [] : [value]))
    .filter((value): value is NumberValue => value.kind === "number" && isExact(value.interval));
}

function highest(rates: readonly NumberValue[]): NumberValue | undefined {
  return rates.reduce<NumberValue | undefined>(
    (best, rate) => (best === undefined || rate.interval.low > best.interval.low ? rate : best),
    undefined,
  );
}
