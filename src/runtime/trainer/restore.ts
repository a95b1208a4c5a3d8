import type { Console } from "../experiment.ts";
import { readCheckpointFile } from "./checkpoint_file.ts";
import { type CheckpointHeader, checkpointHeader } from "./checkpoint_header.ts";
import { restoreTensors } from "./checkpoint_state.ts";
import { describeDifferences } from "./differences.ts";
import { type CurrentRun, checkResume } from "./resume_check.ts";
import type { Network } from "./step.ts";

/**
 * Reads a checkpoint, makes sure that this run may go on from it, and puts weights and optimiser in place; says what is
 * different now. RunError (V0908) where it does not fit; nothing is changed then.
 */
export async function restoreRun(
  path: string,
  now: CurrentRun,
  network: Network,
  console: Console,
): Promise<CheckpointHeader> {
  const file = await readCheckpointFile(path);
  const header = checkpointHeader(path, file.header);
  const changes = checkResume(path, header, now);
  restoreTensors(path, file.tensors, network.model, network.optimizer);
  network.optimizer.restore(header.optimizer);
  const { epoch, step } = header.progress.position;
  console.line(`going on from ${path}: epoch ${epoch}, step ${step}`);
  if (changes.length > 0) console.line(`changed since then: ${describeDifferences(changes)}`);
  if (header.engine !== network.compute.name) {
    console.warn(`the engine was ${header.engine} and is ${network.compute.name} now: last digits will differ`);
  }
  return header;
}
