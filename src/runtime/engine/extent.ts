/** Sizes of windows that slide over time, height and width, and what comes out of them. No tensors here. */

/** Time, height, width. */
export type Extent = readonly [number, number, number];

/** N x T x H x W x C. */
export type Shape5 = readonly [number, number, number, number, number];

/** How a convolution slides. Padding is symmetric and explicit (PyTorch's convention), never "same". */
export interface Convolution {
  readonly stride: Extent;
  readonly padding: Extent;
  /** Input and output channels are cut into this many groups that do not see each other. */
  readonly groups: number;
}

/** A pooling window and how it slides. */
export interface Pool {
  readonly kernel: Extent;
  readonly stride: Extent;
  readonly padding: Extent;
}

/** Positions of a window along one axis: floor((size + 2 padding - kernel) / stride) + 1; 0 or less where it does not fit. */
export function positions(size: number, kernel: number, stride: number, padding: number): number {
  return Math.floor((size + 2 * padding - kernel) / stride) + 1;
}

/** Positions along the three axes. */
export function slide(size: Extent, kernel: Extent, stride: Extent, padding: Extent): Extent {
  const along = (axis: 0 | 1 | 2): number => positions(size[axis], kernel[axis], stride[axis], padding[axis]);
  return [along(0), along(1), along(2)];
}

/** What pooling makes of a tensor of this shape. */
export function pooledShape([n, t, h, w, c]: Shape5, { kernel, stride, padding }: Pool): Shape5 {
  return [n, ...slide([t, h, w], kernel, stride, padding), c];
}

/** The same figure on all three axes. */
export function cube(value: number): Extent {
  return [value, value, value];
}

/** floor(kernel / 2) on each axis: the padding that keeps the size at stride 1 for odd kernels. */
export function halfPadding(kernel: Extent): Extent {
  return [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2), Math.floor(kernel[2] / 2)];
}

/** Number of elements. */
export function volume(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
