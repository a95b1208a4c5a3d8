/** What a checkpoint says beside its tensors. */
import { RunError } from "../error.ts";
import type { MeterValues, PhaseEvent, StepEvent } from "../experiment.ts";
import type { SavedTally } from "./phase_tally.ts";
import type { Position } from "./position.ts";
import { type ResolvedExperiment, unsaid } from "./resolved.ts";

/** An event that hooks from number `hook` on have still to see: the checkpoint was written by the one before it. */
export type Pending =
  | { readonly kind: "step"; readonly event: StepEvent; readonly hook: number }
  | { readonly kind: "phase"; readonly event: PhaseEvent; readonly hook: number };

/** Where a run stands, beside weights and optimiser. */
export interface Progress {
  readonly position: Position;
  /** Of the phase that is not complete; null between phases. */
  readonly tally: SavedTally | null;
  readonly pending: Pending | null;
  /** Meters of each phase's last run. */
  readonly results: { readonly [phase: string]: MeterValues };
  /** Videos that the log has named as unusable, as `phase/video`. */
  readonly reported: readonly string[];
}

export interface CheckpointHeader {
  readonly format: 1;
  /** vcl's version. */
  readonly vcl: string;
  /** Tells one run's checkpoints from another's. */
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly written: string;
  readonly engine: string;
  readonly experiment: ResolvedExperiment;
  /** Class names in the order of their numbers. */
  readonly classes: readonly string[];
  readonly progress: Progress;
  readonly hooks: readonly { readonly component: string; readonly state: unknown }[];
  readonly optimizer: { readonly [counter: string]: number };
}

/** The header of a file that `readCheckpointFile` has verified. RunError (V0908) where another version of vcl wrote it. */
export function checkpointHeader(path: string, header: { readonly [field: string]: unknown }): CheckpointHeader {
  if (header.format !== 1) {
    throw new RunError(`the checkpoint ${path} has format ${String(header.format)}; this vcl reads format 1`, {
      code: "V0908",
      help: `go on with the vcl that wrote it (${String(header.vcl)})`,
    });
  }
  const known = header as unknown as CheckpointHeader;
  return { ...known, experiment: { ...unsaid, ...known.experiment } };
}
