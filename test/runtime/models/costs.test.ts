import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { linearHeadCosts } from "../../../src/runtime/heads/costs.ts";
import { costs } from "../../../src/runtime/models/resnext3d_costs.ts";
import type { ResNeXt3dOptions } from "../../../src/runtime/models/resnext3d_options.ts";

const tutorial: ResNeXt3dOptions = { clip: [3, 8, 112, 112], blocks: [2, 2, 2, 2], planes: 64 };

describe("the tutorial's network", () => {
  const trunk = costs(tutorial, [8, 112, 112]);
  const last = trunk.at(-1)?.output ?? [0, 0, 0, 0];
  const head = linearHeadCosts({ pool: [1, 7, 7], classes: 101, inPlane: 512, activation: "softmax" }, last);

  it("has 33,218,085 parameters, 51,813 of them in the head", () => {
    expect(head.parameters).toBe(51_813);
    expect(sum(trunk, "parameters")).toBe(33_166_272);
    expect(sum(trunk, "parameters") + head.parameters).toBe(33_218_085);
  });

  it("costs 20,379,711,690 multiply-accumulates, counted as the reference's profiler does", () => {
    expect(sum(trunk, "macs") + head.macs).toBe(20_379_711_690);
  });

  it("keeps 83 MB of activations for the backward pass", () => {
    expect((sum(trunk, "activations") * 4) / 1e6).toBeCloseTo(83.2, 1);
  });

  it.each([
    { size: [8, 112, 112], stem: [64, 8, 56, 56], stage2: [128, 4, 28, 28], stage4: [512, 1, 7, 7] },
    { size: [8, 128, 173], stem: [64, 8, 64, 87], stage2: [128, 4, 32, 44], stage4: [512, 1, 8, 11] },
    { size: [8, 128, 170], stem: [64, 8, 64, 85], stage2: [128, 4, 32, 43], stage4: [512, 1, 8, 11] },
  ] as const)("gives $stage4 from $size", ({ size, stem, stage2, stage4 }) => {
    const blocks = new Map(costs(tutorial, size).map(({ name, output }) => [name, output]));
    expect(blocks.get("stem")).toEqual(stem);
    expect(blocks.get("stage1.block1")).toEqual(stem);
    expect(blocks.get("stage2.block0")).toEqual(stage2);
    expect(blocks.get("stage4.block1")).toEqual(stage4);
  });

  it("has the parameters of each stage", () => {
    const stage = (n: number): number =>
      sum(
        trunk.filter(({ name }) => name.startsWith(`stage${n}.`)),
        "parameters",
      );
    expect(sum(trunk.slice(0, 1), "parameters")).toBe(28_224 + 128);
    expect([1, 2, 3, 4].map(stage)).toEqual([442_880, 1_557_760, 6_228_480, 24_908_800]);
  });
});

it("knows the reference's 34-layer and 50-layer networks", () => {
  const r3d34: ResNeXt3dOptions = { clip: [3, 32, 112, 112], blocks: [3, 4, 6, 3], planes: 64 };
  const deep = costs(r3d34, [32, 112, 112]);
  expect(sum(deep, "parameters") + 51_813).toBe(63_527_717);
  expect(sum(deep, "macs") / 1e9).toBeCloseTo(150.95, 0);
  const i3d50 = {
    clip: [3, 8, 224, 224],
    blocks: [3, 4, 6, 3],
    planes: 256,
    stemKernel: [5, 7, 7],
    stemPool: true,
  } as const;
  const bottleneck = costs(
    {
      ...i3d50,
      unit: "bottleneck",
      temporalStride: [1, 1, 1, 1],
      temporalKernels: [[3], [3, 1], [3, 1], [1, 3]],
      temporalFirst: [true, true, true, true],
    },
    [8, 224, 224],
  );
  expect(bottleneck.at(-1)?.output).toEqual([2048, 8, 7, 7]);
  expect(sum(bottleneck, "parameters") + 400 * 2049).toBe(28_043_472);
});

function sum<Key extends string>(rows: readonly { readonly [key in Key]: number }[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

it("counts a head's grid of positions", () => {
  const head = { pool: [1, 7, 7], classes: 101, inPlane: 512, activation: "softmax" } as const;
  expect(linearHeadCosts(head, [512, 1, 8, 11]).grid).toEqual([1, 2, 5]);
  expect(linearHeadCosts({ ...head, pool: null }, [512, 1, 8, 11]).grid).toEqual([1, 1, 1]);
});

it("needs no tensor library", async () => {
  const { metafile } = await build({
    entryPoints: ["src/runtime/models/resnext3d_costs.ts", "src/runtime/heads/costs.ts"],
    absWorkingDir: fileURLToPath(new URL("../../../", import.meta.url)),
    bundle: true,
    metafile: true,
    write: false,
    outdir: "out",
    packages: "external",
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(imported.filter((path) => path.includes("tensorflow"))).toEqual([]);
});
