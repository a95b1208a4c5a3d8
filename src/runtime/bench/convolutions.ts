/**
 * The convolutions of a step, by themselves: what remains of a step when everything else is free. A step's time is held against
 * the time of these, called directly on the engine.
 */
import { dispose, engine, type Tensor, type Tensor5D, tensor5d } from "@tensorflow/tfjs-core";
import { type Convolution, type Shape5, volume } from "../engine/extent.ts";
import { type Operations, operationsOf, setOperations } from "../engine/operations.ts";
import { stream } from "../random.ts";

/** One convolution, forward or one of its gradients, as a step called it. */
export interface ConvolutionCall {
  readonly direction: "forward" | "input" | "filter";
  readonly x: Shape5;
  readonly filter: Shape5;
  readonly y: Shape5;
  readonly how: Convolution;
}

/** What `run` convolves on the active engine, in order. */
export async function recordConvolutions(run: () => Promise<unknown>): Promise<readonly ConvolutionCall[]> {
  const calls: ConvolutionCall[] = [];
  const backend = engine().backendName;
  const real = operationsOf(backend);
  setOperations(backend, recording(real, calls));
  try {
    await run();
  } finally {
    setOperations(backend, real);
  }
  return calls;
}

function recording(real: Operations, calls: ConvolutionCall[]): Operations {
  return {
    ...real,
    conv3d: (x, filter, how) => {
      const y = real.conv3d(x, filter, how);
      calls.push({ direction: "forward", x: x.shape, filter: filter.shape, y: y.shape, how });
      return y;
    },
    conv3dInput: (dy, filter, how, shape) => {
      calls.push({ direction: "input", x: shape, filter: filter.shape, y: dy.shape, how });
      return real.conv3dInput(dy, filter, how, shape);
    },
    conv3dFilter: (x, dy, how, shape) => {
      calls.push({ direction: "filter", x: x.shape, filter: shape, y: dy.shape, how });
      return real.conv3dFilter(x, dy, how, shape);
    },
  };
}

/** Multiplications and additions, borders counted as if they were inside. */
export function flopsOf({ y, filter: [t, h, w, inner] }: ConvolutionCall): number {
  return 2 * volume(y) * t * h * w * inner;
}

/** Seconds of all these calls together, once for each round; the first round, which prepares, is left out. */
export function timeConvolutions(calls: readonly ConvolutionCall[], rounds: number): readonly number[] {
  const operations = operationsOf(engine().backendName);
  const held = new Map<string, Tensor5D>();
  // Activations are made by an operation, so that they stand in memory as the engine's precision wants them.
  const value = (kind: "activation" | "filter", shape: Shape5): Tensor5D => {
    const key = `${kind} ${shape.join()}`;
    const found = held.get(key);
    if (found !== undefined) return found;
    const drawn = random(shape);
    const made = kind === "filter" ? drawn : operations.relu(drawn);
    if (made !== drawn) drawn.dispose();
    held.set(key, made);
    return made;
  };
  const call = ({ direction, x, filter, y, how }: ConvolutionCall): Tensor => {
    if (direction === "forward") return operations.conv3d(value("activation", x), value("filter", filter), how);
    if (direction === "input") return operations.conv3dInput(value("activation", y), value("filter", filter), how, x);
    return operations.conv3dFilter(value("activation", x), value("activation", y), how, filter);
  };
  const round = (): number => {
    const began = performance.now();
    // One value of the last result: engines that compute in the background are then done.
    let last: Tensor | undefined;
    for (const each of calls) {
      last?.dispose();
      last = call(each);
    }
    last?.dataSync();
    last?.dispose();
    return (performance.now() - began) / 1000;
  };
  try {
    return Array.from({ length: rounds + 1 }, round).slice(1);
  } finally {
    dispose([...held.values()]);
  }
}

function random(shape: Shape5): Tensor5D {
  const draws = stream("floor", ...shape);
  return tensor5d(
    Float32Array.from({ length: volume(shape) }, () => draws.next() - 0.5),
    [...shape],
  );
}
