import { engine, mean, type Scalar, type Tensor, type Tensor5D, zeros } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { gradients } from "../../../src/runtime/engine/gradients.ts";
import { selectEngine } from "../../../src/runtime/engine/select.ts";
import { fullyConvolutionalLinear } from "../../../src/runtime/heads/fully_convolutional_linear.ts";
import { resnext3d } from "../../../src/runtime/models/resnext3d.ts";
import { costs } from "../../../src/runtime/models/resnext3d_costs.ts";
import type { ResNeXt3dOptions } from "../../../src/runtime/models/resnext3d_options.ts";
import type { HeadOutput } from "../../../src/runtime/network.ts";

const base: ResNeXt3dOptions = { clip: [3, 4, 32, 32], blocks: [2, 2], planes: 8, stemPlanes: 8 };

const networks: { readonly [name: string]: ResNeXt3dOptions } = {
  basic: base,
  "basic with a stem pool": { ...base, stemPool: true },
  "R(2+1)D": { ...base, unit: "r2plus1d", stem: "r2plus1d" },
  bottleneck: { ...base, unit: "bottleneck", widthPerGroup: 4 },
  preactivated: { ...base, unit: "preactivated", widthPerGroup: 4 },
  "preactivated with such skips": { ...base, unit: "preactivated", skip: "preactivated", widthPerGroup: 4 },
};

beforeAll(async () => {
  await selectEngine("cpu");
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("activations kept for the backward pass", () => {
  it.each(Object.entries(networks))("are counted as the engine keeps them: %s", (_, options) => {
    const counted = costs(options, [4, 32, 32]).reduce((total, { activations }) => total + activations, 0);
    const clip = 3 * 4 * 32 * 32;
    const pooled = 16;
    expect(keptOfClip(options)).toBe(counted + clip + pooled);
  });
});

/** The engine's functions that keep tensors until the backward pass; its type hides them. */
interface Keeping {
  saveTensorsForBackwardMode(tensors: Tensor[]): Tensor[];
}

/** Elements of what the trunk's forward pass over one clip keeps: each tensor once, weights aside. */
function keptOfClip(options: ResNeXt3dOptions): number {
  const model = resnext3d(options);
  const planes = (options.planes ?? 64) * 2 ** (options.blocks.length - 1);
  model.attach(model.blocks.at(-1) ?? "", fullyConvolutionalLinear({ name: "action", inPlane: planes, classes: 3 }));
  const network = model.build(0);
  const x = zeros([1, 4, 32, 32, 3]) as Tensor5D;
  const weights = new Set<object>(network.parameters.map(({ variable }) => variable.dataId));
  const kept = new Map<object, number>();
  const keep = vi.spyOn(engine() as unknown as Keeping, "saveTensorsForBackwardMode");
  const result = gradients(() => {
    const outputs = network.forward(x, "train", 0);
    for (const { type, value } of keep.mock.results) {
      for (const { rank, dataId, size } of type === "return" ? (value as Tensor[]) : []) {
        if (rank === 5 && !weights.has(dataId)) kept.set(dataId, size);
      }
    }
    return { loss: mean((outputs.get("action") as HeadOutput).values) as Scalar, outputs };
  }, network.parameters);
  result.dispose();
  x.dispose();
  network.dispose();
  return [...kept.values()].reduce((total, size) => total + size, 0);
}
