/** `metrics.jsonl`: one JSON object a line, written as the run goes. */
import { readFile } from "node:fs/promises";
import type { PhaseEvent, StepEvent } from "../experiment.ts";
import { writeAtomically } from "./atomic_file.ts";
import type { Position } from "./position.ts";

export type MetricsLine = { readonly event: "start" | "step" | "phase" | "end" } & {
  readonly [field: string]: unknown;
};

export function stepLine(event: StepEvent): MetricsLine {
  const { phase, epoch, step, batch, batches, loss, lr, meters, clips, dataSeconds, stepSeconds } = event;
  const seconds = { data_seconds: rounded(dataSeconds), step_seconds: rounded(stepSeconds) };
  return { event: "step", phase, epoch, step, batch, batches, loss, lr, meters, clips, ...seconds };
}

export function phaseLine(event: PhaseEvent): MetricsLine {
  const { phase, epoch, step, loss, meters, clips, videos, videosListed, protocol, troubles, seconds } = event;
  const counts = { clips, videos, videos_listed: videosListed, protocol, troubles };
  return { event: "phase", phase, epoch, step, loss, meters, ...counts, seconds: rounded(seconds) };
}

/**
 * Cuts off what a run that goes on from `position` will write again: all lines behind the last step or phase that was done
 * by then. Lines that a lost disk or power has damaged go too.
 */
export async function cutMetrics(path: string, position: Position, phases: readonly string[]): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return;
  const lines = text.split("\n").filter((line) => line !== "");
  const states = lines.map((line) => isDone(line, position, phases));
  const end = states.lastIndexOf("done") + 1;
  const kept = lines.filter((_, i) => i < end && (states[i] === "done" || states[i] === "neither"));
  const wanted = kept.map((line) => `${line}\n`).join("");
  if (wanted !== text) await writeAtomically(path, path, [Buffer.from(wanted)]);
}

/** Whether the last thing that a run's metrics say is that it finished. */
export async function hasEnded(path: string): Promise<boolean> {
  const text = await readFile(path, "utf8").catch(() => "");
  const { event, status } = parse(text.trimEnd().split("\n").at(-1) ?? "");
  return event === "end" && status === "finished";
}

function isDone(line: string, position: Position, phases: readonly string[]): "done" | "later" | "neither" {
  const { event, phase, epoch, step } = parse(line);
  if (event === "step") return Number(step) <= position.step ? "done" : "later";
  if (event === "phase") {
    const place = phases.indexOf(String(phase));
    const earlier = Number(epoch) < position.epoch || (epoch === position.epoch && place < position.phase);
    return earlier || (epoch === position.epoch && place === position.phase && position.complete) ? "done" : "later";
  }
  return event === "start" || event === "end" ? "neither" : "later";
}

function parse(line: string): { readonly [field: string]: unknown } {
  try {
    return JSON.parse(line) as { readonly [field: string]: unknown };
  } catch {
    return {};
  }
}

/** Microseconds are enough for a time. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}
