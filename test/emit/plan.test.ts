/** What stays a name, what becomes a literal, which params are compiled in. */
import { describe, expect, test } from "vitest";
import { checkFiles, emitFiles, type Files, programOf } from "./check-file.ts";

/** A whole experiment with a few lines of its own. */
function experimentWith(parts: { lets?: string; train?: string; model?: string; head?: string; rest?: string }): Files {
  return {
    "a.vcl": `${parts.lets ?? ""}
data train = ucf_layout {
  videos: "videos", splits: "lists", index: "frames.json", classes: 5, split: .train
  clip: 4 frames, sample: random(1 clip per video), batch: 2 clips
  transform: resize_short(20 px) |> random_crop(16x16 px) |> to_float
  ${parts.train ?? ""}
}
model small = resnext3d {
  blocks: [1]
  ${parts.model ?? ""}
  head only at stage1.last = fully_convolutional_linear { ${parts.head ?? ""} }
}
experiment e { phases: [train], model: small, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 1 epoch
  ${parts.rest ?? ""} }
`,
  };
}

/** The line of the program that holds this text, without its indentation. */
function line(files: Files, part: string, args: readonly string[] = []): string | undefined {
  const { ts } = programOf(files, "a.vcl", args);
  return ts
    .split("\n")
    .find((each) => each.includes(part))
    ?.trim();
}

function amended(files: Files, from: string, to: string): Files {
  const text = files["a.vcl"] ?? "";
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return { ...files, "a.vcl": text.replace(from, to) };
}

describe("names", () => {
  test("a declared number stays a const, and arithmetic on it stays arithmetic", () => {
    const files = amended(experimentWith({ lets: "let few = 2 clips" }), "batch: 2 clips", "batch: few * 3 + 1 clip");
    expect(line(files, "batch:")).toBe("batch: few * 3 + 1,");
    expect(line(files, "const few")).toBe("const few = 2;");
  });

  test("arithmetic on numbers alone becomes the number, with what was written behind it", () => {
    const files = amended(experimentWith({}), "batch: 2 clips", "batch: 2 * 3 clips");
    expect(line(files, "batch:")).toBe("batch: 6, // 2 * 3 clips");
  });

  test("what is computed from a declared number and from more becomes a number alone", () => {
    const files = amended(experimentWith({ lets: "let few = 2 clips" }), "batch: 2 clips", "batch: few * len([1, 2])");
    expect(line(files, "batch:")).toBe("batch: 4, // few * len([1, 2])");
    expect(line(files, "const few")).toBeUndefined();
  });

  test("what another file calls the same gets a name of its own", () => {
    const files: Files = {
      ...amended(
        experimentWith({ lets: 'import { few } from "./b.vcl"\nlet pipe = 3 clips' }),
        "batch: 2 clips",
        "batch: few + pipe",
      ),
      "b.vcl": 'import * as c from "./c.vcl"\nlet few = c.few + 0 clips',
      "c.vcl": "let few = 1 clip",
    };
    const { ts } = programOf(amended(files, "epochs: 1 epoch", "epochs: 1 epoch, meters: [accuracy]"), "a.vcl");
    expect(ts).toContain("  // c.vcl:1\n  const few = 1;\n");
    expect(ts).toContain("  // b.vcl:2\n  const fewValue = few + 0;\n");
    expect(ts).toContain("batch: fewValue + pipeValue,");
  });

  test("a param that is only renamed stays a variable", () => {
    const files = amended(
      experimentWith({ lets: "param n: clips = 2 clips\nlet m = n" }),
      "batch: 2 clips",
      "batch: m",
    );
    expect(line(files, "const m")).toBe("const m = params.n;");
    expect(programOf(files, "a.vcl").fixed).toEqual([]);
  });
});

describe("values of another declaration", () => {
  const files: Files = {
    ...amended(
      amended(
        experimentWith({ lets: 'import * as base from "./base.vcl"' }),
        "batch: 2 clips",
        "batch: base.other.batch",
      ),
      "resize_short(20 px) |> random_crop(16x16 px) |> to_float",
      "base.other.transform",
    ),
    "base.vcl": `param few: clips = 2 clips
let scaled = to_float
let other = ucf_layout { batch: few * 2, transform: resize_short(16 px) |> center_crop(16x16 px) |> scaled }
`,
  };

  test("stand as they were written there", () => {
    expect(line(files, "batch:")).toBe("batch: few * 2,");
    expect(line(files, "transform:")).toBe(
      "transform: pipe([resizeShort({ size: 16 }), centerCrop({ size: [16, 16] }), scaled]),",
    );
  });
});

describe("params", () => {
  test("one that a derived number follows from is compiled in, with the value that was given", () => {
    const files = experimentWith({ lets: "param wide: int >= 1 = 8", model: "planes: wide" });
    const { ts, fixed, params } = programOf(files, "a.vcl", ["--wide 24"]);
    expect(fixed).toEqual(["wide"]);
    expect(params).toEqual({});
    expect(ts).toContain("const wide = 24;");
    expect(ts).toContain("planes: wide,");
    expect(ts).toContain("inPlane: 24,");
    expect(ts).toContain('fixed: { wide: { text: "24" } }');
  });

  test("those that a clip's sizes follow from are compiled in; others of the same data set are not", () => {
    const lets =
      'param folder: dir = "f"\nparam crop: dims2 = 16x16 px\nparam mirrored: real in 0..1 = 0.5\nparam length: frames >= 1 = 4 frames\nparam few: clips = 2 clips';
    let files = experimentWith({ lets });
    files = amended(files, "random_crop(16x16 px)", "random_crop(crop) |> flip(mirrored)");
    files = amended(files, "clip: 4 frames", "clip: length");
    files = amended(amended(files, "batch: 2 clips", "batch: few"), 'videos: "videos"', "videos: folder");
    const { fixed, params } = programOf(files, "a.vcl");
    expect([...fixed].sort()).toEqual(["crop", "length"]);
    expect(params).toEqual({ folder: "/experiments/f", mirrored: 0.5, few: 2 });
  });

  test("one that decides which component stands in a place is compiled in", () => {
    const lets = "param even: bool = false\nparam last: bool = true\nparam rate: real > 0 = 0.1";
    let files = amended(
      experimentWith({ lets }),
      "random(1 clip per video)",
      "random(1 clip per video) when even == false else uniform(1 clip per video)",
    );
    files = amended(files, "|> to_float", "|> (flip(50%) when even else to_float)");
    files = amended(
      files,
      "epochs: 1 epoch",
      "epochs: 1 epoch, hooks: [log_progress { every: 2 steps }] when last else []",
    );
    files = amended(files, "sgd { lr: 0.1 }", "sgd { lr: rate * 2 when last else rate }");
    const { fixed, params } = programOf(files, "a.vcl");
    expect(fixed).toEqual(["even", "last", "rate"]);
    expect(params).toEqual({});
  });

  test("one that is compiled in and has no value is asked for", () => {
    const files = experimentWith({ lets: "param wide: int >= 1", model: "planes: wide" });
    const emitted = emitFiles(files, "a.vcl");
    expect(emitted.kind === "open" && emitted.params.map(({ name }) => name)).toEqual(["wide"]);
    expect(programOf(files, "a.vcl", ["--wide 8"]).ts).toContain("const wide = 8;");
  });

  test("one without a value that nothing follows from stays open", () => {
    const files = amended(experimentWith({ lets: "param rate: real > 0" }), "lr: 0.1", "lr: rate");
    const { ts, params } = programOf(files, "a.vcl");
    expect(ts).toContain("lr: params.rate");
    expect(params).toEqual({});
    expect(programOf(files, "a.vcl", ["--rate 0.5"]).params).toEqual({ rate: 0.5 });
  });
});

describe("derived values", () => {
  test("follow as literals, with their rule; stated ones stand as they were written", () => {
    expect(line(experimentWith({}), "inPlane:")).toBe("inPlane: 64, // D of stage1.block0");
    expect(line(experimentWith({ head: "in_plane: 64" }), "inPlane:")).toMatch(/inPlane: 64(,| )/);
  });

  test("a model is told its clip, written or not, and nothing that the clip says already", () => {
    expect(line(experimentWith({}), "clip: [")).toBe("clip: [3, 4, 16, 16], // train.clip");
    const stated = experimentWith({ model: "clip: train.clip, frames_per_clip: 4 frames, input_planes: 3" });
    expect(line(stated, "clip: [")).toBe("clip: [3, 4, 16, 16], // train.clip");
    expect(programOf(stated, "a.vcl").ts).not.toMatch(/framesPerClip|inputPlanes/);
  });

  test("a change by --set is marked", () => {
    expect(line(experimentWith({}), "batch:", ["train.batch=6 clips"])).toBe("batch: 6, // --set train.batch=6 clips");
  });
});

test("the same file gives the same program, whatever was compiled before", () => {
  const files = experimentWith({ lets: "param wide: int >= 1 = 8\nlet few = 2 clips", model: "planes: wide" });
  const first = programOf(files, "a.vcl");
  programOf(experimentWith({ lets: "let few = 9 clips" }), "a.vcl");
  const second = programOf(files, "a.vcl");
  expect({ ...second, fixed: [] }).toEqual({ ...first, fixed: [] });
});

test("the files of these tests are what they seem: no errors, no warnings", () => {
  expect(checkFiles(experimentWith({}), "a.vcl").diagnostics.map(({ code, title }) => `${code} ${title}`)).toEqual([]);
});

describe("how often an experiment tests", () => {
  test("is a field of the program like any other", () => {
    expect(line(experimentWith({}), "testEvery")).toBe("testEvery: 1,");
    expect(line(experimentWith({ rest: "test_every: 5 epochs" }), "testEvery")).toBe("testEvery: 5,");
    const files = experimentWith({ lets: "param rest: epochs >= 1 = 4 epochs", rest: "test_every: rest" });
    expect(line(files, "testEvery")).toBe("testEvery: params.rest,");
    expect(line(experimentWith({}), "testEvery", ["test_every=3 epochs"])).toBe(
      "testEvery: 3, // --set test_every=3 epochs",
    );
  });
});
