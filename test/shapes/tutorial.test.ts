import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Costs } from "../../src/language/shapes/costs.ts";
import { shapesJson, shapesText } from "../../src/language/shapes/report.ts";
import { check, tutorial } from "../language/helpers.ts";

const example = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8");

function only(sources: Parameters<typeof check>[0], options = {}) {
  const { diagnostics, experiments } = check(sources, options);
  expect(diagnostics).toEqual([]);
  const [experiment] = experiments;
  if (!experiment || experiments.length !== 1) throw new Error(`${experiments.length} experiments`);
  return experiment;
}

/** As the runtime counts them: test/cli/shapes.test.ts asks it. */
const blockCosts: readonly (readonly [string, number, number, number])[] = [
  ["stem", 28_352, 712_900_608, 12_845_056],
  ["stage1.block0", 221_440, 5_558_697_984, 25_690_112],
  ["stage1.block1", 221_440, 5_558_697_984, 25_690_112],
  ["stage2.block0", 672_512, 2_109_800_448, 8_028_160],
  ["stage2.block1", 885_248, 2_776_940_544, 6_422_528],
  ["stage3.block0", 2_688_512, 1_054_097_408, 2_007_040],
  ["stage3.block1", 3_539_968, 1_387_868_160, 1_605_632],
  ["stage4.block0", 10_750_976, 526_848_000, 501_760],
  ["stage4.block1", 14_157_824, 693_783_552, 401_408],
];

const costs: Costs = {
  blocks: blockCosts.map(([name, parameters, macs, activationBytes]) => ({ name, parameters, macs, activationBytes })),
  heads: [{ name: "action", parameters: 51_813, macs: 77_002 }],
  phaseMacs: new Map([
    ["train", 20_379_711_690],
    ["test", 35_677_167_588],
  ]),
  atMost: false,
};

describe("the tutorial's shapes", () => {
  it("are those of the language page", () => {
    expect(shapesText(only(tutorial()), costs)).toBe(`\
r3d18 · 33,218,085 parameters: 33,166,272 in the trunk, 51,813 in head "action"

                 train                 test                   test, 4 videos of 400×226   parameters    GMAC
clip             3 × 8 × 112 × 112     3 × 8 × 128 × 170      3 × 8 × 128 × 226
stem            64 × 8 ×  56 ×  56    64 × 8 ×  64 ×  85     64 × 8 ×  64 × 113               28,352    0.71
stage1          64 × 8 ×  56 ×  56    64 × 8 ×  64 ×  85     64 × 8 ×  64 × 113              442,880   11.12
stage2         128 × 4 ×  28 ×  28   128 × 4 ×  32 ×  43    128 × 4 ×  32 ×  57            1,557,760    4.89
stage3         256 × 2 ×  14 ×  14   256 × 2 ×  16 ×  22    256 × 2 ×  16 ×  29            6,228,480    2.44
stage4         512 × 1 ×   7 ×   7   512 × 1 ×   8 ×  11    512 × 1 ×   8 ×  15           24,908,800    1.22   ← head "action"
pool 1×7×7     512 × 1 ×   1 ×   1   512 × 1 ×   2 ×   5    512 × 1 ×   2 ×   9
action         101 logits            101 probabilities, mean of 10 cells (18)                 51,813    0.00

one train clip: 20.38 GMAC forward (counted as Classy Vision does: 20,379,711,690) · one test clip: 35.68 GMAC
activations: a batch of 8 clips keeps 666 MB for the backward pass, 83.2 MB each
train: 8 steps of 8 clips per epoch · test: 8 batches of 10 clips = 8 videos
`);
  });

  it("without costs it says what the front end knows", () => {
    const lines = shapesText(only(tutorial())).split("\n");
    expect(lines[0]).toBe("r3d18");
    expect(lines.at(-2)).toBe("train: 8 steps of 8 clips per epoch · test: 8 batches of 10 clips = 8 videos");
    expect(lines.some((line) => line.includes("GMAC"))).toBe(false);
  });

  it("as data", () => {
    const { phases, parameters } = shapesJson(only(tutorial()), costs);
    expect(parameters).toEqual({ total: 33_218_085, trunk: 33_166_272, heads: { action: 51_813 } });
    const [train, test] = phases;
    expect(train).toMatchObject({ name: "train", role: "train", clips: 64, steps: 8, videos: null });
    expect(test).toMatchObject({ name: "test", role: "test", clips: 80, steps: 8, videos: 8 });
    expect(test?.runs.map((run) => [run.frame, run.clip, run.blocks.at(-1)])).toEqual([
      [[240, 320], [3, 8, 128, 170], { name: "stage4.block1", dims: [512, 1, 8, 11] }],
      [[226, 400], [3, 8, 128, 226], { name: "stage4.block1", dims: [512, 1, 8, 15] }],
    ]);
    expect(test?.runs.map((run) => run.heads)).toEqual([
      [{ name: "action", meaning: "probabilities", dims: [101], cells: 10 }],
      [{ name: "action", meaning: "probabilities", dims: [101], cells: 18 }],
    ]);
    expect(train?.runs[0]?.stages).toEqual([
      { label: "clip", dims: [3, 8, 240, 320] },
      { label: "resize_short", dims: [3, 8, [128, 160], [170, 213]] },
      { label: "random_crop", dims: [3, 8, 112, 112] },
      { label: "flip", dims: [3, 8, 112, 112] },
      { label: "to_float", dims: [3, 8, 112, 112] },
      { label: "normalize", dims: [3, 8, 112, 112] },
    ]);
  });

  it("derived values are handed to the emitter", () => {
    const { model, derived } = only(tutorial());
    const head = model.heads[0]?.head.value;
    if (head?.kind !== "component") throw new Error("no head");
    expect(
      [...(derived.get(head) ?? [])].map(([name, value]) => [name, value.kind === "number" && value.interval.low]),
    ).toEqual([
      ["classes", 101],
      ["in_plane", 512],
    ]);
    expect([...(derived.get(model.value)?.keys() ?? [])]).toEqual(
      expect.arrayContaining([
        "input_planes",
        "frames_per_clip",
        "clip_crop_size",
        "temporal_stride",
        "spatial_stride",
      ]),
    );
    expect(model.heads[0]?.block).toBe("stage4.block1");
  });

  it("a literal that hangs on a param says so", () => {
    const program = tutorial(
      ["/// Passes over", "/// Width.\nparam width: int = 32\n\n/// Passes over"],
      ["planes: 64", "planes: width"],
    );
    const { model, derived } = only(program);
    const head = model.heads[0]?.head.value;
    const plane = head?.kind === "component" ? derived.get(head)?.get("in_plane") : undefined;
    expect([...(plane?.params ?? [])].map((each) => each.name)).toEqual(["width"]);
  });
});

describe("the founding check", () => {
  const units = { basic: 64, bottleneck: 64, preactivated: 64, r2plus1d: 64 };
  const stages = [64, 128, 256, 512];

  for (const unit of Object.keys(units)) {
    it(`in_plane against every block of a trunk of ${unit} units`, () => {
      const places = [
        ["stem", 64],
        ...stages.flatMap((planes, i) =>
          ["block0", "block1", "last"].map((block) => [`stage${i + 1}.${block}`, planes] as const),
        ),
      ] as const;
      for (const [place, planes] of places) {
        const program = (stated: number) =>
          tutorial(
            ["unit:   .basic", `unit:   .${unit}`],
            ["stage4.last", place],
            ["    pool:    1x7x7 ", `    in_plane: ${stated} `],
          );
        const codes = (stated: number) =>
          check(program(stated))
            .diagnostics.filter((each) => each.code !== "V0607")
            .map((each) => `${each.code} ${each.title}`);
        expect(codes(planes)).toEqual([]);
        expect(codes(planes * 2)).toEqual([`V0602 the block has ${planes} planes, not ${planes * 2}`]);
      }
    });
  }
});

describe("shapes follow the amendments", () => {
  it("a file that amends: the model's clip follows by itself", () => {
    const program = {
      "long.vcl": `amends "./ucf101.vcl"
data train { clip: 32 frames, take: none, batch: 16 clips, drop_last: true } // allow V0303: as in the recipe
data test  { clip: 32 frames, take: none } // allow V0303: as in the recipe
model r3d18 { blocks: [3, 4, 6, 3], action { pool: 4x7x7 } }
experiment ucf101_r3d18 { optimizer { nesterov: true } }
`,
      ...tutorial(),
    };
    const { diagnostics, experiments } = check(program);
    expect(diagnostics.map((each) => each.code)).toEqual([]);
    const runs = experiments[0]?.phases.map(({ runs }) =>
      runs[0]?.blocks.at(-1)?.tensor.dims.map((dim) => dim.size.low),
    );
    expect(runs).toEqual([
      [512, 4, 7, 7],
      [512, 4, 8, 11],
    ]);
  });

  const copied = (line: string) => ({
    "long.vcl": `import * as base from "./ucf101.vcl"
// allow V0303: as in the recipe
data train = base.train { clip: 32 frames } // allow V0303: as in the recipe
data test = base.test { clip: 32 frames } // allow V0303: as in the recipe
model r3d34 = base.r3d18 {
  ${line}
  action { pool: 4x7x7 }
}
experiment long = base.ucf101_r3d18 { phases: [train, test], model: r3d34 }
`.replace("// allow V0303: as in the recipe\ndata", "data"),
    ...tutorial(),
  });

  it("a copy keeps the clip that it was made for: V0603", () => {
    expect(check(copied("clip: train.clip")).diagnostics.map((each) => each.code)).toEqual([]);
    const { diagnostics } = check(copied(""));
    expect(diagnostics.map((each) => each.code)).toEqual(["V0603"]);
    expect(diagnostics[0]?.why).toBe("8 frames → 8 stem → 8 stage1 → 4 stage2 → 2 stage3 → 1 stage4");
  });

  it("amending what both phases share reaches both", () => {
    const program = {
      "long.vcl": 'amends "./ucf101.vcl"\nlet ucf { clip: 16 frames }\nmodel r3d18 { action { pool: 2x7x7 } }\n',
      ...tutorial(),
    };
    const { phases } = only(program);
    expect(phases.map(({ runs }) => runs[0]?.clip?.dims[1]?.size.low)).toEqual([16, 16]);
  });
});

describe("open params", () => {
  it("are intervals: what holds for all is silent, what cannot hold is an error", () => {
    const open = (type: string, pool: string) =>
      check(
        tutorial(
          ["/// Passes over", `/// Length.\nparam length: ${type}\n\n/// Passes over`],
          ["clip:  8 frames", "clip:  length"],
          ["pool:    1x7x7", pool],
        ),
      ).diagnostics.map((each) => [each.code, each.severity]);
    expect(open("frames in 1..8", "pool:    1x7x7")).toEqual([]);
    expect(open("frames in 1..8", "pool:    2x7x7")).toEqual([["V0603", "error"]]);
    expect(open("frames in 1..8", "")).toEqual([]);
    expect(open("frames in 1..16", "pool:    1x7x7")).toEqual([["V0604", "warning"]]);
  });
});

describe("examples", () => {
  const files = Object.fromEntries(
    ["ucf101.vcl", "common.vcl", "ucf101-mini.vcl", "quickstart.vcl"].map((name) => [name, example(name)]),
  );

  it("ucf101.vcl is the language page's", () => {
    expect(files["ucf101.vcl"]).toBe(tutorial()["ucf101.vcl"]);
  });

  it("ucf101-mini.vcl is clean and has three classes", () => {
    const { phases, model } = only({ "ucf101-mini.vcl": files["ucf101-mini.vcl"] ?? "", ...files });
    expect(model.heads[0]?.block).toBe("stage4.block1");
    expect(phases.map(({ runs }) => runs[0]?.heads[0]?.tensor.dims[0]?.size.low)).toEqual([3, 3]);
    expect(phases.map(({ runs }) => runs.length)).toEqual([1, 1]);
  });

  it("quickstart.vcl is clean", () => {
    const { phases } = only({ "quickstart.vcl": files["quickstart.vcl"] ?? "", ...files });
    expect(phases.map(({ name, role }) => [name, role])).toEqual([
      ["train", "train"],
      ["test", "test"],
    ]);
  });
});
