/** A whole run of an experiment: what an emitted program ends in. */
import { join, resolve } from "node:path";
import type { Experiment, RunOptions, RunResult } from "../experiment.ts";
import { explainError } from "./explain_error.ts";
import { forbidding, inspectData, problemText } from "./inspect_data.ts";
import { inspectRunFolder } from "./inspect_run_folder.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { type LineFile, openLines } from "./line_file.ts";
import { type Machine, thisMachine } from "./machine.ts";
import { float32Instead } from "./open_compute.ts";
import { unsaid } from "./resolved.ts";
import { runFiles } from "./run_files.ts";
import { defaultRunFolder, openRunFolder } from "./run_folder.ts";
import { runInFolder } from "./run_in_folder.ts";
import { loggedConsole, streamConsole } from "./terminal.ts";

/**
 * Runs an experiment to its end, or until it is interrupted: then a checkpoint is there to go on from. RunError for whatever
 * is the user's to mend: data, disk, checkpoint, engine, a loss that is no number any more. Nothing of an earlier run is
 * touched before data and engine have been found usable.
 */
export async function runExperiment(
  given: Experiment,
  options: RunOptions = {},
  machine: Machine = thisMachine,
): Promise<RunResult> {
  // A program that an earlier vcl has written says less.
  const experiment: Experiment = { ...unsaid, ...given };
  const out = options.folder?.out ?? resolve(options.out ?? defaultRunFolder(experiment.name));
  if (options.inspect === "parts") return { status: "inspected", out, results: {}, experiment };
  const problems = options.inspect === "done" ? [] : await inspectData(experiment);
  if (options.inspect === "only") {
    return { status: "inspected", out, results: {}, problems, earlier: await inspectRunFolder(out, experiment) };
  }
  const forbidden = forbidding(problems);
  if (forbidden) throw forbidden;
  const precision = options.precision ?? experiment.precision;
  const compute = await machine.openCompute({ engine: options.engine ?? "auto", threads: options.threads, precision });
  const lacksPrecision = compute.precision !== precision && options.inspect !== "done";
  const folder = options.folder ?? (await openRunFolder({ out, resume: options.resume }));
  try {
    const log = openLines(join(folder.out, runFiles.log));
    const console = loggedConsole(options.console ?? streamConsole(), log);
    const interrupt = listenForInterrupt(
      () => console.line("interrupted: the step is finished first; once more stops at once"),
      machine.signals,
    );
    try {
      for (const problem of problems) console.warn(problemText(problem));
      if (lacksPrecision) console.warn(`${compute.noBfloat16}: ${float32Instead.why}`);
      for (const note of folder.notes) console.line(note);
      const parts = { folder, experiment, options, compute, console, log, interrupt, machine };
      return await runInFolder(parts);
    } catch (error) {
      noteFailure(log, error);
      throw error;
    } finally {
      interrupt.release();
      log.close();
    }
  } finally {
    folder.release();
  }
}

/** The log may be what failed, so this must not hide the error itself. */
function noteFailure(log: LineFile, error: unknown): void {
  try {
    log.append(explainError(error).text);
  } catch {}
}
