/** How clips come together in batches: V0304 to V0309, V0408. */

import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { addFieldAfter, nameSpanOf, replaceValue, rootOf } from "../diagnostics/edits.ts";
import { grouped, plural } from "../diagnostics/words.ts";
import { isExact } from "../dims/interval.ts";
import { clipsPerVideo, dropsLast, listedVideos } from "../shapes/phase-numbers.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import { sameDims, type Tensor } from "../shapes/tensor.ts";
import { textOfValue } from "../values/print.ts";
import type { NumberValue } from "../values/value.ts";
import { averagingMeter, type Context, isOwn, numbersOf } from "./context.ts";

export function checkBatches(context: Context): void {
  for (const phase of context.phases) {
    checkTake(phase, context);
    const differ = checkSizes(phase, context);
    if (phase.role === "train") checkLastBatch(phase, context);
    else if (context.train) checkWholeVideos(phase, context, differ);
  }
}

function exactField(phase: PhaseAt, name: string, { evaluation }: Context): NumberValue | undefined {
  const value = evaluation.fieldOf(phase.data, name);
  return value?.kind === "number" && isExact(value.interval) ? value : undefined;
}

/** Clips of each video, where that is one number. */
function exactPerVideo(phase: PhaseAt, { evaluation }: Context): number | undefined {
  const each = clipsPerVideo(phase.data, evaluation);
  return each && isExact(each) ? each.low : undefined;
}

/** V0305 and V0306. */
function checkTake(phase: PhaseAt, context: Context): void {
  const { evaluation, findings } = context;
  const take = exactField(phase, "take", context);
  const each = exactPerVideo(phase, context);
  if (!take || each === undefined) return;
  const taken = take.interval.low;
  const videos = listedVideos(phase.data, phase.role, evaluation).high;
  if (taken > videos * each) {
    const fold = exactField(phase, "fold", context);
    const list = `${fold ? `fold ${fold.interval.low}'s ` : ""}${phase.role === "train" ? "training" : "test"} list`;
    findings.report(
      diagnose(
        "V0305",
        {},
        {
          primary: { span: take.origin.span, text: "" },
          secondary: [...sampleLabel(phase, each, context), ...listLabel(phase, context)],
          why: `${list} holds ${plural(videos, "video")} × ${plural(each, "clip")} = ${grouped(videos * each)}; the rest never comes`,
          helps: ["take: none takes all there are"],
        },
      ),
    );
    return;
  }
  if (phase.role !== "test" || taken % each === 0) return;
  const whole = Math.floor(taken / each);
  const edit =
    whole > 0 && isOwn(phase, "take", context)
      ? replaceValue(take, textOfValue({ ...take, interval: { low: whole * each, high: whole * each } }))
      : undefined;
  findings.report(
    diagnose(
      "V0306",
      {},
      {
        primary: {
          span: take.origin.span,
          text: `${plural(taken, "clip")} are ${Number((taken / each).toFixed(2))} videos`,
        },
        secondary: sampleLabel(phase, each, context),
        why: `in test whole videos are taken: ${plural(whole * each, "clip")} (${plural(whole, "video")}) will be used`,
        ...(edit ? { fixes: [{ title: `take: ${edit.newText}`, edits: [edit] }] } : {}),
      },
    ),
  );
}

/** Where the data set states how many videos its lists hold. */
function listLabel(phase: PhaseAt, { evaluation }: Context) {
  const counts = evaluation.factOf(phase.data, `${phase.role}_videos`);
  return counts ? [{ span: rootOf(counts), text: `${phase.data.declaration.name}'s lists, fold by fold` }] : [];
}

function sampleLabel(phase: PhaseAt, each: number, { evaluation }: Context) {
  const sample = evaluation.fieldOf(phase.data, "sample");
  return sample ? [{ span: sample.origin.span, text: `a video is ${plural(each, "clip")}` }] : [];
}

/** V0304: batch norm takes its statistics from what little the last batch holds. */
function checkLastBatch(phase: PhaseAt, context: Context): void {
  const { evaluation, findings } = context;
  const batch = exactField(phase, "batch", context);
  const { clips } = numbersOf(phase, evaluation);
  if (!batch || !isExact(clips) || dropsLast(phase.data, evaluation) !== false) return;
  const rest = clips.low % batch.interval.low;
  if (rest === 0 || (rest > 1 && rest >= batch.interval.low / 2)) return;
  const take = evaluation.fieldOf(phase.data, "take");
  const single = rest === 1 && seesSingleValue(phase, context);
  const edit = clips.low > batch.interval.low ? dropLast(phase, context, batch) : undefined;
  findings.report(
    diagnose(
      "V0304",
      { clips: rest, single },
      {
        severity: single ? "error" : "warning",
        primary: { span: batch.origin.span, text: `the last batch holds ${plural(rest, "clip")}` },
        secondary: take?.kind === "number" ? [{ span: take.origin.span, text: plural(clips.low, "clip") }] : [],
        why: `${clips.low} = ${Math.floor(clips.low / batch.interval.low)} × ${batch.interval.low} + ${rest}; ${single ? "there is no variance of one value" : "its statistics are noisy"}`,
        ...(edit ? { fixes: [edit] } : { helps: ["another `batch` or `take`"] }),
      },
    ),
  );
}

function dropLast(phase: PhaseAt, context: Context, batch: NumberValue): Fix | undefined {
  if (!phase.data.declaration.fields.has("drop_last")) return undefined;
  const written = phase.data.settings.get("drop_last");
  const edit = written ? replaceValue(written, "true") : addFieldAfter(batch, "drop_last: true");
  // What is set for several phases at once would drop batches in all of them.
  return edit && isOwn(phase, written ? "drop_last" : "batch", context)
    ? { title: "drop_last: true", edits: [edit] }
    : undefined;
}

/** Some block's map is a single cell, so that a batch of one clip has one value for each plane. */
function seesSingleValue(phase: PhaseAt, { runs }: Context): boolean {
  const cases = runs.phases.find((each) => each.phase === phase)?.frames?.flatMap((frame) => frame.trunk ?? []) ?? [];
  return cases.some(({ blocks }) =>
    blocks.some(({ tensor }) => tensor.dims.slice(1).every((dim) => dim.value.interval.high === 1)),
  );
}

/** V0308 and V0408. True where clips differ. */
function checkSizes(phase: PhaseAt, context: Context): boolean {
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
  const lows = tensors.map((tensor) => tensor.dims[index]?.value.interval.low ?? 0);
  const highs = tensors.map((tensor) => tensor.dims[index]?.value.interval.high ?? 0);
  const noun = index === first.dims.length - 1 ? "widths" : index === first.dims.length - 2 ? "heights" : "sizes";
  const source = first.dims
    .slice(1)
    .map((each) => each.source)
    .findLast((each) => each?.unit === "px" && each.origin.span.file.origin === "file");
  return { source: source ?? dim.source, text: `${noun} ${Math.min(...lows)}..${Math.max(...highs)}` };
}

/** Transforms that cut a window of a stated size: random ones for training. */
function cropsFor(phase: PhaseAt, { evaluation }: Context): readonly string[] {
  return evaluation
    .components("transform")
    .filter((each) => each.random === (phase.role === "train"))
    .filter((each) => [...each.fields.values()].some((field) => field.type.kind === "dims" && field.type.count === 2))
    .map((each) => each.name);
}

/** V0307 and V0309: a meter averages a video's clips within a batch. */
function checkWholeVideos(phase: PhaseAt, context: Context, differ: boolean): void {
  const { findings } = context;
  const meter = averagingMeter(context);
  const batch = exactField(phase, "batch", context);
  const each = exactPerVideo(phase, context);
  if (!meter) return;
  const averages = { span: nameSpanOf(meter), text: "averages a video's clips within a batch" };
  if (batch && each !== undefined && batch.interval.low % each !== 0) {
    const size = batch.interval.low;
    const nearest = differ ? each : Math.max(Math.floor(size / each), 1) * each;
    const edit = isOwn(phase, "batch", context)
      ? replaceValue(batch, textOfValue({ ...batch, interval: { low: nearest, high: nearest } }))
      : undefined;
    findings.report(
      diagnose(
        "V0307",
        {},
        {
          primary: { span: batch.origin.span, text: `${size} is not a multiple of ${each}` },
          secondary: [...sampleLabel(phase, each, context), averages],
          ...(edit
            ? { fixes: [{ title: `batch: ${edit.newText}`, edits: [edit] }] }
            : { helps: [`batch: ${plural(nearest, "clip")}`] }),
        },
      ),
    );
  }
  const shuffle = phase.data.settings.get("shuffle");
  if (shuffle?.kind === "member" && shuffle.name === "clips" && (each ?? 2) > 1) {
    const edit = isOwn(phase, "shuffle", context) ? replaceValue(shuffle, ".videos") : undefined;
    findings.report(
      diagnose(
        "V0309",
        {},
        {
          primary: { span: shuffle.origin.span, text: "tears videos apart" },
          secondary: [averages],
          ...(edit ? { fixes: [{ title: "shuffle: .videos", edits: [edit] }] } : { helps: ["shuffle: .videos"] }),
        },
      ),
    );
  }
}
