import {
  clone,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor5D,
  tensor1d,
  tidy,
  zeros,
} from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { affine } from "../../../src/runtime/engine/differentiable/affine.ts";
import { conv3d } from "../../../src/runtime/engine/differentiable/conv3d.ts";
import { crossEntropy } from "../../../src/runtime/engine/differentiable/cross_entropy.ts";
import { normalize } from "../../../src/runtime/engine/differentiable/normalize.ts";
import { avgPool3d, maxPool3d } from "../../../src/runtime/engine/differentiable/pool3d.ts";
import { addRelu, relu } from "../../../src/runtime/engine/differentiable/relu.ts";
import {
  type Convolution,
  type Extent,
  type Pool,
  positions,
  type Shape5,
} from "../../../src/runtime/engine/extent.ts";
import { operationsOfEngine } from "../../../src/runtime/engine/operations.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { heapOfEngine } from "../../../src/runtime/engine/wasm/heap.ts";
import { enginesToTest } from "./engines.ts";
import * as exact from "./float64.ts";
import { array5, draw, Largest, measure, relativeError } from "./measure.ts";

/** Relative to the largest value of each result; single precision rounds to 6e-8. */
const convolutionTolerance = 2e-6;
const poolTolerance = 1e-6;
const normTolerance = 1e-5;

const kernels: readonly Extent[] = [
  [1, 1, 1],
  [3, 1, 1],
  [1, 3, 3],
  [3, 3, 3],
  [3, 7, 7],
];
const steps = [1, 2, 3] as const;

describe.each(enginesToTest)("on %s", (engineName) => {
  const largest = new Largest();

  beforeAll(async () => {
    await selectEngine(engineName);
  });

  afterAll(() => {
    console.info(`largest relative errors on ${engineName}: ${largest}`);
  });

  function checkConvolution(xShape: Shape5, filterShape: Shape5, how: Convolution): void {
    const label = JSON.stringify({ xShape, filterShape, how });
    const x = array5(xShape, "x", label);
    const filter = array5(filterShape, "filter", label);
    const y = exact.conv3d(x, filter, how);
    const dy = array5(y.shape, "dy", label);
    const expected = exact.conv3dGradients(x, filter, dy, how);
    const actual = measure([x, filter], dy.data, (a, b) => conv3d(a as Tensor5D, b as Tensor5D, how));
    const errors = [
      largest.note("conv3d", relativeError(actual.output, y.data)),
      largest.note("conv3d for its input", relativeError(actual.gradients[0] ?? [], expected.x.data)),
      largest.note("conv3d for its filter", relativeError(actual.gradients[1] ?? [], expected.filter.data)),
    ];
    expect(Math.max(...errors), label).toBeLessThan(convolutionTolerance);
  }

  describe.each(kernels)("conv3d %ix%ix%i", (...kernel) => {
    it.each(steps)("with every stride %i on an axis and every padding", (stride) => {
      for (const axes of [[0], [1], [2], [0, 1, 2]]) {
        const strides = [0, 1, 2].map((axis) => (axes.includes(axis) ? stride : 1)) as unknown as Extent;
        for (const padding of paddings(kernel)) {
          checkConvolution([2, 4, 7, 8, 2], [...kernel, 2, 3], { stride: strides, padding, groups: 1 });
        }
      }
    });

    it("on the smallest input, one clip", () => {
      const padding = kernel.map((size) => Math.floor(size / 2)) as unknown as Extent;
      for (const stride of steps) {
        checkConvolution([1, 1, 1, 1, 1], [...kernel, 1, 1], { stride: [stride, stride, stride], padding, groups: 1 });
      }
    });

    it("with every number of groups", () => {
      const padding = kernel.map((size) => Math.floor(size / 2)) as unknown as Extent;
      for (const groups of [1, 2, 4, 8]) {
        checkConvolution([1, 3, 5, 6, 8], [...kernel, 8 / groups, 16], { stride: [1, 2, 1], padding, groups });
        checkConvolution([2, 2, 3, 4, 8], [...kernel, 8 / groups, 8], { stride: [1, 1, 1], padding, groups });
      }
    });
  });

  it("conv3d of any shape", () => {
    fc.assert(
      fc.property(anyConvolution, ({ x, filter, how }) => checkConvolution(x, filter, how)),
      { numRuns: 150, seed: 1 },
    );
  });

  it("conv3d over enough pixels for several blocks", () => {
    checkConvolution([2, 3, 12, 14, 9], [3, 3, 3, 9, 17], { stride: [1, 1, 1], padding: [1, 1, 1], groups: 1 });
    checkConvolution([2, 3, 17, 33, 8], [1, 3, 3, 8, 8], { stride: [1, 2, 2], padding: [0, 1, 1], groups: 1 });
  });

  it("conv3d of eights of planes, which an engine may take by kernels of its own", () => {
    fc.assert(
      fc.property(eightsOfPlanes, ({ x, filter, how }) => checkConvolution(x, filter, how)),
      { numRuns: 150, seed: 7 },
    );
  });

  it("conv3d of eights of planes over enough pixels for several threads", () => {
    checkConvolution([3, 4, 20, 27, 8], [3, 3, 3, 8, 8], { stride: [1, 1, 1], padding: [1, 1, 1], groups: 1 });
    checkConvolution([2, 5, 40, 53, 3], [3, 7, 7, 3, 8], { stride: [1, 2, 2], padding: [1, 3, 3], groups: 1 });
    checkConvolution([4, 8, 20, 27, 8], [3, 3, 3, 8, 16], { stride: [2, 2, 2], padding: [1, 1, 1], groups: 1 });
    checkConvolution([16, 4, 10, 14, 16], [1, 1, 1, 16, 32], { stride: [2, 2, 2], padding: [0, 0, 0], groups: 1 });
  });

  it.each(["max", "avg"] as const)("%s pooling of any shape", (kind) => {
    fc.assert(
      fc.property(anyPool, ({ x: shape, pool }) => {
        const label = JSON.stringify({ kind, shape, pool });
        const x = array5(shape, "x", label);
        const reference = kind === "max" ? exact.maxPool3d : exact.avgPool3d;
        const { y } = reference(x, pool);
        const dy = array5(y.shape, "dy", label);
        const run = kind === "max" ? maxPool3d : avgPool3d;
        const actual = measure([x], dy.data, (a) => run(a as Tensor5D, pool));
        const errors = [
          largest.note(`${kind} pool`, relativeError(actual.output, y.data)),
          largest.note(
            `${kind} pool for its input`,
            relativeError(actual.gradients[0] ?? [], reference(x, pool, dy).dx.data),
          ),
        ];
        expect(Math.max(...errors), label).toBeLessThan(poolTolerance);
      }),
      { numRuns: 120, seed: 2 },
    );
  });

  it("max pooling gives the gradient to the first of several largest", () => {
    const x: exact.Array5 = { shape: [1, 1, 2, 3, 1], data: Float64Array.of(0, 5, 5, 5, 0, 5) };
    const pool: Pool = { kernel: [1, 2, 2], stride: [1, 1, 1], padding: [0, 0, 0] };
    const { gradients } = measure([x], Float64Array.of(1, 10), (a) => maxPool3d(a as Tensor5D, pool));
    expect([...(gradients[0] ?? [])]).toEqual([0, 11, 0, 0, 0, 0]);
  });

  it.each([false, true])("batch norm of any shape (ReLU: %s)", (withRelu) => {
    fc.assert(
      fc.property(anyNorm, ({ shape, offset }) => {
        const label = JSON.stringify({ shape, offset, withRelu });
        const x = { shape, data: draw(shape, "x", label).map((value) => Math.fround(value + offset)) };
        const channels = [shape[4]];
        const [scale, shift] = [draw(channels, "scale", label), draw(channels, "shift", label)];
        const dy = array5(shape, "dy", label);
        const expected = exact.batchNorm(x, scale, shift, 1e-5, withRelu, dy);
        const actual = measure(
          [x, { shape: channels, data: scale }, { shape: channels, data: shift }],
          dy.data,
          (a, b, c) => batchNorm(a, b, c, withRelu),
        );
        const errors = [
          largest.note("batch norm", relativeError(actual.output, expected.y.data)),
          largest.note("batch norm for its input", relativeError(actual.gradients[0] ?? [], expected.dx.data)),
          largest.note("batch norm for its scale", relativeError(actual.gradients[1] ?? [], expected.dScale)),
          largest.note("batch norm for its shift", relativeError(actual.gradients[2] ?? [], expected.dShift)),
        ];
        expect(Math.max(...errors), label).toBeLessThan(normTolerance);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("batch norm gives the batch's mean and biased variance", () => {
    const x = array5([2, 3, 5, 7, 6], "statistics");
    const expected = exact.batchNorm(x, new Float64Array(6).fill(1), new Float64Array(6), 1e-5, false);
    for (const [which, wanted] of [
      ["mean", expected.mean],
      ["variance", expected.variance],
    ] as const) {
      const actual = measure(
        [x, ones(6), ones(6)],
        new Float64Array(6),
        (a, b, c) => normalize(a as Tensor5D, b as Tensor1D, c as Tensor1D, { epsilon: 1e-5, relu: false })[which],
      );
      expect(largest.note(`batch norm's ${which}`, relativeError(actual.output, wanted))).toBeLessThan(normTolerance);
    }
  });

  it.each([false, true])("batch norm with fixed statistics (ReLU: %s)", (withRelu) => {
    fc.assert(
      fc.property(anyNorm, ({ shape }) => {
        const x = array5(shape, "x", ...shape);
        const channels = [shape[4]];
        const [scale, shift] = [draw(channels, "scale", ...shape), draw(channels, "shift", ...shape)];
        const dy = array5(shape, "dy", ...shape);
        const raw = x.data.map((value, i) => value * (scale[i % shape[4]] as number) + (shift[i % shape[4]] as number));
        const upstream = dy.data.map((value, i) => (withRelu && (raw[i] as number) <= 0 ? 0 : value));
        const perChannel = (value: (i: number) => number): Float64Array => {
          const sums = new Float64Array(shape[4]);
          for (const i of raw.keys()) sums[i % shape[4]] = (sums[i % shape[4]] as number) + value(i);
          return sums;
        };
        const actual = measure(
          [x, { shape: channels, data: scale }, { shape: channels, data: shift }],
          dy.data,
          (a, b, c) => affine(a as Tensor5D, b as Tensor1D, c as Tensor1D, withRelu),
        );
        const expected = [
          raw.map((value) => (withRelu ? Math.max(value, 0) : value)),
          upstream.map((value, i) => value * (scale[i % shape[4]] as number)),
          perChannel((i) => (upstream[i] as number) * (x.data[i] as number)),
          perChannel((i) => upstream[i] as number),
        ];
        [actual.output, ...actual.gradients].forEach((values, i) => {
          expect(largest.note("fixed batch norm", relativeError(values, expected[i] ?? []))).toBeLessThan(
            normTolerance,
          );
        });
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  it("cross-entropy of any scores", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 40 }), fc.nat(), (rows, classes, seed) => {
        const logits = {
          shape: [rows, classes],
          data: draw([rows, classes], "logits", seed).map((x) => Math.fround(8 * x)),
        };
        const labels = Array.from({ length: rows }, (_, i) => (seed + i * 7) % classes);
        const expected = exact.crossEntropy(logits.data, classes, labels);
        const actual = measure([logits], Float64Array.of(1.5), (scores) =>
          crossEntropy(scores as Tensor2D, tensor1d(labels, "int32")),
        );
        const loss = Math.abs((actual.output[0] as number) - expected.loss) / Math.max(1, expected.loss);
        const slope = relativeError(
          actual.gradients[0] ?? [],
          expected.slope.map((value) => value * 1.5),
        );
        expect(largest.note("cross-entropy", loss)).toBeLessThan(1e-6);
        expect(largest.note("cross-entropy for its scores", slope)).toBeLessThan(1e-5);
      }),
      { numRuns: 60, seed: 8 },
    );
  });

  it("cross-entropy stays finite for scores far apart", () => {
    const logits = { shape: [2, 3], data: Float64Array.of(1e4, 0, -1e4, 5, 5, 5) };
    const { output, gradients } = measure([logits], Float64Array.of(1), (scores) =>
      crossEntropy(scores as Tensor2D, tensor1d([2, 0], "int32")),
    );
    expect(output[0]).toBeCloseTo((2e4 + Math.log(3)) / 2, 0);
    [0.5, 0, -0.5, -1 / 3, 1 / 6, 1 / 6].forEach((wanted, i) => {
      expect(gradients[0]?.[i]).toBeCloseTo(wanted, 6);
    });
  });

  it("a running average takes its step, over the old value or beside it", () => {
    const operations = operationsOfEngine();
    const values = { running: [1, -2, 3, 40, 0], value: [5, 6, -7, 8, 1e-3] };
    const wanted = values.running.map((was, i) => 0.9 * was + 0.25 * (values.value[i] as number));
    tidy(() => {
      const [running, value] = [tensor1d(values.running), tensor1d(values.value)];
      const second = clone(running);
      const beside = operations.follow(running, value, 0.9, 0.25);
      expect(relativeError(beside.dataSync(), wanted)).toBeLessThan(1e-6);
      expect([...second.dataSync()]).toEqual(values.running);
      running.dispose();
      expect(relativeError(operations.follow(second, value, 0.9, 0.25).dataSync(), wanted)).toBeLessThan(1e-6);
    });
  });

  it("ReLU, and a sum with ReLU, of any length", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), (length) => {
        const shape: Shape5 = [1, 1, 1, length, 1];
        const [a, b] = [array5(shape, "a", length), array5(shape, "b", length)];
        const dy = array5(shape, "dy", length);
        const positive = (values: Float64Array): Float64Array => values.map((value) => Math.max(value, 0));
        const one = measure([a], dy.data, (x) => relu(x as Tensor5D));
        const two = measure([a, b], dy.data, (x, y) => addRelu(x as Tensor5D, y as Tensor5D));
        const sums = a.data.map((value, i) => Math.fround(value + (b.data[i] as number)));
        const gate = (values: Float64Array): Float64Array =>
          dy.data.map((value, i) => ((values[i] as number) > 0 ? value : 0));
        const expected = [positive(a.data), gate(a.data), positive(sums), gate(sums), gate(sums)];
        [one.output, ...one.gradients, two.output, ...two.gradients].forEach((values, i) => {
          expect(relativeError(values, expected[i] ?? [])).toBe(0);
        });
      }),
      { numRuns: 40, seed: 5 },
    );
  });
});

function batchNorm(x: Tensor, scale: Tensor, shift: Tensor, withRelu: boolean): Tensor {
  return normalize(x as Tensor5D, scale as Tensor1D, shift as Tensor1D, { epsilon: 1e-5, relu: withRelu }).y;
}

function ones(count: number): { readonly shape: readonly number[]; readonly data: Float64Array } {
  return { shape: [count], data: new Float64Array(count).fill(1) };
}

/** All paddings from 0 to floor(kernel / 2) on each axis. */
function paddings([t, h, w]: Extent): Extent[] {
  const upTo = (size: number): number[] => Array.from({ length: Math.floor(size / 2) + 1 }, (_, i) => i);
  return upTo(t).flatMap((i) => upTo(h).flatMap((j) => upTo(w).map((k): Extent => [i, j, k])));
}

const axis = fc.record({
  kernel: fc.integer({ min: 1, max: 5 }),
  stride: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 1, max: 8 }),
  padding: fc.nat(2),
});

/** Three axes on which the kernel fits. */
const axes = fc
  .tuple(axis, axis, axis)
  .map((three) => three.map((one) => ({ ...one, padding: Math.min(one.padding, Math.floor(one.kernel / 2)) })))
  .filter((three) => three.every((one) => positions(one.size, one.kernel, one.stride, one.padding) >= 1));

type Axes = readonly { kernel: number; stride: number; size: number; padding: number }[];

function column(three: Axes, of: "kernel" | "stride" | "size" | "padding"): Extent {
  return three.map((one) => one[of]) as unknown as Extent;
}

const anyConvolution = fc
  .record({
    three: axes,
    clips: fc.integer({ min: 1, max: 3 }),
    groups: fc.integer({ min: 1, max: 3 }),
    inner: fc.integer({ min: 1, max: 9 }),
    outer: fc.integer({ min: 1, max: 10 }),
  })
  .map(({ three, clips, groups, inner, outer }) => ({
    x: [clips, ...column(three, "size"), inner * groups] as Shape5,
    filter: [...column(three, "kernel"), inner, outer * groups] as Shape5,
    how: { stride: column(three, "stride"), padding: column(three, "padding"), groups },
  }));

const eightsOfPlanes = fc
  .record({
    three: axes,
    clips: fc.integer({ min: 1, max: 2 }),
    inner: fc.constantFrom(1, 3, 4, 8, 16, 24),
    outer: fc.constantFrom(8, 16, 24, 32, 40),
  })
  .map(({ three, clips, inner, outer }) => ({
    x: [clips, ...column(three, "size"), inner] as Shape5,
    filter: [...column(three, "kernel"), inner, outer] as Shape5,
    how: { stride: column(three, "stride"), padding: column(three, "padding"), groups: 1 },
  }));

const anyPool = fc
  .record({ three: axes, clips: fc.integer({ min: 1, max: 2 }), channels: fc.integer({ min: 1, max: 5 }) })
  .map(({ three, clips, channels }) => ({
    x: [clips, ...column(three, "size"), channels] as Shape5,
    pool: { kernel: column(three, "kernel"), stride: column(three, "stride"), padding: column(three, "padding") },
  }));

/** At least two values to a channel: one alone has no variance, and its gradient is nothing but rounding. */
const anyNorm = fc
  .record({
    size: fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 20 }),
    ),
    offset: fc.constantFrom(0, 1, -3),
  })
  .filter(({ size: [n, t, h, w] }) => n * t * h * w >= 8)
  .map(({ size, offset }) => ({ shape: size as Shape5, offset }));

describe("operations that do not fit", () => {
  beforeAll(async () => {
    await selectEngine("wasm");
  });

  const tensorOf = (...shape: number[]): Tensor => zeros(shape);
  const plain: Convolution = { stride: [1, 1, 1], padding: [0, 0, 0], groups: 1 };

  it.each([
    {
      what: "conv3d: 3 channels do not fit a filter of 1x1x1x2x4 with 1 groups",
      run: () => conv3d(tensorOf(1, 1, 1, 1, 3) as Tensor5D, tensorOf(1, 1, 1, 2, 4) as Tensor5D, plain),
    },
    {
      what: "conv3d: a window of 3x1x1 does not fit 2x4x4 with padding 0x0x0",
      run: () => conv3d(tensorOf(1, 2, 4, 4, 2) as Tensor5D, tensorOf(3, 1, 1, 2, 4) as Tensor5D, plain),
    },
    {
      what: "maxPool3d: padding 0x1x1 is more than half the window 1x1x1",
      run: () =>
        maxPool3d(tensorOf(1, 1, 2, 2, 1) as Tensor5D, { kernel: [1, 1, 1], stride: [1, 1, 1], padding: [0, 1, 1] }),
    },
    {
      what: "addRelu: 1x1x1x2x1 and 1x1x2x1x1 are not one shape",
      run: () => addRelu(tensorOf(1, 1, 1, 2, 1) as Tensor5D, tensorOf(1, 1, 2, 1, 1) as Tensor5D),
    },
    {
      what: "normalize: 3 figures for 4 channels",
      run: () => batchNorm(tensorOf(1, 1, 2, 2, 4), tensorOf(3), tensorOf(3), false),
    },
  ])("$what", ({ what, run }) => {
    tidy(() => {
      expect(run).toThrow(what);
    });
  });

  it("says when the wasm engine's memory is full", () => {
    expect(() => heapOfEngine().allocate([2 ** 31])).toThrow(
      "the engine wasm is out of memory: it wanted 8,192 MiB more, it may take 4,096 MiB",
    );
    expect(() => heapOfEngine().scratch(2 ** 33, () => 0)).toThrow("out of memory");
  });
});
