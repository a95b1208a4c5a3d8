/** A run with everything open: restores a checkpoint, goes through the phases, and keeps the records. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Console, Experiment, HookContext, RunningHook, RunResult } from "../experiment.ts";
import { version } from "../version.ts";
import { writeAtomically } from "./atomic_file.ts";
import { parameterCount } from "./build_network.ts";
import { checkpointFolders, interruptedFolder } from "./checkpoint_folders.ts";
import type { CheckpointHeader } from "./checkpoint_header.ts";
import { explainError } from "./explain_error.ts";
import { openLines } from "./line_file.ts";
import { meterSlots } from "./meter_slots.ts";
import { cutMetrics, hasEnded, type MetricsLine } from "./metrics_lines.ts";
import { moveCheckpointsAside } from "./move_aside.ts";
import { requireBatches, stepsPerEpoch } from "./open_phases.ts";
import { type Extent, lastEpoch, type OpenPhase, type Position, startPosition } from "./position.ts";
import { resolveExperiment } from "./resolved.ts";
import { restoreRun } from "./restore.ts";
import { isInside, runFiles } from "./run_files.ts";
import type { RunParts } from "./run_parts.ts";
import { restoreHooks, type SavedRun, saveRun } from "./saver.ts";
import { emptyProgress, type Session, startSession } from "./session.ts";
import type { Network } from "./step.ts";
import { duration } from "./texts.ts";

export async function runNetwork(parts: RunParts, phases: readonly OpenPhase[], network: Network): Promise<RunResult> {
  const { folder, experiment, console, machine } = parts;
  const { out, checkpoint } = folder;
  const { seed, epochs, testEvery } = experiment;
  requireBatches(phases, seed);
  const extent: Extent = { phases, epochs, testEvery, seed, stepsPerEpoch: stepsPerEpoch(phases, seed) };
  const resolved = resolveExperiment(experiment, parts.compute.precision);
  const classes = phases[0]?.data.classes ?? [];
  console.line(startText(experiment, network, extent));

  const metricsPath = join(out, runFiles.metrics);
  const now = { experiment: resolved, classes, extent, ended: await hasEnded(metricsPath) };
  const restored = checkpoint === undefined ? undefined : await restoreRun(checkpoint, now, network, console);
  if (restored === undefined) await clearOtherFolders(out, experiment, console);
  const run = restored?.run ?? randomUUID();
  const folders = checkpointFolders(out, experiment);
  await writeRecord(join(out, runFiles.experiment), { vcl: version, run, classes, ...resolved, folders });

  const from = restored?.progress ?? emptyProgress(startPosition);
  const names = phases.map(({ name }) => name);
  await cutMetrics(metricsPath, from.position, names);
  const metrics = openLines(metricsPath);
  const record = (line: MetricsLine): void => metrics.append(JSON.stringify(line));
  const { interrupt } = parts;
  const { schedule } = experiment.optimizer;
  const slots = meterSlots(experiment);
  const session = startSession(
    { extent, network, schedule, slots, console, interrupt, record, now: machine.now },
    from,
  );
  let running: readonly RunningHook[] = [];
  const saved: SavedRun = {
    ...{ run, experiment: resolved, classes, network, hooks: experiment.hooks, lines: [metrics, parts.log] },
    running: () => running,
    progress: session.progress,
  };
  const start = (): readonly RunningHook[] => {
    running = startHooks(parts, extent, saved, restored);
    return running;
  };
  try {
    return await drive(parts, session, saved, start, record);
  } finally {
    metrics.close();
  }
}

/** From the `start` line of the metrics to the `end` line. */
async function drive(
  parts: RunParts,
  session: Session,
  saved: SavedRun,
  start: () => readonly RunningHook[],
  record: (line: MetricsLine) => void,
): Promise<RunResult> {
  const { folder, experiment, console, machine } = parts;
  const { out, checkpoint } = folder;
  const began = machine.now();
  const place = (): Pick<Position, "epoch" | "step"> => {
    const { epoch, step } = session.progress().position;
    return { epoch, step };
  };
  try {
    const resumed = checkpoint === undefined ? {} : { resumed_from: checkpoint };
    const what = { vcl: version, experiment: experiment.name, engine: saved.network.compute.name };
    record({ event: "start", time: new Date().toISOString(), ...place(), ...what, ...resumed });
    const status = await session.run(start());
    if (status === "interrupted") {
      const path = await saveRun(saved, interruptedFolder(out, experiment), "interrupted");
      const { epoch, step } = place();
      console.line(`interrupted in epoch ${epoch} after step ${step}; its state is in ${path}`);
      console.line(`to go on: ${parts.options.resumeCommand ?? "the same command with --resume"}`);
    } else {
      console.line(`finished after ${duration(machine.now() - began)}; log, metrics and checkpoints are in ${out}`);
    }
    record({ event: "end", status, ...place(), seconds: machine.now() - began });
    return { status, out, results: session.progress().results };
  } catch (error) {
    noteFailure(() => record({ event: "end", status: "failed", ...place(), message: explainError(error).text }));
    throw error;
  }
}

function startText({ name, epochs, testEvery, seed }: Experiment, network: Network, extent: Extent): string {
  const { compute } = network;
  const device = compute.device === undefined ? "" : ` (${compute.device})`;
  const precision = compute.precision === "float32" ? "" : ` in ${compute.precision}`;
  const steps = `${epochs} ${epochs === 1 ? "epoch" : "epochs"} of ${extent.stepsPerEpoch} steps`;
  const tests =
    testEvery > 1 && extent.phases.some(({ trains }) => !trains) ? `, a test every ${testEvery} epochs` : "";
  const parameters = parameterCount(network).toLocaleString("en");
  return `${name}: ${parameters} parameters, engine ${compute.name}${device}${precision}, ${steps}${tests}, seed ${seed}`;
}

function startHooks(
  parts: RunParts,
  extent: Extent,
  saved: SavedRun,
  restored: CheckpointHeader | undefined,
): readonly RunningHook[] {
  const { folder, experiment, console } = parts;
  const context: HookContext = {
    experiment,
    out: folder.out,
    console,
    stepsPerEpoch: extent.stepsPerEpoch,
    lastEpoch: lastEpoch(extent),
    meters: meterSlots(experiment).map(({ key }) => key),
    checkpoint: async (into, name) => {
      await saveRun(saved, into, name);
    },
  };
  const running = experiment.hooks.map((hook) => hook.start(context));
  if (restored) restoreHooks(experiment.hooks, running, restored.hooks);
  return running;
}

/** Checkpoints of an earlier run in a folder that did not move with it. */
async function clearOtherFolders(out: string, experiment: Experiment, console: Console): Promise<void> {
  for (const folder of checkpointFolders(out, experiment)) {
    if (isInside(out, folder)) continue;
    const aside = await moveCheckpointsAside(folder);
    if (aside !== undefined) console.line(`an earlier run's checkpoints in ${folder} were moved to ${aside}`);
  }
}

async function writeRecord(path: string, record: object): Promise<void> {
  await writeAtomically(path, path, [Buffer.from(`${JSON.stringify(record, null, 2)}\n`)]);
}

/** The file may be what failed, so this must not hide the error itself. */
function noteFailure(write: () => void): void {
  try {
    write();
  } catch {}
}
