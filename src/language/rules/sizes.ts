/** Clips of different size in one batch: V0308 where it tests, V0408 where it trains. */
import { diagnose } from "../diagnostics/catalogue.ts";
import { replaceValue, rootOf } from "../diagnostics/edits.ts";
import { plural } from "../diagnostics/words.ts";
import { hull } from "../dims/arithmetic.ts";
import { exactly } from "../dims/interval.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import { sameDims, type Tensor } from "../shapes/tensor.ts";
import { textOfValue } from "../values/print.ts";
import type { NumberValue } from "../values/value.ts";
import { type Context, exactField, exactPerVideo, isOwn } from "./context.ts";

/** V0308 and V0408. True where clips differ. */
export function checkSizes(phase: PhaseAt, context: Context): boolean {
  const { runs, evaluation, findings } = context;
  const batch = exactField(phase, "batch", context);
  const each = exactPerVideo(phase, context);
  const frames =
    runs.phases
      .find((run) => run.phase === phase)
      ?.pipelines?.map((pipeline) => pipeline.cases.map((one) => one.tensor)) ?? [];
  const [first] = frames.flat();
  const other = first && frames.flat().find((tensor) => !sameDims(tensor, first));
  if (!batch || each === undefined || !first || !other) return false;
  const size = batch.interval.low;
  const withinVideo = frames.some((tensors) => tensors.length > 1);
  const together = phase.role === "train" || withinVideo ? size > 1 : Math.floor(size / each) > 1;
  if (!together) return true;
  const transform = evaluation.fieldOf(phase.data, "transform");
  const alone = phase.role === "test" && !withinVideo && isOwn(phase, "batch", context);
  const edit = alone ? replaceValue(batch, textOfValue({ ...batch, interval: { low: each, high: each } })) : undefined;
  const place = varyingDim(frames.flat());
  const crops = cropsFor(phase, context);
  findings.report(
    diagnose(
      phase.role === "train" ? "V0408" : "V0308",
      {},
      {
        primary: {
          span: batch.origin.span,
          text: phase.role === "test" ? plural(Math.ceil(size / each), "video") : "",
        },
        secondary: place
          ? [{ span: place.source ? rootOf(place.source) : (transform ?? phase.data).origin.span, text: place.text }]
          : [],
        ...(edit ? { fixes: [{ title: `batch: ${edit.newText}`, edits: [edit] }] } : {}),
        helps: crops.map((name) => `${edit ? "or add" : "add"} \`${name}\`, which gives all clips one size`),
      },
    ),
  );
  return true;
}

/** `widths 170..226`, and what sets them. */
function varyingDim(
  tensors: readonly Tensor[],
): { readonly source: NumberValue | undefined; readonly text: string } | undefined {
  const [first] = tensors;
  const index =
    first?.dims.findLastIndex(
      (_, i) => new Set(tensors.map((tensor) => tensor.dims[i]?.value.interval.high)).size > 1,
    ) ?? -1;
  const dim = first?.dims[index];
  if (!first || !dim) return undefined;
  const { low, high } = hull(tensors.map((tensor) => tensor.dims[index]?.value.interval ?? exactly(0)));
  const noun = index === first.dims.length - 1 ? "widths" : index === first.dims.length - 2 ? "heights" : "sizes";
  const source = first.dims
    .slice(1)
    .map((each) => each.source)
    .findLast((each) => each?.unit === "px" && each.origin.span.file.origin === "file");
  return { source: source ?? dim.source, text: `${noun} ${low}..${high}` };
}

/** Transforms that cut a window of a stated size: random ones for training. */
function cropsFor(phase: PhaseAt, { evaluation }: Context): readonly string[] {
  return evaluation
    .components("transform")
    .filter((each) => each.random === (phase.role === "train"))
    .filter((each) => [...each.fields.values()].some((field) => field.type.kind === "dims" && field.type.count === 2))
    .map((each) => each.name);
}
