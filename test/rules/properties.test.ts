/** A program that is right by construction is clean; with one relation broken it has exactly that relation's code. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, expectFixed } from "../language/helpers.ts";

interface Recipe {
  readonly blocks: readonly number[];
  readonly planes: number;
  readonly frames: number;
  readonly crop: number;
  /** Whether the pool's window is stated; else the whole map is pooled. */
  readonly pooled: boolean;
  readonly perVideo: number;
  readonly videosInBatch: number;
  readonly epochs: number;
}

const recipe: fc.Arbitrary<Recipe> = fc.record({
  blocks: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 4 }),
  planes: fc.integer({ min: 2, max: 32 }),
  frames: fc.integer({ min: 1, max: 12 }),
  crop: fc.integer({ min: 24, max: 96 }),
  pooled: fc.boolean(),
  perVideo: fc.integer({ min: 2, max: 6 }),
  videosInBatch: fc.integer({ min: 1, max: 3 }),
  epochs: fc.integer({ min: 2, max: 9 }),
});

/** Planes and map of the last block for a training clip. */
function last({ blocks, planes, frames, crop }: Recipe): {
  readonly planes: number;
  readonly map: readonly [number, number, number];
} {
  const halvings = blocks.length - 1;
  const rows = Math.ceil(crop / (2 * 2 ** halvings));
  return { planes: planes * 2 ** halvings, map: [Math.ceil(frames / 2 ** halvings), rows, rows] };
}

type Change = Partial<
  Record<"at" | "pool" | "inPlane" | "classes" | "testFold" | "batch" | "topk" | "loss" | "milestone" | "crop", string>
>;

function program(r: Recipe, change: Change = {}): string {
  const { planes, map } = last(r);
  const data = (name: string, split: string, rest: string) => `data ${name} = ucf {\n  split: .${split}\n${rest}}\n`;
  const lines = (all: readonly (string | undefined)[]) =>
    all.flatMap((line) => (line === undefined ? [] : [`  ${line}\n`])).join("");
  return `param videos: dir
param splits: dir
param index: file
let ucf = ucf101 { videos, splits, index, clip: ${r.frames} frames }
${data("train", "train", lines(["sample: random(1 clip per video)", "take: 64 clips", "batch: 8 clips", `transform: resize_short(128 px) |> random_crop(${change.crop ?? `${r.crop}x${r.crop} px`}) |> to_float`]))}
${data("test", "test", lines([change.testFold, `sample: uniform(${r.perVideo} clips per video)`, `batch: ${change.batch ?? `${r.perVideo * r.videosInBatch} clips`}`, `transform: resize_short(128 px) |> center_crop(${Math.max(r.crop, 100)}x${Math.max(r.crop, 100)} px) |> to_float`]))}
model m = resnext3d {
  blocks: [${r.blocks.join(", ")}]
  planes: ${r.planes}
  head h at ${change.at ?? `stage${r.blocks.length}.last`} = fully_convolutional_linear {
${lines([r.pooled || change.pool ? `  pool: ${change.pool ?? map.join("x")}` : undefined, `  in_plane: ${change.inPlane ?? planes}`, `  classes: ${change.classes ?? "ucf.classes"}`])}  }
}
experiment e {
  phases: [train, test]
  model: m
  loss: ${change.loss ?? "cross_entropy"}
  optimizer: sgd { lr: multistep { values: [0.1, 0.01], at: [${change.milestone ?? `${r.epochs - 1} epochs`}] } }
  epochs: ${r.epochs} epochs
  meters: [accuracy { topk: ${change.topk ?? "[1, 5]"} }, video_accuracy]
}
`;
}

/** How to break one relation, and the code that says so; undefined where this recipe does not have the relation. */
const breaks: readonly ((r: Recipe, n: number) => readonly [code: string, change: Change] | undefined)[] = [
  (r) => ["V0601", { at: `stage${r.blocks.length + 1}.last` }],
  (r) => ["V0601", { at: `stage${r.blocks.length}.block${r.blocks.at(-1)}` }],
  (r, n) => ["V0602", { inPlane: `${last(r).planes + n}` }],
  (r, n) => {
    const [t, h, w] = last(r).map;
    return [
      "V0603",
      {
        pool:
          [
            [t + n, h, w],
            [t, h + n, w],
            [t, h, w + n],
          ][n % 3]?.join("x") ?? "",
      },
    ];
  },
  (r) => {
    const [t, h, w] = last(r).map;
    return h > 1 ? ["V0604", { pool: `${t}x${h - 1}x${w}` }] : undefined;
  },
  (_, n) => ["V0605", { classes: `${101 + n}` }],
  () => ["V0302", { testFold: "fold: 2" }],
  (r) => ["V0307", { batch: `${r.perVideo * r.videosInBatch + 1} clips` }],
  (_, n) => ["V0801", { topk: `[1, ${101 + n}]` }],
  () => ["V0608", { loss: "binary_cross_entropy" }],
  (r, n) => ["V0702", { milestone: `${r.epochs + n - 1} epochs` }],
  (r, n) => ["V0401", { crop: `${128 + n}x${r.crop} px` }],
];

const codesOf = (source: string) => check(source).diagnostics.map((each) => each.code);

describe("programs right by construction", () => {
  it("are clean", () => {
    fc.assert(
      fc.property(recipe, (r) => {
        expect(codesOf(program(r))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("have exactly one diagnostic when one relation is broken, and none after its fix", () => {
    fc.assert(
      fc.property(recipe, fc.nat(breaks.length - 1), fc.integer({ min: 1, max: 40 }), (r, which, n) => {
        const broken = breaks[which]?.(r, n);
        fc.pre(broken !== undefined);
        const [code, change] = broken;
        const source = program(r, change);
        expect(codesOf(source)).toEqual([code]);
        if (check(source).diagnostics.every((each) => each.fixes.length > 0)) expectFixed(source);
      }),
      { numRuns: 80 },
    );
  });
});
