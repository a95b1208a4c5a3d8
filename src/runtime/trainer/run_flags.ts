/** The flags that every program takes beside its own. */
import { resolve } from "node:path";
import { engineNames, precisions, type RunOptions } from "../experiment.ts";
import { UsageError } from "./usage_error.ts";

export const runFlags = {
  out: { value: "FOLDER", doc: "The run's folder: log, metrics, checkpoints. (default: runs/<experiment>)" },
  engine: { value: engineNames.join("|"), doc: "What computes. (default: auto)" },
  resume: { value: "[CHECKPOINT]", doc: "Go on from a checkpoint, or from the newest one of the run's folder." },
  threads: { value: "N", doc: "Compute threads. (default: the machine's cores)" },
  precision: { value: precisions.join("|"), doc: "Overrides the experiment's." },
} as const;
export type RunFlag = keyof typeof runFlags;

/** What one of them says; UsageError where that makes no sense. */
export function runOption(name: RunFlag, text: string | undefined): RunOptions {
  if (name === "resume") return { resume: text === undefined ? true : resolve(text) };
  if (text === undefined) throw new UsageError(`--${name} needs a value`);
  if (name === "out") return { out: resolve(text) };
  if (name === "threads" && /^[1-9]\d*$/.test(text)) return { threads: Number(text) };
  const precision = precisions.find((known) => known === text);
  if (name === "precision" && precision !== undefined) return { precision };
  const engine = engineNames.find((known) => known === text);
  if (name === "engine" && engine !== undefined) return { engine };
  throw new UsageError(`--${name} ${text}: ${runFlags[name].value} is wanted`);
}
