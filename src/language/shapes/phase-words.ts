/** How much one epoch of a phase is, in words. */
import type { CheckedPhase } from "../checked.ts";
import { plural } from "../diagnostics/words.ts";
import type { Value } from "../values/value.ts";

/** `train: 8 steps of 8 clips per epoch`, `test: 8 batches of 10 clips = 8 videos` */
export function phaseWords(phase: CheckedPhase): string {
  const batch = numberIn(phase.data.settings.get("batch"));
  const of = batch === undefined ? "" : ` of ${plural(batch, "clip")}`;
  const videos = videosText(phase);
  const end = phase.role === "train" ? " per epoch" : videos === undefined ? "" : ` = ${videos}`;
  return `${phase.name}: ${stepsText(phase) ?? noun(phase, 2)}${of}${end}`;
}

/** `8 steps`, `up to 12 batches` where a list may hold videos that turn out unusable; undefined where nothing is known. */
export function stepsText(phase: CheckedPhase): string | undefined {
  if (phase.steps === undefined) return undefined;
  const taken = phase.data.settings.get("take")?.kind === "number" ? "" : "up to ";
  return `${taken}${plural(phase.steps, noun(phase, 1), noun(phase, 2))}`;
}

/** `48 videos`, of a phase that tests. */
export function videosText({ videos }: CheckedPhase): string | undefined {
  return videos === undefined ? undefined : plural(videos, "video");
}

function noun({ role }: CheckedPhase, count: number): string {
  if (role === "train") return count === 1 ? "step" : "steps";
  return count === 1 ? "batch" : "batches";
}

function numberIn(value: Value | undefined): number | undefined {
  return value?.kind === "number" ? value.interval.high : undefined;
}
