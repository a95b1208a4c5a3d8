/** What an emitted program hands to the trainer, and what a run is told from outside. */
import type { Component } from "./component.ts";
import type { DataProblem, DataSet, Trouble } from "./data.ts";
import type { Loss, Meter, Model, Optimizer } from "./network.ts";

export interface Experiment {
  readonly name: string;
  /** In the order they run in an epoch. The phase called `train` trains; all others test. */
  readonly phases: { readonly [name: string]: DataSet };
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Passes over the training sample. */
  readonly epochs: number;
  /** The phases that test run in each n-th epoch and in the last: a whole number from 1. */
  readonly testEvery: number;
  readonly meters: readonly Meter[];
  readonly hooks: readonly Hook[];
  readonly seed: number;
  readonly precision: Precision;
}

export const precisions = ["float32", "bfloat16"] as const;

/**
 * The numbers that a network computes in. bfloat16: convolutions and linear layers multiply in it and activations stand in it;
 * weights, statistics, loss and optimizer stay float32.
 */
export type Precision = (typeof precisions)[number];

export const engineNames = ["auto", "gpu", "native", "node", "wasm", "cpu"] as const;

export type EngineName = (typeof engineNames)[number];

/** Everything about a run that is not the experiment's: given by the command line, absent when a program is run by hand. */
export interface RunOptions {
  /** The run's folder: log, `metrics.jsonl`, resolved experiment. Default `runs/<experiment>` in the current folder. */
  readonly out?: string;
  readonly engine?: EngineName;
  /** A checkpoint to go on from, or `true` for the newest one of the run's folder. */
  readonly resume?: string | true;
  /** Compute threads; default: the machine's cores. */
  readonly threads?: number;
  /** Overrides the experiment's. */
  readonly precision?: Precision;
  /** Where people read: default standard output. */
  readonly console?: Console;
  /** The command to type in order to go on after an interruption, for the message. */
  readonly resumeCommand?: string;
  /** The run's folder where somebody has opened it already (`openRunFolder`), in order to put the program there. */
  readonly folder?: RunFolder;
  /**
   * Each data set is asked what is wrong with its folders, lists and index before anything else. `only`: nothing is trained
   * or written, and the result (`inspected`) says what was found; `done`: it has been asked already. `parts`: nobody is asked
   * anything, and the result only hands out the experiment.
   */
  readonly inspect?: "only" | "done" | "parts";
}

/** A run's folder, made ready: an earlier run has been moved aside, or its checkpoint found. */
export interface RunFolder {
  /** Absolute. */
  readonly out: string;
  /** The checkpoint to go on from. */
  readonly checkpoint?: string;
  /** What was done to an earlier run, for the log. */
  readonly notes: readonly string[];
  /** Frees the folder for another run; after that this one must write no more. */
  release(): void;
}

/** Lines for people; `live` replaces the last live line in a terminal and is dropped elsewhere. */
export interface Console {
  line(text: string): void;
  live(text: string): void;
  warn(text: string): void;
  /** A line that a live one makes superfluous: dropped where there is one. Default: `line`. */
  progress?(text: string): void;
}

export interface RunResult {
  readonly status: "finished" | "interrupted" | "inspected";
  /** Where logs and metrics lie. */
  readonly out: string;
  /** Meters of each phase's last run: `results.test.video_accuracy.top1`. */
  readonly results: { readonly [phase: string]: MeterValues };
  /** What `inspect` found, each once. */
  readonly problems?: readonly PhaseProblem[];
  /** With `inspect: "only"`: what differs in a run that the folder holds already. */
  readonly earlier?: readonly FieldDifference[];
  /** With `inspect: "parts"`: what the program declares, nothing opened or built. */
  readonly experiment?: Experiment;
}

/** A field of a resolved experiment that another run had otherwise; values as a message shows them. */
export interface FieldDifference {
  /** `optimizer.weight_decay`, `phases.train.batch`. */
  readonly path: string;
  readonly was: string;
  readonly is: string;
}

/** A problem with the files of one phase's data set. */
export interface PhaseProblem extends DataProblem {
  readonly phase: string;
}

/** Something that follows a run: logs it, saves it. */
export interface Hook extends Component {
  start(run: HookContext): RunningHook;
}

export interface HookContext {
  readonly experiment: Experiment;
  readonly out: string;
  readonly console: Console;
  /** Steps of one training epoch. */
  readonly stepsPerEpoch: number;
  /** The number of the run's last epoch. */
  readonly lastEpoch: number;
  /** What the meters are called in results. */
  readonly meters: readonly string[];
  /** Writes the whole state of the run: temporary file, sync, rename. `name` without ending, e.g. `epoch-2`. */
  checkpoint(folder: string, name: string): Promise<void>;
}

export interface RunningHook {
  /** After each step of the phase that trains, and after each batch of the others. */
  step?(event: StepEvent): void | Promise<void>;
  phase?(event: PhaseEvent): void | Promise<void>;
  /** JSON, for checkpoints: what `best` has seen so far. */
  save?(): unknown;
  load?(state: unknown): void;
}

export type MeterValues = { readonly [meter: string]: { readonly [value: string]: number } };

export interface StepEvent {
  readonly phase: string;
  readonly trains: boolean;
  /** From 1. */
  readonly epoch: number;
  /** From 1, over the whole run; in a test phase the last train step. */
  readonly step: number;
  /** From 1, within this phase's epoch. */
  readonly batch: number;
  readonly batches: number;
  /** Of this batch. */
  readonly loss: number;
  /** The rate that this step used; undefined in a test phase. */
  readonly lr: number | undefined;
  /** Of the phase so far. */
  readonly meters: MeterValues;
  readonly clips: number;
  readonly dataSeconds: number;
  readonly stepSeconds: number;
}

export interface PhaseEvent {
  readonly phase: string;
  readonly trains: boolean;
  readonly epoch: number;
  readonly step: number;
  /** Mean over the phase's batches, each weighed by its clips. */
  readonly loss: number;
  readonly meters: MeterValues;
  /** Videos that were counted. */
  readonly videos: number;
  readonly videosListed: number;
  /** Such as "10 uniform clips". */
  readonly protocol: string;
  readonly clips: number;
  /** Videos that could not be used in this phase and epoch. */
  readonly troubles: readonly Trouble[];
  readonly seconds: number;
}
