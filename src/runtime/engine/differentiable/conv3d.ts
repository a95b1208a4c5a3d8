import type { Tensor5D } from "@tensorflow/tfjs-core";
import type { Convolution, Shape5 } from "../extent.ts";
import { define } from "./define.ts";
import { requireFit } from "./fit.ts";

interface Inputs {
  readonly x: Tensor5D;
  readonly filter: Tensor5D;
}

const run = define<Inputs, Convolution>({
  name: "vcl.conv3d",
  inputsToSave: ["x", "filter"],
  outputsToSave: [false],
  run: (operations, { x, filter }, how) => [operations.conv3d(x, filter, how)],
  gradient: (operations, [dy], [x, filter], how) => ({
    x: () => operations.conv3dInput(dy as Tensor5D, filter as Tensor5D, how, x?.shape as unknown as Shape5),
    filter: () => operations.conv3dFilter(x as Tensor5D, dy as Tensor5D, how, filter?.shape as unknown as Shape5),
  }),
});

/**
 * 3-D convolution without bias. `x`: N x T x H x W x C. `filter`: T x H x W x (C / groups) x O, where output channels
 * 0 to O / groups - 1 see the first group of input channels, and so on. Gives N x T' x H' x W' x O.
 */
export function conv3d(x: Tensor5D, filter: Tensor5D, how: Convolution): Tensor5D {
  const [, t, h, w, channels] = x.shape;
  const [kt, kh, kw, inner, outer] = filter.shape;
  if (channels !== inner * how.groups || outer % how.groups !== 0) {
    throw new Error(
      `conv3d: ${channels} channels do not fit a filter of ${filter.shape.join("x")} with ${how.groups} groups`,
    );
  }
  requireFit("conv3d", [t, h, w], [kt, kh, kw], how);
  return run({ x, filter }, how)[0] as Tensor5D;
}
