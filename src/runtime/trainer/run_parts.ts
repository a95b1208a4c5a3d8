import type { Console, Experiment, RunFolder, RunOptions } from "../experiment.ts";
import type { Compute } from "./compute.ts";
import type { Interrupt } from "./interrupt.ts";
import type { LineFile } from "./line_file.ts";
import type { Machine } from "./machine.ts";

/** What a run has once its folder, engine and log are there. */
export interface RunParts {
  readonly folder: RunFolder;
  readonly experiment: Experiment;
  readonly options: RunOptions;
  readonly compute: Compute;
  readonly console: Console;
  readonly log: LineFile;
  readonly interrupt: Interrupt;
  readonly machine: Machine;
}
