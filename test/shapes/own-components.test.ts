import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed } from "../language/helpers.ts";

/** A trunk and a head that no rule of vcl can know: other block names, other dims, other fields. */
const declarations = `
extern model ladder from "./ladder.ts" {
  sees: clip_type = data.clip
  rungs: [int >= 1]
  width: int >= 1 = 24
  takes tensor f32 [N, Channels, Time, Rows, Columns]
  blocks entry yields tensor f32 [N, width, Time, ceil(Rows / 2), ceil(Columns / 2)]
  blocks level{a in 1..len(rungs)}.rung{b in 1..rungs[a]} yields
    tensor f32 [N, width + 8 * a + b, ceil(Time / a), floor(Rows / (2 * a)), floor(Columns / (2 * a))]
  blocks exit yields tensor f32 [N, 4 * width, 1, 5, 5]
}

extern head probe from "./probe.ts" {
  looks: dims3? = none
  derived planes: int = K
  derived answers: int >= 2 = data.classes
  takes tensor f32 [N, K, Time, Y, X]
  require looks == none or looks.t <= Time and looks.h <= Y and looks.w <= X
    else error V0603 "the probe looks beyond its map"
  let left = 1 when looks == none else (Time - looks.t + 1) * (Y - looks.h + 1) * (X - looks.w + 1)
  require left == 1 in train
    else error V0604 "a clip must give one answer, not {left}"
  yields logits [N, answers]
}
`;

const program = (block: string, fields: string, crop = 40) => `${declarations}
data train = motion {
  folder: "m", clip: 6 frames, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(48 px) |> random_crop(${crop}x${crop} px) |> to_float
}
data test = motion {
  folder: "m", clip: 6 frames, split: .test, sample: uniform(2 clips per video), batch: 2 clips
  transform: resize_short(48 px) |> to_float
}
model m = ladder {
  rungs: [2, 1, 3]
  head h at ${block} = probe {
    ${fields}
  }
}
experiment e { phases: [train, test], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`;

/** Planes, frames and rows of each block for a training clip of 6 frames and 40 x 40 pixels. */
const blocks: readonly (readonly [name: string, planes: number, frames: number, rows: number])[] = [
  ["entry", 24, 6, 20],
  ["level1.rung1", 33, 6, 20],
  ["level1.rung2", 34, 6, 20],
  ["level2.rung1", 41, 3, 10],
  ["level3.rung1", 49, 2, 6],
  ["level3.rung2", 50, 2, 6],
  ["level3.rung3", 51, 2, 6],
  ["exit", 96, 1, 5],
];

const found = (source: string) =>
  check(source)
    .diagnostics.filter((each) => each.code !== "V0607")
    .map((each) => [each.code, each.title]);

describe("a trunk and a head of one's own, at every block", () => {
  for (const [name, planes, frames, rows] of blocks) {
    it(name, () => {
      const whole = `${frames}x${rows}x${rows}`;
      expect(found(program(name, ""))).toEqual([]);
      expect(found(program(name, `planes: ${planes}`))).toEqual([]);
      expect(found(program(name, `looks: ${whole}`))).toEqual([]);
      expect(found(program(name, `planes: ${planes + 1}`))).toEqual([
        ["V0602", `the block has ${planes} planes, not ${planes + 1}`],
      ]);
      for (const looks of [
        `${frames + 1}x${rows}x${rows}`,
        `${frames}x${rows + 1}x${rows}`,
        `${frames}x${rows}x${rows + 1}`,
      ]) {
        expect(found(program(name, `looks: ${looks}`))).toEqual([["V0603", "the probe looks beyond its map"]]);
      }
      expect(found(program(name, `looks: ${frames}x${rows - 1}x${rows - 2}`))).toEqual([
        ["V0604", "a clip must give one answer, not 6"],
      ]);
      const wrong = name.includes(".") ? `${name}9` : `${name}s`;
      expect(found(program(wrong, "")).map(([code]) => code)).toEqual(["V0601"]);
    });
  }

  it("fixes hold in every phase", () => {
    for (const [name, , frames, rows] of blocks.filter(([block]) => block === "exit")) {
      const tall = program(name, `looks: ${frames}x${rows + 3}x${rows}`);
      expect(expectFixed(tall)["main.vcl"]).toContain(`looks: ${frames}x${rows}x${rows}`);
      expect(expectFixed(program(name, `looks: ${frames}x${rows - 2}x${rows}`))["main.vcl"]).not.toContain("looks: 1");
    }
    expect(expectFixed(program("exit", "planes: 95"))["main.vcl"]).not.toContain("planes: 95");
  });

  it("`.last` is the last of its group, and a group by itself is no block", () => {
    expect(found(program("level3.last", "planes: 51"))).toEqual([]);
    expect(found(program("level1.last", "planes: 34"))).toEqual([]);
    const [group] = check(program("level1", "")).diagnostics;
    expect([group?.code, group?.primary.text]).toEqual(["V0601", "level1 has rung1, rung2; did you mean `last`?"]);
    const [level] = check(program("level7.last", "")).diagnostics;
    expect([level?.title, level?.primary.text, level?.fixes[0]?.title]).toEqual([
      "m has no block `level7.last`",
      "m has level1 … level3",
      "at level3.last",
    ]);
  });

  it("says where the number comes from, across all names", () => {
    const [wrong] = check(program("level3.last", "looks: 3x6x6")).diagnostics.filter((each) => each.code === "V0603");
    expect(wrong?.why).toBe("6 frames → 6 entry → 6 level1 → 3 level2 → 2 level3");
    expect(wrong?.primary.text).toBe("needs 3 frames of features; there are 2");
    expect(wrong?.secondary.map((each) => each.text)).toEqual(["gives 51 × 2 × 6 × 6 in train", "the 6 is set here"]);
    expect(wrong?.helps).toEqual(["or use 7-frame clips: `clip: 7 frames`"]);
  });

  it("a clip that the trunk does not take", () => {
    const flat = program("exit", "").replace(
      "takes tensor f32 [N, Channels, Time, Rows, Columns]",
      "takes tensor f32 [N, 1, Time, Rows, Columns]",
    );
    expect(found(flat)).toEqual(
      [["V0501", "ladder takes 1 for `Channels`, the clip has 3"]].map(([code, title]) => [
        code,
        title?.replace("Channels", "C"),
      ]),
    );
  });
});

describe("the language page's own head", () => {
  const attention = (heads: number, block: string) => `
extern head attention_pool from "./attention_pool.ts" {
  heads:   int >= 1 = 4
  classes: int >= 2
  takes tensor f32 [N, D, T, H, W]
  require D % heads == 0
    else error ATTN01 "{heads} attention heads do not divide {D} planes"
  yields logits [N, classes]
}
${program(block, "").replace(/head h at[\s\S]*?\n {2}\}/, `head h at ${block} = attention_pool { heads: ${heads}, classes: 8 }`)}`;

  it("has a code of its package, the numbers, and what would fit", () => {
    const [wrong] = check(attention(5, "exit")).diagnostics;
    expect([wrong?.code, wrong?.title, wrong?.primary.text]).toEqual([
      "ATTN01",
      "5 attention heads do not divide 96 planes",
      "`D % heads` is 1, not 0",
    ]);
    expect(wrong?.helps).toEqual(["nearest that fits: `heads: 4` or `heads: 6`"]);
    expect(check(attention(4, "exit")).diagnostics).toEqual([]);
  });
});

describe("two paths that are joined", () => {
  const twoPaths = (alpha: number) => `
extern model two_paths from "./two_paths.ts" {
  clip:  clip_type = data.clip
  alpha: int >= 1 = 2
  takes tensor f32 [N, C, T, H, W]
  let slow  = floor(T / alpha)
  let fused = ceil(T / alpha)
  require slow == fused
    else error V0504 "the slow path has {slow} frames, the fused one {fused}"
  blocks joined yields tensor f32 [N, 8, slow, H, W]
}
data train = motion {
  folder: "m", clip: ‹8 frames›, split: .train, sample: random(1 clip per video), batch: 8 clips
  transform: resize_short(48 px) |> to_float
}
model m = two_paths {
  alpha: ⟦${alpha}⟧
  head h at joined = fully_convolutional_linear {}
}
experiment e { phases: [train], model: m, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch }
`;

  it("V0504: need as many frames, and the nearest numbers that give them are named", () => {
    expectDiagnostics(twoPaths(3), {
      code: "V0504",
      title: "the slow path has 2 frames, the fused one 3",
      helps: ["nearest that fits: `alpha: 2` or `alpha: 4`"],
    });
    expect(check(twoPaths(4)).diagnostics).toEqual([]);
  });
});
