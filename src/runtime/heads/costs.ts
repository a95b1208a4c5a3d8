/** What the linear head costs in test, counted as `models/costs.ts` counts. Loads no tensor library. */
import { type Extent, volume } from "../engine/extent.ts";
import type { FullyConvolutionalLinearOptions } from "./fully_convolutional_linear.ts";

export interface HeadCosts {
  /** Frames, rows and columns of the pooled map: each position gives its own scores. */
  readonly grid: Extent;
  readonly parameters: number;
  /** Multiply-accumulates for one clip, activation included. */
  readonly macs: number;
}

/** `feature`: planes, frames, height and width of the block it hangs on. */
export function linearHeadCosts(
  { pool, classes, inPlane, activation }: Omit<FullyConvolutionalLinearOptions, "name">,
  feature: readonly [number, number, number, number],
): HeadCosts {
  const [planes, t, h, w] = feature;
  const window: Extent = pool ?? [t, h, w];
  const grid: Extent = [t - window[0] + 1, h - window[1] + 1, w - window[2] + 1];
  const positions = volume(grid);
  const pooling = positions * planes * volume(window);
  const activating = activation === "identity" ? 0 : positions * classes;
  return {
    grid,
    parameters: (inPlane + 1) * classes,
    macs: pooling + positions * (inPlane + 1) * classes + activating,
  };
}
