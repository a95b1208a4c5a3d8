/** Small programs around one component, and what the front end says of them. */
import type { CheckedExperiment, TensorShape } from "../../src/language/checked.ts";
import { check } from "../language/helpers.ts";

export interface Around {
  readonly declarations?: string;
  /** Frames, height and width of the decoded clip. */
  readonly clip: readonly [number, number, number];
  readonly transform?: string;
  /** A model and its heads, for `model m = …`. */
  readonly model: string;
}

export interface Judged {
  /** Codes of errors. */
  readonly errors: readonly string[];
  readonly experiment: CheckedExperiment | undefined;
}

/** One clip to a batch, so that every frame size and every draw is allowed. */
export function judge({
  declarations = "",
  clip: [frames, height, width],
  transform = "to_float",
  model,
}: Around): Judged {
  const { diagnostics, experiments } = check(`${declarations}
let videos = ucf_layout {
  videos: "v", splits: "s", index: "i"
  classes: 3, frames: [${height}x${width} px], shortest: 1000 frames
  clip: ${frames} frames
  sample: uniform(1 clip per video)
  batch: 1 clip
  transform: ${transform}
}
data train = videos { split: .train }
data test = videos { split: .test }
model m = ${model}
experiment e {
  phases: [train, test], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch
}
`);
  return {
    errors: diagnostics.filter((each) => each.severity === "error").map((each) => each.code),
    experiment: experiments[0],
  };
}

/** The bounds of each size. */
export function boundsOf(tensor: TensorShape | undefined): readonly (readonly [number, number])[] {
  return (tensor?.dims ?? []).map(({ size: { low, high } }) => [low, high] as const);
}

/** Sizes that are known. */
export function sizesOf(tensor: TensorShape | undefined): readonly number[] {
  return boundsOf(tensor).map(([low, high]) => (low === high ? low : Number.NaN));
}
