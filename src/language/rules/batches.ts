/** How clips come together in batches: V0304 to V0307, V0309. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { addFieldAfter, nameSpanOf, replaceValue, rootOf } from "../diagnostics/edits.ts";
import { grouped, plural } from "../diagnostics/words.ts";
import { isExact } from "../dims/interval.ts";
import { dropsLast, listedVideos } from "../shapes/phase-numbers.ts";
import type { PhaseAt } from "../shapes/situation.ts";
import { textOfValue } from "../values/print.ts";
import type { NumberValue } from "../values/value.ts";
import { averagingMeter, type Context, exactField, exactPerVideo, isOwn, numbersOf } from "./context.ts";
import { checkSizes } from "./sizes.ts";

export function checkBatches(context: Context): void {
  for (const phase of context.phases) {
    checkTake(phase, context);
    const differ = checkSizes(phase, context);
    if (phase.role === "train") checkLastBatch(phase, context);
    else if (context.train) checkWholeVideos(phase, context, differ);
  }
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
    const list = `${fold ? `fold ${fold.interval.low}'s ` : "the "}${phase.role === "train" ? "training" : "test"} list`;
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
  const better = Math.max(whole, 1) * each;
  const edit = isOwn(phase, "take", context)
    ? replaceValue(take, textOfValue({ ...take, interval: { low: better, high: better } }))
    : undefined;
  findings.report(
    diagnose(
      "V0306",
      {},
      {
        severity: whole === 0 ? "error" : "warning",
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
  const drops = dropsLast(phase.data, evaluation);
  if (!batch || drops === "unknown") return;
  if (drops) {
    if (clips.high < batch.interval.low) reportEmpty(phase, batch, clips.high, context);
    return;
  }
  const rest = clips.low % batch.interval.low;
  if (!isExact(clips) || rest === 0 || (rest > 1 && rest >= batch.interval.low / 2)) return;
  const single = rest === 1 && seesSingleValue(phase, context);
  const edit = clips.low > batch.interval.low ? dropLast(phase, context, batch) : undefined;
  const sum = `${clips.low} = ${Math.floor(clips.low / batch.interval.low)} × ${batch.interval.low} + ${rest}`;
  findings.report(
    diagnose(
      "V0304",
      { clips: rest, case: single ? "single" : "few" },
      {
        severity: single ? "error" : "warning",
        primary: { span: batch.origin.span, text: `the last batch holds ${plural(rest, "clip")}` },
        secondary: takeLabel(phase, clips.low, context),
        why: `${sum}; ${single ? "there is no variance of one value" : "its statistics are noisy"}`,
        ...(edit ? { fixes: [edit] } : { helps: ["another `batch` or `take`"] }),
      },
    ),
  );
}

/** V0304 where the only batch is dropped: nothing would be trained. */
function reportEmpty(phase: PhaseAt, batch: NumberValue, clips: number, context: Context): void {
  const edit = isOwn(phase, "batch", context) ? replaceValue(batch, plural(clips, "clip")) : undefined;
  context.findings.report(
    diagnose(
      "V0304",
      { clips, case: "empty" },
      {
        severity: "error",
        primary: { span: batch.origin.span, text: `an epoch has ${plural(clips, "clip")}` },
        secondary: takeLabel(phase, clips, context),
        ...(edit ? { fixes: [{ title: `batch: ${edit.newText}`, edits: [edit] }] } : { helps: ["a smaller `batch`"] }),
      },
    ),
  );
}

function takeLabel(phase: PhaseAt, clips: number, { evaluation }: Context) {
  const take = evaluation.fieldOf(phase.data, "take");
  return take?.kind === "number" ? [{ span: take.origin.span, text: plural(clips, "clip") }] : [];
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
