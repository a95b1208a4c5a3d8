/** Filters in the order in which the convolution kernel reads them. */
import type { Shape5 } from "../extent.ts";
import { panelWidth } from "./kernels/convolve.ts";

/** How a filter T x H x W x (C / groups) x O is read for one group. */
export interface PackedShape {
  /** Kernel positions along the width, in packed order. */
  readonly order: readonly number[];
  /** Channels that are summed over. */
  readonly reduced: number;
  /** Channels that come out. */
  readonly produced: number;
  readonly panels: number;
  /** Floats of one panel. */
  readonly panelSize: number;
}

export function packedShape(filter: Shape5, groups: number, order: readonly number[], backward: boolean): PackedShape {
  const [t, h, w, inner, outer] = filter;
  const reduced = backward ? outer / groups : inner;
  const produced = backward ? inner : outer / groups;
  const panels = Math.ceil(produced / panelWidth);
  return { order, reduced, produced, panels, panelSize: t * h * w * reduced * panelWidth };
}

/**
 * Writes one group as panels of 8 produced channels: panel, t, h, packed w, reduced channel, lane. Lanes without a channel are
 * zero. `backward` swaps the roles of input and output channels.
 */
export function packWeights(
  filter: Float32Array,
  [tSize, hSize, wSize, inner, outer]: Shape5,
  group: number,
  { order, reduced, produced, panels }: PackedShape,
  backward: boolean,
  packed: Float32Array,
): void {
  const firstOuter = group * (backward ? reduced : produced);
  let to = 0;
  for (let panel = 0; panel < panels; panel++) {
    const lanes = Math.min(panelWidth, produced - panel * panelWidth);
    for (let slice = 0; slice < tSize * hSize; slice++) {
      for (const w of order) {
        const tap = (slice * wSize + w) * inner * outer + firstOuter;
        for (let channel = 0; channel < reduced; channel++) {
          const from = backward
            ? tap + panel * panelWidth * outer + channel
            : tap + channel * outer + panel * panelWidth;
          const step = backward ? outer : 1;
          for (let lane = 0; lane < panelWidth; lane++) {
            packed[to++] = lane < lanes ? (filter[from + lane * step] as number) : 0;
          }
        }
      }
    }
  }
}
