/** The compute engine of a run, ready: all tensors are made and computed by it. */
export interface Compute {
  /** Goes into log and checkpoints: `wasm`. */
  readonly name: string;
  /** What computes, for the log. */
  readonly device?: string;
}
