/** Speed of the active engine's convolutions, measured by hand or by `vcl doctor`; never a test. */
import { dispose, type Tensor, type Tensor5D, tensor } from "@tensorflow/tfjs-core";
import { stream } from "../random.ts";
import { type Convolution, cube, type Shape5, slide, volume } from "./extent.ts";
import { operationsOfEngine } from "./operations.ts";

/** Billions of multiplications and additions a second, counted without leaving out what meets the border. */
export interface ConvolutionSpeed {
  readonly forward: number;
  readonly input: number;
  readonly filter: number;
}

/** The best of several runs, each direction within about `milliseconds`. */
export function convolutionSpeed(
  x: Shape5,
  filter: Shape5,
  how: Convolution = { stride: cube(1), padding: cube(1), groups: 1 },
  milliseconds = 300,
): ConvolutionSpeed {
  const operations = operationsOfEngine();
  const [kt, kh, kw, inner, outer] = filter;
  const output: Shape5 = [x[0], ...slide([x[1], x[2], x[3]], [kt, kh, kw], how.stride, how.padding), outer];
  const flops = 2 * volume(output) * kt * kh * kw * inner;
  const [xs, fs, ys] = [x, filter, output].map(random) as [Tensor5D, Tensor5D, Tensor5D];
  const rate = (run: () => Tensor): number => flops / bestTime(run, milliseconds) / 1e6;
  const speed = {
    forward: rate(() => operations.conv3d(xs, fs, how)),
    input: rate(() => operations.conv3dInput(ys, fs, how, x)),
    filter: rate(() => operations.conv3dFilter(xs, ys, how, filter)),
  };
  dispose([xs, fs, ys]);
  return speed;
}

function random(shape: Shape5): Tensor5D {
  const draws = stream("speed", ...shape);
  return tensor(
    Float32Array.from({ length: volume(shape) }, () => draws.next() - 0.5),
    [...shape],
  ) as Tensor5D;
}

/** Milliseconds of the fastest of at least two runs. */
function bestTime(run: () => Tensor, milliseconds: number): number {
  const once = (): number => {
    const start = performance.now();
    const result = run();
    // Reading one value waits for engines that compute in the background.
    result.dataSync();
    const time = performance.now() - start;
    result.dispose();
    return time;
  };
  const began = performance.now();
  let best = Math.min(once(), once());
  while (performance.now() - began < milliseconds) best = Math.min(best, once());
  return best;
}
