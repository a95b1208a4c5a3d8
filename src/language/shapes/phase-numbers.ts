/** How much one epoch of a phase is: clips, batches ("steps" where it trains) and whole videos. */
import { ceil, divide, floor, min, multiply } from "../dims/arithmetic.ts";
import { anything, exactly, type Interval, isExact } from "../dims/interval.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import type { Evaluation } from "./evaluation.ts";

export interface PhaseNumbers {
  /** Bounds, since a list may hold videos that turn out too short or broken; exact where `take` decides. */
  readonly clips: Interval;
  readonly steps: Interval;
  /** Whole videos, where the phase tests. */
  readonly videos: Interval | undefined;
}

/** At least one, and as many as this. */
function upTo(high: number): Interval {
  return { low: Math.min(1, high), high };
}

/** The numbers behind `train.steps`, the shapes command, V0702 and V0902. `data` is a data set with all its fields closed. */
export function phaseNumbers(data: ComponentValue, role: "train" | "test", evaluation: Evaluation): PhaseNumbers {
  const listed = listedVideos(data, role, evaluation);
  const each = clipsPerVideo(data, evaluation);
  const take = numberField(data, "take", evaluation);
  const batch = numberField(data, "batch", evaluation) ?? anything;
  const all = multiply(listed, each ?? upTo(Number.POSITIVE_INFINITY));
  if (role === "train") {
    const clips = taken(take, all);
    return { clips, steps: batches(clips, batch, dropsLast(data, evaluation)), videos: undefined };
  }
  const videos = taken(take && floor(divide(take, each ?? exactly(1))), listed);
  const clips = multiply(videos, each ?? upTo(Number.POSITIVE_INFINITY));
  return { clips, steps: testBatches(videos, clips, batch, each, dropsLast(data, evaluation)), videos };
}

/** `take` where there is that much, else what there is. */
function taken(take: Interval | undefined, all: Interval): Interval {
  if (!take) return all;
  return take.high <= all.high ? take : min([take, all]);
}

/** Videos of the list that a phase reads: an upper bound by the facts, which may state one number for each fold. */
export function listedVideos(data: ComponentValue, role: "train" | "test", evaluation: Evaluation): Interval {
  const split = evaluation.fieldOf(data, "split");
  const list = split?.kind === "member" ? split.name : role;
  const counts = evaluation.factOf(data, `${list}_videos`);
  if (counts?.kind === "number") return upTo(counts.interval.high);
  if (counts?.kind !== "list") return upTo(Number.POSITIVE_INFINITY);
  const fold = numberField(data, "fold", evaluation) ?? exactly(1);
  const known = counts.items.filter((_, i) => i + 1 >= fold.low && i + 1 <= fold.high);
  const numbers = known.flatMap((item) => (item.kind === "number" ? [item.interval.high] : []));
  return upTo(numbers.length > 0 ? Math.max(...numbers) : Number.POSITIVE_INFINITY);
}

/** How many clips of each video the sampler shows. */
export function clipsPerVideo(data: ComponentValue, evaluation: Evaluation): Interval | undefined {
  const sample = evaluation.fieldOf(data, "sample");
  return sample?.kind === "component" ? numberField(sample, "clips_per_video", evaluation) : undefined;
}

/** A field that holds a number, however much is known of it. */
export function numberField(value: ComponentValue, name: string, evaluation: Evaluation): Interval | undefined {
  const field: Value | undefined = evaluation.fieldOf(value, name);
  return field?.kind === "number" ? field.interval : undefined;
}

export function dropsLast(data: ComponentValue, evaluation: Evaluation): boolean | "unknown" {
  const value = evaluation.fieldOf(data, "drop_last");
  return value?.kind === "bool" ? value.value : false;
}

function batches(clips: Interval, batch: Interval, drop: boolean | "unknown"): Interval {
  const parts = divide(clips, batch);
  if (drop === "unknown") return { low: floor(parts).low, high: ceil(parts).high };
  const count = drop ? floor(parts) : ceil(parts);
  return { low: Math.max(count.low, 0), high: count.high };
}

/** Batches of whole videos; of clips where a video fills more than a batch. */
function testBatches(
  videos: Interval,
  clips: Interval,
  batch: Interval,
  each: Interval | undefined,
  drop: boolean | "unknown",
): Interval {
  if (!each || !isExact(each) || !isExact(batch) || batch.low < each.low) return batches(clips, batch, drop);
  const parts = divide(videos, floor(divide(batch, each)));
  return drop === true
    ? floor(parts)
    : { low: (drop === false ? ceil(parts) : floor(parts)).low, high: ceil(parts).high };
}
