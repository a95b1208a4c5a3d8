import { readCheckpointFile } from "./checkpoint_file.ts";
import { checkpointHeader } from "./checkpoint_header.ts";
import { findCheckpoint } from "./find_checkpoint.ts";
import type { ResolvedExperiment } from "./resolved.ts";

/** What a checkpoint says of itself. */
export interface CheckpointFacts {
  /** The file, where a folder was named. */
  readonly path: string;
  readonly vcl: string;
  readonly written: string;
  readonly engine: string;
  readonly experiment: ResolvedExperiment;
  readonly classes: readonly string[];
  /** From 1. */
  readonly epoch: number;
  /** The phase at which the run stood, and whether that phase was at its end. */
  readonly phase: string;
  readonly complete: boolean;
  readonly step: number;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Reads and verifies a checkpoint, or the newest one in a folder. RunError (V0908) where there is none or it is damaged. */
export async function inspectCheckpoint(path: string): Promise<CheckpointFacts> {
  const file = await findCheckpoint(path);
  const { header, tensors } = await readCheckpointFile(file);
  const { vcl, written, engine, experiment, classes, progress } = checkpointHeader(file, header);
  const { epoch, phase, complete, step } = progress.position;
  return {
    ...{ path: file, vcl, written, engine, experiment, classes, epoch, complete, step },
    phase: experiment.phases[phase]?.name ?? "",
    tensors: [...tensors].map(([name, { shape }]) => ({ name, shape })),
  };
}
