import type { EngineName, Precision } from "../experiment.ts";
import type { Compute } from "./compute.ts";
import type { SignalSource } from "./interrupt.ts";
import { openCompute } from "./open_compute.ts";

/** What a run takes from the machine it runs on; a test hands in its own. */
export interface Machine {
  openCompute(options: ComputeOptions): Promise<Compute>;
  readonly signals: SignalSource;
  /** Seconds, from any start. */
  now(): number;
}

export interface ComputeOptions {
  readonly engine: EngineName;
  /** Undefined: the machine's cores. */
  readonly threads: number | undefined;
  readonly precision: Precision;
}

export const thisMachine: Machine = { openCompute, signals: process, now: () => performance.now() / 1000 };
