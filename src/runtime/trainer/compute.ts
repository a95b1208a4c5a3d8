import type { Precision } from "../experiment.ts";

/** The compute engine of a run, ready: all tensors are made and computed by it. */
export interface Compute {
  /** Goes into log and checkpoints: `wasm`. */
  readonly name: string;
  /** What computes, for the log. */
  readonly device?: string;
  readonly threads: number;
  /** What it computes in, which need not be what was asked for. */
  readonly precision: Precision;
  /** Why that is float32 where bfloat16 was asked for, in a few words. */
  readonly noBfloat16?: string;
}
