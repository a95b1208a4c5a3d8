import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { Flags } from "../../../src/runtime/trainer/flag.ts";
import { helpText } from "../../../src/runtime/trainer/flag_help.ts";
import { parseFlags } from "../../../src/runtime/trainer/flags.ts";
import { resumeCommand } from "../../../src/runtime/trainer/shell.ts";

interface Params {
  readonly videos: string;
  readonly fold: number;
  readonly rate: number;
  readonly framesPerClip: number;
  readonly crop: readonly number[];
  readonly size: readonly number[];
  readonly mean: readonly number[];
  readonly unit: string;
  readonly deep: boolean;
  readonly take: number | null;
  readonly out: string;
}

const flags: Flags<Params> = {
  source: "ucf101.vcl",
  params: {
    videos: { type: "dir", doc: "Folder with one sub-folder of videos per class." },
    fold: { type: "int", min: 1, max: 3, default: 1, doc: "Which split." },
    rate: { type: "real", above: 0, below: 1, default: 0.1 },
    framesPerClip: { type: "int", name: "frames_per_clip", default: 8 },
    crop: { type: "dims", default: [112, 112] },
    size: { type: "range", default: [128, 160] },
    mean: { type: "numbers", default: [0.5] },
    unit: { type: "enum", members: ["basic", "bottleneck"], default: "basic" },
    deep: { type: "bool", default: false },
    take: { type: "int", optional: true, default: null },
    out: { type: "dir", default: "runs/ucf101" },
  },
  fixed: { planes: { text: "64 planes", doc: "Planes of the first stage." } },
};

const parse = (line: string) => parseFlags(line === "" ? [] : line.split(" "), flags);
const paramOf = (line: string, name: keyof Params) => {
  const parsed = parse(`--videos v ${line}`.trim());
  return parsed.kind === "run" ? parsed.params[name] : undefined;
};

describe("the flags of a program", () => {
  it("have their defaults where they are left out", () => {
    expect(parse("--videos /data/ucf")).toEqual({
      kind: "run",
      params: {
        ...{ videos: "/data/ucf", fold: 1, rate: 0.1, framesPerClip: 8, crop: [112, 112], size: [128, 160] },
        ...{ mean: [0.5], unit: "basic", deep: false, take: null, out: "runs/ucf101" },
      },
      run: { out: "runs/ucf101" },
    });
  });

  it("take values of every type", () => {
    expect(paramOf("--fold=3", "fold")).toBe(3);
    expect(parseFlags(["--videos", "v", "--frames_per_clip", "16 frames"], flags)).toMatchObject({
      params: { framesPerClip: 16 },
    });
    expect(paramOf("--rate 5%", "rate")).toBeCloseTo(0.05);
    expect(paramOf("--rate 1e-3", "rate")).toBe(0.001);
    expect(paramOf("--crop 96x128", "crop")).toEqual([96, 128]);
    expect(paramOf("--size 120..150", "size")).toEqual([120, 150]);
    expect(paramOf("--mean 0.1,-2,3e-1", "mean")).toEqual([0.1, -2, 0.3]);
    expect(paramOf("--unit .bottleneck", "unit")).toBe("bottleneck");
    expect(paramOf("--deep", "deep")).toBe(true);
    expect(paramOf("--deep false", "deep")).toBe(false);
    expect(paramOf("--take 64", "take")).toBe(64);
    expect(paramOf("--take none", "take")).toBeNull();
    expect(parseFlags(["--videos", "my videos"], flags)).toMatchObject({ params: { videos: resolve("my videos") } });
  });

  it("say what a run takes beside its params; `out` is both", () => {
    const parsed = parse("--videos v --out /runs/a --engine cpu --threads 2 --precision bfloat16 --resume");
    expect(parsed).toMatchObject({
      params: { out: "/runs/a" },
      run: { out: "/runs/a", engine: "cpu", threads: 2, precision: "bfloat16", resume: true },
    });
    expect(parse("--videos v --resume a.ckpt")).toMatchObject({ run: { resume: resolve("a.ckpt") } });
  });

  const wrong: readonly (readonly [line: string, message: RegExp, help?: RegExp])[] = [
    ["", /^--videos must be given$/, /^--help says/],
    ["--videos v --folds 1", /^there is no flag --folds$/, /^flags: --videos, --fold, /],
    ["--videos v --fold 4", /^--fold 4: a whole number at least 1 and at most 3 is wanted$/],
    ["--videos v --fold 1.5", /^--fold 1.5: a whole number/],
    ["--videos v --rate 1", /^--rate 1: a number above 0 and below 1 is wanted$/],
    ["--videos v --rate fast", /^--rate fast: a number/],
    ["--videos v --crop 112", /^--crop 112: a size such as 112x112 is wanted$/],
    ["--videos v --mean 1,x", /^--mean 1,x: a list/],
    ["--videos v --unit .basc", /^--unit .basc: one of basic, bottleneck is wanted$/],
    ["--videos v --deep=perhaps", /^--deep perhaps: true or false is wanted$/],
    ["--videos v --fold", /^--fold needs a value$/],
    ["--videos v --threads 0", /^--threads 0: N is wanted$/],
    ["--videos v --engine abacus", /^--engine abacus: auto\|gpu\|native\|node\|wasm\|cpu is wanted$/],
    ["ucf101.vcl", /^what is `ucf101\.vcl`\?$/],
  ];
  for (const [line, message, help] of wrong) {
    it(`refuse \`${line}\``, () => {
      expect(() => parse(line)).toThrow(
        expect.objectContaining({
          name: "UsageError",
          message: expect.stringMatching(message),
          ...(help ? { help: expect.stringMatching(help) } : {}),
        }),
      );
    });
  }

  it("refuse another value of a param that is compiled in, and say what to type", () => {
    for (const same of ["64", "64 planes"])
      expect(parseFlags(["--videos", "v", "--planes", same], flags).kind).toBe("run");
    expect(() => parseFlags(["--videos", "my v", "--planes", "32", "--resume"], flags)).toThrow(
      expect.objectContaining({
        message: "this program was compiled for --planes 64 planes; some of its numbers follow from that",
        help: "compile it for the other value: vcl train ucf101.vcl --videos 'my v' --planes 32 --resume",
      }),
    );
  });

  it("explain themselves", () => {
    expect(parse("--fold 1 --help")).toEqual({ kind: "help" });
    const lines = helpText("experiment.mjs", flags).split("\n");
    expect(lines.slice(0, 6)).toEqual([
      "Trains the experiment of ucf101.vcl.",
      "",
      "  node experiment.mjs [flags]",
      "",
      "Params:",
      expect.stringMatching(/^ {2}--videos FOLDER +Folder with one sub-folder of videos per class\. \(required\)$/),
    ]);
    expect(lines).toContainEqual(expect.stringMatching(/--frames_per_clip N +\(default: 8\)$/));
    expect(lines).toContainEqual(
      expect.stringMatching(/--planes 64 planes +Planes .* Compiled in; to change it: vcl train/),
    );
    expect(lines.filter((line) => line.startsWith("  --out"))).toHaveLength(1);
  });
});

it("the command to go on is the one that was typed, with --resume once", () => {
  const typed = ["/usr/bin/node", "runs/a/experiment.mjs", "--videos", "my v", "--resume", "old.ckpt", "--fold=2"];
  expect(resumeCommand(typed)).toBe("node runs/a/experiment.mjs --videos 'my v' --fold=2 --resume");
});
