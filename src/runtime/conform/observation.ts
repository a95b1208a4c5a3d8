/** What was seen of a component that was built and run on small random input, for comparison with its declaration. */
import type { Description } from "../component.ts";
import type { Mode } from "../network.ts";

/** What is tried. Sizes are in vcl's order, without the batch: `[C, T, H, W]`. */
export interface Trial {
  /** What goes in: a clip, or a block's feature map. */
  readonly sizes: readonly [number, number, number, number];
  readonly classes: number;
  /** Fixes all draws. */
  readonly seed: number;
  /** The scale of a clip that goes into a transform. */
  readonly scale: "u8" | "f32";
  /** Whether the declaration says `random`. */
  readonly random: boolean;
  /** Meanings that the declaration takes: `logits`, `labels` … */
  readonly takes: readonly string[];
  /** A folder that may be written to. */
  readonly folder: string;
}

export interface Output {
  /** A block's name; empty for the component itself. */
  readonly of: string;
  readonly mode?: Mode;
  readonly meaning?: string;
  readonly scale?: string;
  readonly dims: readonly number[];
}

/** Something that no declaration allows. */
export interface Fault {
  /** Lower case, no full stop: `the same seed gives other weights`. */
  readonly title: string;
  readonly why?: string;
  readonly help?: string;
  /** The item of the declaration that it is about; its name where left out. */
  readonly about?: "takes" | "yields" | "random" | "blocks";
}

export interface Seen {
  readonly outputs: readonly Output[];
  readonly faults: readonly Fault[];
}

export interface Observation extends Seen {
  /** `describe()`, as a checkpoint keeps it. */
  readonly described: Description;
  /** What the program told the factory, in the same form: components stand as their descriptions. */
  readonly given: Description["options"];
}
