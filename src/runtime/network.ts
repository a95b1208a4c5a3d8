/** Models, heads, losses, optimisers, schedules and meters: what the trainer drives. Tensors are tfjs's, NDHWC. */
import type { Scalar, Tensor, Tensor2D, Tensor5D, Variable } from "@tensorflow/tfjs-core";
import type { Component } from "./component.ts";
import type { Extent } from "./engine/extent.ts";
import type { BlockCosts } from "./models/costs.ts";

export type Mode = "train" | "test";

/** What a head's output is, told to the loss by type: softmax is never applied twice. */
export type Meaning = "logits" | "probabilities" | "multi_probabilities";

/** A trained tensor. Names are stable and are what checkpoints use, such as `stage1.block0.conv1.weight`. */
export interface Parameter {
  readonly name: string;
  readonly variable: Variable;
  /** False for batch norm's scale and shift, which `weight_decay` leaves alone (Classy Vision's default). */
  readonly decay: boolean;
}

/** State that is not trained: running mean and variance. */
export interface Buffer {
  readonly name: string;
  readonly variable: Variable;
}

export interface HeadOutput {
  /** N x classes. */
  readonly values: Tensor2D;
  readonly meaning: Meaning;
}

/** A layer stack that hangs on a block and gives class scores. Made by a head component, built by `Model.build`. */
export interface Head extends Component {
  /** The name after the keyword `head`. */
  readonly name: string;
  readonly classes: number;
  /** Planes of the block it takes, where it is tied to a number of them: `Model.attach` compares. */
  readonly inPlane?: number;
  /** Creates the variables; `seed` fixes them. */
  build(seed: number): BuiltHead;
  /** What it costs on a feature map of this many planes, frames, rows and columns, in test. Left out where it cannot say. */
  costs?(feature: readonly [number, number, number, number]): HeadCosts;
}

export interface HeadCosts {
  readonly parameters: number;
  /** Multiply-accumulates of one clip's forward pass. */
  readonly macs: number;
}

export interface BuiltHead {
  readonly parameters: readonly Parameter[];
  /** `x`: N x T x H x W x planes. `draw` is the step's seed for dropout. */
  forward(x: Tensor5D, mode: Mode, draw: number): HeadOutput;
}

/** A trunk with heads. `attach` is called by the emitted program before the run. */
export interface Model extends Component {
  /** Names of the blocks that a head may hang on: `stem`, `stage1.block0` … */
  readonly blocks: readonly string[];
  readonly heads: readonly { readonly block: string; readonly head: Head }[];
  attach(block: string, head: Head): void;
  build(seed: number): BuiltModel;
  /** What it makes and costs for a clip of this many frames, rows and columns. Left out where it cannot say. */
  costs?(clip: Extent): ModelCosts;
}

export interface ModelCosts {
  readonly blocks: readonly BlockCosts[];
  readonly heads: readonly (HeadCosts & { readonly name: string })[];
}

export interface BuiltModel {
  readonly parameters: readonly Parameter[];
  readonly buffers: readonly Buffer[];
  /**
   * `x`: N x T x H x W x C. Train mode uses the batch's statistics and updates the running ones; test mode uses those.
   * Outputs by head name.
   */
  forward(x: Tensor5D, mode: Mode, draw: number): ReadonlyMap<string, HeadOutput>;
  dispose(): void;
}

export interface Loss extends Component {
  /** The head it looks at; undefined where the model has one. */
  readonly head?: string;
  /** `labels`: class numbers [N] (int32) for single-label data, N x classes (0 or 1) for multi-label data. Mean over the batch. */
  compute(output: HeadOutput, labels: Tensor): Scalar;
}

/** The learning rate as a function of the run's progress. */
export interface Schedule extends Component {
  /**
   * The rate of a step. `where`: fraction of the run's train steps done before it, 0 <= where < 1; `epochs`: passes of the
   * whole run (may be fractional).
   */
  at(where: number, epochs: number): number;
  /** As a part of a chain: its share of the run. A schedule by itself covers the whole run (1, or left out). */
  readonly over?: number;
}

export interface Optimizer extends Component {
  readonly schedule: Schedule;
  /** Binds to the parameters of a built model. */
  build(parameters: readonly Parameter[]): BuiltOptimizer;
}

export interface BuiltOptimizer {
  /** One update; `gradients` by parameter name, disposed by the caller. */
  step(gradients: ReadonlyMap<string, Tensor>, rate: number): void;
  /** Momentum and the like, by name, for checkpoints; variables owned by the optimiser. */
  readonly state: readonly Buffer[];
  /** Plain numbers such as the steps done, for checkpoints. */
  readonly counters: { readonly [name: string]: number };
  restore(counters: { readonly [name: string]: number }): void;
  dispose(): void;
}

/** Outputs of one batch, off the engine. */
export interface Outputs {
  /** N x classes, row-major. */
  readonly values: Float32Array;
  readonly classes: number;
  readonly labels: Int32Array;
  /** Each clip's video. */
  readonly videos: Int32Array;
}

export interface Meter extends Component {
  readonly head?: string;
  /** A fresh, empty accumulator for one phase. */
  start(): RunningMeter;
}

export interface RunningMeter {
  update(outputs: Outputs): void;
  /** `{ top1: 0.83, top5: 1 }`, fractions from 0 to 1; zeros where nothing was counted. */
  value(): { readonly [name: string]: number };
  /** Exact state for a checkpoint, JSON. */
  save(): unknown;
  load(state: unknown): void;
}
