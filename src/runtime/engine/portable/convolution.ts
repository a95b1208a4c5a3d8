/** Convolution by tfjs's own 3-D kernels: right on the cpu backend and in tfjs-node, wrong on wasm (see `wasm/`). */
import {
  Conv3DBackpropFilterV2,
  concat,
  conv3dTranspose,
  engine,
  pad,
  slice,
  split,
  type Tensor,
  type Tensor5D,
  conv3d as tfConv3d,
  tidy,
} from "@tensorflow/tfjs-core";
import type { Convolution, Extent, Shape5 } from "../extent.ts";

type Triple = [number, number, number];

export function conv3d(x: Tensor5D, filter: Tensor5D, how: Convolution): Tensor5D {
  return tidy(() => {
    const padded = padSpace(x, how.padding);
    const inputs = splitChannels(padded, how.groups);
    const filters = splitChannels(filter, how.groups);
    const parts = inputs.map((part, g) => tfConv3d(part, filters[g] as Tensor5D, [...how.stride] as Triple, "valid"));
    return joinChannels(parts);
  });
}

export function conv3dInput(dy: Tensor5D, filter: Tensor5D, how: Convolution, shape: Shape5): Tensor5D {
  return tidy(() => {
    const padded = paddedShape(shape, how.padding);
    const part: Shape5 = [padded[0], padded[1], padded[2], padded[3], padded[4] / how.groups];
    const filters = splitChannels(filter, how.groups);
    const parts = splitChannels(dy, how.groups).map((piece, g) =>
      conv3dTranspose(piece, filters[g] as Tensor5D, [...part], [...how.stride] as Triple, "valid"),
    );
    return cropSpace(joinChannels(parts as Tensor5D[]), how.padding, shape);
  });
}

export function conv3dFilter(x: Tensor5D, dy: Tensor5D, how: Convolution, shape: Shape5): Tensor5D {
  return tidy(() => {
    const inputs = splitChannels(padSpace(x, how.padding), how.groups);
    const filterShape = [...shape.slice(0, 4), shape[4] / how.groups];
    const parts = splitChannels(dy, how.groups).map((piece, g) =>
      engine().runKernel<Tensor>(
        Conv3DBackpropFilterV2,
        { x: inputs[g] as Tensor5D, dy: piece },
        { strides: [...how.stride], pad: "valid", filterShape },
      ),
    );
    return joinChannels(parts as Tensor5D[]);
  });
}

/** Adds a border of `value` around time, height and width. */
export function padSpace(x: Tensor5D, padding: Extent, value = 0): Tensor5D {
  if (padding.every((size) => size === 0)) return x;
  const [t, h, w] = padding;
  return pad(
    x,
    [
      [0, 0],
      [t, t],
      [h, h],
      [w, w],
      [0, 0],
    ],
    value,
  );
}

/** Takes that border off again; `shape` is what remains. */
export function cropSpace(x: Tensor5D, padding: Extent, shape: Shape5): Tensor5D {
  return padding.every((size) => size === 0) ? x : slice(x, [0, ...padding, 0], [...shape]);
}

export function paddedShape(shape: Shape5, [t, h, w]: Extent): Shape5 {
  return [shape[0], shape[1] + 2 * t, shape[2] + 2 * h, shape[3] + 2 * w, shape[4]];
}

function splitChannels(x: Tensor5D, groups: number): Tensor5D[] {
  return groups === 1 ? [x] : split(x, groups, 4);
}

function joinChannels(parts: Tensor5D[]): Tensor5D {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : concat(parts, 4);
}
