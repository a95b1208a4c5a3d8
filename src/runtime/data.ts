/** Clips, batches and phases: what data sets give and trainers take. */
import type { Component } from "./component.ts";
import type { Random } from "./random.ts";

/**
 * Frames x height x width x channels, row-major (NDHWC without the N). `scale` says what the values mean, not how they are
 * stored: `u8` is 0 to 255 (a resize leaves fractions there), `f32` real values.
 */
export interface Clip {
  readonly data: Uint8Array | Float32Array;
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly scale: "u8" | "f32";
}

/** Clip in, clip out. `random` is this sample's own stream; the transforms of one pipe draw from it in order. */
export interface Transform extends Component {
  apply(clip: Clip, random: Random): Clip;
}

/** One clip of one video: `start` is the first frame, `video` the video's place in the phase's list. */
export interface ClipRef {
  readonly video: number;
  readonly start: number;
  /** The clip's number within its video in this epoch, from 0. */
  readonly index: number;
}

/** Which clips of a video with `count` possible starts (0 to count - 1 windows) an epoch shows. */
export interface Sampler extends Component {
  readonly clipsPerVideo: number;
  /** Whether two epochs differ. */
  readonly random: boolean;
  /** Window numbers in 0..count-1, increasing draws as the sampler defines; `count` is at least 1. */
  pick(count: number, random: Random): readonly number[];
}

export interface Batch {
  /** N x T x H x W x C, real values. */
  readonly clips: Float32Array;
  readonly shape: readonly [number, number, number, number, number];
  /** Class numbers, N of them. */
  readonly labels: Int32Array;
  /** Each clip's video (its place in the phase's list): meters group by it, never by position. */
  readonly videos: Int32Array;
}

/** The clips of each batch of one epoch, in order: a pure function of seed and epoch. */
export type EpochPlan = readonly (readonly ClipRef[])[];

/** What a phase could not use, for its report. */
export interface Trouble {
  readonly video: string;
  readonly reason: string;
}

/** A data set opened for one phase. */
export interface PhaseData extends Component {
  /** Class names in the order of their numbers. */
  readonly classes: readonly string[];
  /** Videos that the split lists for this phase (after whole-video `take`, if there is one). */
  readonly videosListed: number;
  readonly clipsPerVideo: number;
  /** How the clips are drawn, for reports: "10 uniform clips". */
  readonly protocol: string;
  /** Videos that the frame index already knows to be unusable. */
  readonly troubles: readonly Trouble[];
  /** Clips of every batch of this epoch; `epoch` counts from 1. */
  plan(seed: number, epoch: number): EpochPlan;
  /**
   * Decodes and transforms one batch. A video that cannot be decoded is left out and named in `troubles`; the batch is then
   * smaller (`null` if nothing is left). Rejects when `signal` aborts.
   */
  load(clips: readonly ClipRef[], seed: number, epoch: number, signal: AbortSignal): Promise<LoadedBatch>;
  /** Name of a video (`Class/v_….avi`) for messages. */
  videoName(video: number): string;
  close(): Promise<void>;
}

export interface LoadedBatch {
  readonly batch: Batch | null;
  readonly troubles: readonly Trouble[];
}

/** What the emitted program makes with `ucf101({ … })`; the trainer opens it. */
export interface DataSet extends Component {
  /** Reads lists and frame index (building it where needed) and checks them; RunError where something is wrong. */
  open(context: OpenContext): Promise<PhaseData>;
  /** What can be known of folders, lists and index without opening a video: for `vcl check --files` and before training. */
  inspect(): Promise<readonly DataProblem[]>;
}

export interface OpenContext {
  readonly signal: AbortSignal;
  /** Decoding processes at once. */
  readonly decoders: number;
  /** Progress of slow set-up such as building the frame index. */
  report(message: string): void;
}

/** A problem with files, tied to the option (in vcl's spelling) that named them. */
export interface DataProblem {
  readonly code: "V0904" | "V0905" | "V0906" | "V0912" | "V0913";
  readonly severity: "error" | "warning";
  /** The field at fault: `videos`, `splits`, `index`. */
  readonly field: string;
  /** Title, lower case, no full stop. */
  readonly message: string;
  readonly why?: string;
  readonly helps: readonly string[];
}
