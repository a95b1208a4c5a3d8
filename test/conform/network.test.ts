/** What `stdlib/models` and `stdlib/heads.vcl` declare against what the runtime builds, for random small options. */
import { type Tensor2D, type Tensor5D, tidy, zeros } from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { selectEngine } from "../../src/runtime/engine/select.ts";
import { RunError } from "../../src/runtime/error.ts";
import { fullyConvolutionalLinear } from "../../src/runtime/heads/fully_convolutional_linear.ts";
import { resnext3d } from "../../src/runtime/models/resnext3d.ts";
import type { ResNeXt3dOptions } from "../../src/runtime/models/resnext3d_options.ts";
import type { Head, Mode } from "../../src/runtime/network.ts";
import { namesOf } from "./components.ts";
import { judge, sizesOf } from "./program.ts";

type Options = ResNeXt3dOptions;
type Size = [number, number, number];

beforeAll(async () => {
  await selectEngine("wasm");
});

/** A head that only looks: planes, frames, height and width of its block. */
function looker(name: string, seen: Map<string, readonly number[]>): Head {
  return {
    name,
    classes: 3,
    describe: () => ({ component: "looker", options: {} }),
    build: () => ({
      parameters: [],
      forward: (x) => {
        const [n = 0, t = 0, h = 0, w = 0, planes = 0] = x.shape;
        seen.set(name, [planes, t, h, w]);
        return { values: zeros([n, 3]) as Tensor2D, meaning: "logits" };
      },
    }),
  };
}

const odd = fc.constantFrom(1, 3, 5);

const options: fc.Arbitrary<Options> = fc
  .record({
    stages: fc.array(
      fc.record({
        blocks: fc.integer({ min: 1, max: 2 }),
        t: fc.integer({ min: 1, max: 3 }),
        s: fc.integer({ min: 1, max: 3 }),
        kernels: fc.array(odd, { minLength: 1, maxLength: 2 }),
        first: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    size: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 24 }), fc.integer({ min: 5, max: 24 })),
    planes: fc.integer({ min: 1, max: 6 }),
    stemPlanes: fc.integer({ min: 1, max: 6 }),
    groups: fc.constantFrom(1, 1, 2, 3),
    widthPerGroup: fc.integer({ min: 1, max: 3 }),
    unit: fc.constantFrom("basic", "bottleneck", "preactivated", "r2plus1d"),
    skip: fc.constantFrom("postactivated", "preactivated"),
    stem: fc.constantFrom("basic", "r2plus1d"),
    stemKernel: fc.tuple(odd, odd, odd),
    stemPool: fc.boolean(),
    zeroInitResidual: fc.boolean(),
  })
  .map(
    ({ stages, size, ...rest }) =>
      ({
        ...rest,
        skip: rest.unit === "preactivated" ? rest.skip : "postactivated",
        clip: [3, ...size],
        blocks: stages.map((each) => each.blocks),
        temporalStride: stages.map((each) => each.t),
        spatialStride: stages.map((each) => each.s),
        temporalKernels: stages.map((each) => each.kernels),
        temporalFirst: stages.map((each) => each.first),
      }) as Options,
  );

const list = (items: readonly unknown[] = []): string =>
  `[${items.map((item) => (Array.isArray(item) ? list(item) : String(item))).join(", ")}]`;

function inVcl(o: Options): string {
  return `resnext3d {
  blocks: ${list(o.blocks)}, planes: ${o.planes}, unit: .${o.unit}, skip: .${o.skip}, groups: ${o.groups}
  width_per_group: ${o.widthPerGroup}, temporal_stride: ${list(o.temporalStride)}, spatial_stride: ${list(o.spatialStride)}
  stem: .${o.stem}, stem_planes: ${o.stemPlanes}, stem_kernel: ${o.stemKernel?.join("x")}, stem_pool: ${o.stemPool}
  temporal_kernels: ${list(o.temporalKernels)}, temporal_first: ${list(o.temporalFirst)}, zero_init_residual: ${o.zeroInitResidual}
  head h at stage${o.blocks.length}.last = fully_convolutional_linear {}
}`;
}

describe("resnext3d", () => {
  it("gives at every block what it declares, or both refuse", () => {
    fc.assert(
      fc.property(options, (o) => {
        const [, ...clip] = o.clip;
        const { errors, experiment } = judge({ clip: clip as Size, model: inVcl(o) });
        const seen = new Map<string, readonly number[]>();
        const run = (): void => {
          const model = resnext3d(o);
          for (const block of model.blocks) model.attach(block, looker(block, seen));
          const network = model.build(0);
          try {
            tidy(() => void network.forward(zeros([1, ...clip, 3]) as Tensor5D, "test", 0));
          } finally {
            network.dispose();
          }
        };
        if (errors.length > 0) {
          expect(errors).toEqual(["V0506"]);
          expect(run).toThrow(RunError);
          return;
        }
        run();
        const declared = experiment?.phases[0]?.runs[0]?.blocks ?? [];
        expect(declared.map(({ name, tensor }) => [name, sizesOf(tensor)])).toEqual([...seen]);
      }),
      { numRuns: 60 },
    );
  });
});

const fixed = `
extern model given from "./given.ts" {
  clip: clip_type = data.clip
  planes: int >= 1
  takes tensor f32 [N, C, T, H, W]
  blocks map yields tensor f32 [N, planes, T, H, W]
}
`;

it("every model and head is tried", () => {
  expect([...namesOf("model"), ...namesOf("head")]).toEqual(["resnext3d", "fully_convolutional_linear"]);
});

describe("fully_convolutional_linear", () => {
  it("gives in each phase what it declares, or both refuse", () => {
    const small = fc.integer({ min: 1, max: 4 });
    const pools = fc.option(fc.tuple(small, small, small), { nil: null });
    fc.assert(
      fc.property(
        fc.tuple(small, small, small),
        pools,
        small,
        fc.constantFrom("softmax", "sigmoid", "identity"),
        fc.constantFrom(0, 0.5, 0.9),
        (map, pool, planes, activation, dropout) => {
          const model = `given { planes: ${planes}, head h at map = fully_convolutional_linear { pool: ${pool ? pool.join("x") : "none"}, activation: .${activation}, dropout: ${dropout} } }`;
          const { errors, experiment } = judge({ declarations: fixed, clip: map, model });
          const modes: readonly Mode[] = ["train", "test"];
          const run = (mode: Mode) =>
            tidy(() => {
              const head = fullyConvolutionalLinear({
                name: "h",
                inPlane: planes,
                classes: 3,
                pool,
                activation,
                dropout,
              }).build(0);
              const { values, meaning } = head.forward(zeros([2, ...map, planes]) as Tensor5D, mode, 0);
              for (const { variable } of head.parameters) variable.dispose();
              return { dims: values.shape.slice(1), meaning };
            });
          const mine = errors.filter((code) => code !== "V0608");
          if (mine.length > 0) {
            expect(["V0603", "V0604"]).toContain(mine[0]);
            expect(() => run("train")).toThrow(RunError);
            return;
          }
          for (const [i, mode] of modes.entries()) {
            const declared = experiment?.phases[i]?.runs[0]?.heads[0]?.tensor;
            expect({ dims: sizesOf(declared), meaning: declared?.meaning }).toEqual(run(mode));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
