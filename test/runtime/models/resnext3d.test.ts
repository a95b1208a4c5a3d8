import { memory, type Tensor5D, zeros } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { RunError } from "../../../src/runtime/error.ts";
import { fullyConvolutionalLinear } from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import { resnext3d } from "../../../src/runtime/models/resnext3d.ts";
import { costs } from "../../../src/runtime/models/resnext3d_costs.ts";
import type { ResNeXt3dOptions } from "../../../src/runtime/models/resnext3d_options.ts";
import type { BuiltModel, Head } from "../../../src/runtime/network.ts";

const small: ResNeXt3dOptions = { clip: [3, 4, 16, 16], blocks: [1, 2], planes: 4, stemPlanes: 4 };

function headOf(inPlane: number, name = "action"): Head {
  return fullyConvolutionalLinear({ name, inPlane, classes: 3 });
}

function built(options: ResNeXt3dOptions, seed = 0): BuiltModel {
  const model = resnext3d(options);
  const planes = (options.planes ?? 64) * 2 ** (options.blocks.length - 1);
  model.attach(model.blocks.at(-1) ?? "", headOf(planes));
  return model.build(seed);
}

function values(model: BuiltModel, name: string): number[] {
  const found = [...model.parameters, ...model.buffers].find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return [...found.variable.dataSync()];
}

beforeAll(async () => {
  await selectEngine("wasm");
});

describe("blocks and heads", () => {
  it("names its blocks", () => {
    expect(resnext3d(small).blocks).toEqual(["stem", "stage1.block0", "stage2.block0", "stage2.block1"]);
  });

  it("takes heads on any block, several of them", () => {
    const model = resnext3d(small);
    model.attach("stem", headOf(4, "early"));
    model.attach("stage2.block0", headOf(8, "middle"));
    model.attach("stage2.block0", headOf(8, "second"));
    expect(model.heads.map(({ block, head }) => `${block} ${head.name}`)).toEqual([
      "stem early",
      "stage2.block0 middle",
      "stage2.block0 second",
    ]);
    const network = model.build(0);
    const x = zeros([2, 4, 16, 16, 3]) as Tensor5D;
    const before = memory().numTensors;
    const outputs = network.forward(x, "test", 0);
    expect([...outputs.keys()]).toEqual(["early", "middle", "second"]);
    for (const { values: scores } of outputs.values()) {
      expect(scores.shape).toEqual([2, 3]);
      scores.dispose();
    }
    expect(memory().numTensors).toBe(before);
    x.dispose();
    network.dispose();
  });

  it("says what is wrong with an attachment", () => {
    const model = resnext3d(small);
    expect(() => model.attach("stage3.block0", headOf(8))).toThrow(
      'head "action": the model has no block "stage3.block0"',
    );
    expect(() => model.attach("stage2.block1", headOf(512))).toThrow(
      'head "action" takes 512 planes, but stage2.block1 gives 8',
    );
    model.attach("stage2.block1", headOf(8));
    expect(() => model.attach("stem", headOf(4))).toThrow('the model already has a head "action"');
    expect(() => resnext3d(small).build(0)).toThrow("the model has no head");
  });

  it("refuses clips with other channels", () => {
    const network = built(small);
    const x = zeros([1, 4, 16, 16, 1]) as Tensor5D;
    expect(() => network.forward(x, "test", 0)).toThrow("the clips have 1 channels, but the model takes 3");
    x.dispose();
    network.dispose();
  });

  it("disposes of everything", () => {
    const before = memory().numTensors;
    built(small).dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("first weights", () => {
  it("are normal with deviation sqrt(2 / fan-out) in convolutions, ones and zeros in batch norm", () => {
    const network = built({ ...small, planes: 32, stemPlanes: 32 });
    const weights = values(network, "stage1.block0.conv1.weight");
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
    expect(deviation / Math.sqrt(2 / (32 * 27))).toBeCloseTo(1, 1);
    expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) / weights.length)).toBeLessThan(0.001);
    expect(new Set(values(network, "stage1.block0.norm1.scale"))).toEqual(new Set([1]));
    expect(new Set(values(network, "stage1.block0.norm1.shift"))).toEqual(new Set([0]));
    expect(new Set(values(network, "stage1.block0.norm1.mean"))).toEqual(new Set([0]));
    expect(new Set(values(network, "stage1.block0.norm1.variance"))).toEqual(new Set([1]));
    network.dispose();
  });

  it("do not divide the fan-out by the groups", () => {
    const network = built({ ...small, planes: 32, stemPlanes: 32, groups: 8 });
    const weights = values(network, "stage1.block0.conv1.weight");
    const deviation = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
    expect(deviation / Math.sqrt(2 / (32 * 27))).toBeCloseTo(1, 1);
    network.dispose();
  });

  it("depend on seed and name only", () => {
    const [a, b, other, deeper] = [
      built(small, 3),
      built(small, 3),
      built(small, 4),
      built({ ...small, blocks: [2, 2] }, 3),
    ];
    const name = "stage2.block1.conv2.weight";
    expect(values(a, name)).toEqual(values(b, name));
    expect(values(a, name)).not.toEqual(values(other, name));
    expect(values(a, name)).toEqual(values(deeper, name));
    expect(values(a, name)).not.toEqual(values(a, "stage2.block1.conv1.weight"));
    for (const network of [a, b, other, deeper]) network.dispose();
  });

  it.each([
    { unit: "basic", zero: "stage1.block0.norm2.scale" },
    { unit: "r2plus1d", zero: "stage1.block0.norm2.scale" },
    { unit: "bottleneck", zero: "stage1.block0.norm3.scale" },
    { unit: "preactivated", zero: "stage1.block0.conv3.weight" },
  ] as const)("start the end of every $unit branch at zero where told to", ({ unit, zero }) => {
    const network = built({ ...small, unit, widthPerGroup: 2, zeroInitResidual: true });
    expect(new Set(values(network, zero))).toEqual(new Set([0]));
    expect(values(network, "stage2.block0.skip.conv.weight").some((w) => w !== 0)).toBe(true);
    network.dispose();
  });
});

describe("options", () => {
  it("describes all of them, defaults filled in", () => {
    expect(resnext3d({ clip: [3, 8, 112, 112], blocks: [2, 2, 2, 2] }).describe()).toEqual({
      component: "resnext3d",
      options: {
        clip: [3, 8, 112, 112],
        blocks: [2, 2, 2, 2],
        planes: 64,
        unit: "basic",
        skip: "postactivated",
        groups: 1,
        widthPerGroup: 64,
        temporalStride: [1, 2, 2, 2],
        spatialStride: [1, 2, 2, 2],
        stem: "basic",
        stemPlanes: 64,
        stemKernel: [3, 7, 7],
        stemPool: false,
        temporalKernels: [[3], [3], [3], [3]],
        temporalFirst: [false, false, false, false],
        zeroInitResidual: false,
        inputPlanes: 3,
        framesPerClip: 8,
        clipCropSize: 112,
      },
    });
  });

  it("takes a crop that is not square", () => {
    expect(resnext3d({ ...small, clip: [3, 4, 16, 20] }).describe().options.clipCropSize).toBe(null);
    expect(() => resnext3d({ ...small, clip: [3, 4, 16, 20], clipCropSize: null })).not.toThrow();
    expect(() => resnext3d({ ...small, clip: [3, 4, 16, 20], clipCropSize: 16 })).toThrow(
      "clipCropSize is 16, but a clip has 16 x 20",
    );
  });

  it.each([
    { change: { blocks: [] }, message: "blocks is empty" },
    { change: { blocks: [1, 0] }, message: "blocks must be whole numbers of at least 1, not [1, 0]" },
    { change: { planes: 1.5 }, message: "planes must be a whole number of at least 1, not 1.5" },
    { change: { temporalStride: [1] }, message: "temporalStride has 1 entries for 2 stages" },
    { change: { spatialStride: [1, 0] }, message: "spatialStride must be whole numbers of at least 1, not [1, 0]" },
    { change: { stemKernel: [3, 6, 7] }, message: "stemKernel must be odd on each axis, not 3x6x7" },
    { change: { temporalKernels: [[3], [2]] }, message: "temporalKernels must list odd sizes" },
    { change: { groups: 3 }, message: "3 groups do not divide the planes of stage1.block0.conv1 (4 to 4)" },
    { change: { framesPerClip: 999 }, message: "framesPerClip is 999, but a clip has 4 frames" },
    { change: { inputPlanes: 1 }, message: "inputPlanes is 1, but a clip has 3 channels" },
  ] as const)("refuses $message", ({ change, message }) => {
    expect(() => resnext3d({ ...small, ...change } as ResNeXt3dOptions)).toThrow(message);
    expect(() => resnext3d({ ...small, ...change } as ResNeXt3dOptions)).toThrow(RunError);
  });
});

it("gives the shapes and has the parameters that its costs say, for any options", () => {
  fc.assert(
    fc.property(anyOptions, ({ options, size }) => {
      const expected = costs(options, size);
      for (const [i, { name, output }] of expected.entries()) {
        const model = resnext3d(options);
        const shape: number[] = [];
        model.attach(name, { ...headOf(output[0]), build: () => ({ parameters: [], forward: probe(shape) }) });
        const network = model.build(0);
        const x = zeros([1, ...size, 3]) as Tensor5D;
        for (const { values: scores } of network.forward(x, i % 2 === 0 ? "train" : "test", 0).values())
          scores.dispose();
        expect(shape, name).toEqual([1, output[1], output[2], output[3], output[0]]);
        const own = network.parameters.filter((parameter) => parameter.name.startsWith(`${name}.`));
        expect(own.reduce((total, { variable }) => total + variable.size, 0)).toBe(expected[i]?.parameters);
        x.dispose();
        network.dispose();
      }
    }),
    { numRuns: 25, seed: 11 },
  );
});

/** A head that looks at the shape it is given. */
function probe(shape: number[]): (x: Tensor5D) => { values: ReturnType<typeof scores>; meaning: "logits" } {
  return (x) => {
    shape.push(...x.shape);
    return { values: scores(), meaning: "logits" };
  };
}

function scores() {
  return zeros<import("@tensorflow/tfjs-core").Rank.R2>([1, 3]);
}

const anyOptions = fc
  .record({
    blocks: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
    planes: fc.constantFrom(2, 4),
    stemPlanes: fc.constantFrom(2, 4),
    unit: fc.constantFrom("basic", "bottleneck", "preactivated", "r2plus1d"),
    skip: fc.constantFrom("postactivated", "preactivated"),
    stem: fc.constantFrom("basic", "r2plus1d"),
    stemPool: fc.boolean(),
    stemKernel: fc.constantFrom([3, 7, 7], [1, 3, 5], [5, 1, 1]),
    widthPerGroup: fc.constantFrom(1, 3),
    temporalFirst: fc.boolean(),
    strides: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
    size: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
  })
  .map(({ size, strides, temporalFirst, ...rest }) => ({
    size,
    options: {
      ...rest,
      clip: [3, ...size],
      temporalStride: strides.slice(0, rest.blocks.length),
      spatialStride: strides.slice(3, 3 + rest.blocks.length),
      temporalFirst: rest.blocks.map(() => temporalFirst),
      temporalKernels: rest.blocks.map(() => [3, 1]),
    } as unknown as ResNeXt3dOptions,
  }));
