/** Tensors as the shape runs see them: named dims whose sizes remember where they came from. */
import type { TensorShape } from "../checked.ts";
import { type Interval, isExact } from "../dims/interval.ts";
import type { NumberValue } from "../values/value.ts";

export interface Dim {
  readonly name: string;
  readonly value: NumberValue;
  /** The number of the program that this size goes back to, such as `8 frames` or the 112 of `112x112 px`. */
  readonly source?: NumberValue;
}

export interface Tensor {
  /** `tensor`, `logits`, `probabilities`, `labels` … */
  readonly meaning: string;
  readonly scale?: "u8" | "f32";
  /** Without the batch. */
  readonly dims: readonly Dim[];
  /** What labels count: 101 in `labels [N] of 101`. */
  readonly of?: NumberValue;
}

/** `512 × 1 × 7 × 7`. */
export function formatDims(tensor: Pick<Tensor, "dims">): string {
  return tensor.dims.map((dim) => formatSize(dim.value.interval)).join(" × ");
}

/** `8`, `113..141`, `8..` where there is no upper bound, `?` where nothing is known. */
export function formatSize({ low, high }: Interval): string {
  if (low === high) return `${low}`;
  if (!Number.isFinite(low) && !Number.isFinite(high)) return "?";
  return `${Number.isFinite(low) ? low : ""}..${Number.isFinite(high) ? high : ""}`;
}

/** Whether the sizes agree; open ones agree with nothing but themselves. */
export function sameDims(a: Tensor, b: Tensor): boolean {
  return (
    a.dims.length === b.dims.length &&
    a.dims.every((dim, i) => {
      const other = b.dims[i]?.value.interval;
      return other !== undefined && dim.value.interval.low === other.low && dim.value.interval.high === other.high;
    })
  );
}

export function isExactTensor(tensor: Tensor): boolean {
  return tensor.dims.every((dim) => isExact(dim.value.interval));
}

/** For the checked program: sizes and their sources, without values. */
export function shapeOf(tensor: Tensor): TensorShape {
  return {
    meaning: tensor.meaning,
    ...(tensor.scale === undefined ? {} : { scale: tensor.scale }),
    dims: tensor.dims.map(({ name, value, source }) => ({
      name,
      size: value.interval,
      ...(source === undefined ? {} : { source: source.origin.span }),
    })),
  };
}
