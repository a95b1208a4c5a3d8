import { availableParallelism } from "node:os";
import type { RunResult } from "../experiment.ts";
import { buildNetwork, disposeNetwork } from "./build_network.ts";
import { closePhases, openPhases } from "./open_phases.ts";
import type { OpenPhase } from "./position.ts";
import { runNetwork } from "./run_network.ts";
import type { RunParts } from "./run_parts.ts";

/** Opens the data, builds the network and runs; whatever happens, all of it is closed again. */
export async function runInFolder(parts: RunParts): Promise<RunResult> {
  const { folder, experiment, console, interrupt } = parts;
  const { signal } = interrupt;
  let phases: readonly OpenPhase[];
  try {
    phases = await openPhases(experiment, { signal, decoders: availableParallelism(), console });
  } catch (error) {
    if (!interrupt.requested) throw error;
    console.line("interrupted before the first step; nothing was written");
    return { status: "interrupted", out: folder.out, results: {} };
  }
  try {
    const network = buildNetwork(experiment, parts.compute);
    try {
      return await runNetwork(parts, phases, network);
    } finally {
      disposeNetwork(network);
    }
  } finally {
    await closePhases(phases);
  }
}
