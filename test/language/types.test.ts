/** V02: types, units, refinements; and that a mistake stays one. */
import { describe, expect, test } from "vitest";
import { check, type Expected, expectDiagnostics, expectFixed, tutorial } from "./helpers.ts";

function one(change: readonly [string, string], expected: Expected): void {
  expectDiagnostics(tutorial(change), expected);
}

describe("V0201 another sort of value", () => {
  test("text for a yes/no", () => {
    const change = ["momentum:     0.9", 'momentum:     0.9\n    nesterov: ⟦"yes"⟧'] as const;
    one(change, { code: "V0201", title: "a yes/no is wanted, this is text", fixes: ["true"] });
    expectFixed(tutorial(change));
  });

  test("text for a component or a member, a name without its dot", () => {
    one(["loss:      cross_entropy", 'loss:      ⟦"cross_entropy"⟧'], { code: "V0201", fixes: ["cross_entropy"] });
    one([".basic", '⟦"basic"⟧'], { code: "V0201", fixes: [".basic"] });
    one([".train\n", "⟦train⟧\n"], {
      code: "V0201",
      title: ".train or .test is wanted, this has no dot",
      fixes: [".train"],
    });
    one([".basic", "⟦basic⟧"], { code: "V0201", fixes: [".basic"] });
  });

  test("a data set for its clip", () => {
    expectDiagnostics(tutorial(["train.clip", "⟦train⟧"], ["data train", "data ‹train›"]), {
      code: "V0201",
      title: "a clip is wanted, this is a data set",
      fixes: ["train.clip"],
    });
    one(["train.clip", "⟦8 frames⟧"], { code: "V0201", title: "a clip is wanted, these are frames" });
  });

  test("a size of other dimensions", () => {
    one(["112x112 px", "⟦1x112x112 px⟧"], {
      code: "V0201",
      title: "height x width is wanted, this is frames x height x width",
    });
  });

  test("more in parentheses than there is place", () => {
    one(["flip(50%)", "flip(50%, ⟦3⟧)"], { code: "V0201", label: "flip takes only 1 there" });
    one(["cross_entropy", "cross_entropy(⟦3⟧)"], { code: "V0201", label: "cross_entropy takes its fields in braces" });
  });

  test("a file's names for a value", () => {
    expectDiagnostics(
      { "x.vcl": 'import * as ‹base› from "./ucf101.vcl"\nlet x = ⟦base⟧\n', ...tutorial() },
      { code: "V0201", title: "a value is wanted, `base` is a file's names" },
    );
  });

  test("a phase without a name", () => {
    one(["[train, test]", "[train, ⟦test { fold: 1 }⟧]"], { code: "V0201", helps: ["data NAME = …"] });
  });
});

describe("V0202 another unit", () => {
  test("pixels for frames", () => {
    one(["8 frames", "⟦8 px⟧"], { code: "V0202", title: "frames are wanted, these are pixels" });
  });

  test("clips for clips per video", () => {
    const change = ["random(1 clip per video)", "random(⟦1 clip⟧)"] as const;
    one(change, { code: "V0202", title: "clips per video are wanted, these are clips", fixes: ["1 clip per video"] });
    expectFixed(tutorial(change));
  });

  test("a sum of two units", () => {
    one(["8 frames", "‹8 frames› + ⟦2 px⟧"], { code: "V0202", title: "frames are wanted, these are pixels" });
  });

  test("a value of another unit that was set elsewhere", () => {
    expectDiagnostics("let n = ‹8 px›\nlet d = ucf101 { clip: ⟦n⟧ }\n", { code: "V0202", secondary: ["set here"] });
  });
});

describe("V0203 a number without its unit", () => {
  test("in a file", () => {
    one(["= 2 epochs", "= ⟦2⟧"], { code: "V0203", title: "2 what?", label: "epochs are wanted", fixes: ["2 epochs"] });
    one(["batch:     8 clips", "batch:     ⟦1⟧"], { code: "V0203", fixes: ["1 clip"] });
    one(["random(1 clip per video)", "random(⟦1⟧)"], { code: "V0203", fixes: ["1 clip per video"] });
    expectFixed(tutorial(["= 2 epochs", "= 2"]));
  });

  test("beside one that has a unit", () => {
    one(["8 frames", "‹4 frames› + ⟦4⟧"], { code: "V0203", fixes: ["4 frames"] });
  });

  test("not in an argument", () => {
    expectDiagnostics(tutorial(), [], { flags: ["--epochs", "3", "--set", "train.batch=16"] });
  });
});

describe("V0204 out of range", () => {
  test("a field of few values", () => {
    const found = expectDiagnostics(
      tutorial(["  fold\n", "  fold: ⟦4⟧\n"], ["  index:", "  // fold\n  index:"], ["param fold: int in 1..3 = 1", ""]),
      {
        code: "V0204",
        title: "fold is 1, 2 or 3",
        label: "4 is not",
        secondary: ["declared here"],
      },
    );
    const declared = found[0]?.secondary[0]?.span;
    expect(declared?.file.text.slice(declared.start, declared.end)).toBe("int in 1..3");
  });

  test("a bound with a unit, a range that leaves its end out", () => {
    one(["8 frames", "⟦0 frames⟧"], { code: "V0204", title: "clip is at least 1 frame" });
    one(["momentum:     0.9", "momentum:     ⟦1⟧"], { code: "V0204", title: "momentum is at least 0 and below 1" });
    one(["flip(50%)", "flip(⟦150%⟧)"], { code: "V0204", title: "p is at least 0% and at most 100%" });
  });

  test("one value of a list", () => {
    one(["[2, 2, 2, 2]", "[2, ⟦0⟧, 2, 2]"], { code: "V0204", title: "blocks is at least 1" });
  });

  test("a flag, with its place in the argument", () => {
    const [found] = expectDiagnostics(
      tutorial(["int in 1..3", "‹int in 1..3›"]),
      { code: "V0204", title: "fold is 1, 2 or 3" },
      { flags: ["--fold", "4"] },
    );
    const span = found?.primary.span;
    expect([span?.file.text, span?.file.text.slice(span.start, span.end)]).toEqual(["--fold 4", "4"]);
  });

  test("a bound that names another param", () => {
    expectDiagnostics("param a: int = 3\nparam b: int <= a = ⟦7⟧\n", { code: "V0204", title: "b is at most 3" });
    expectDiagnostics("param a: int = 3\nparam b: int <= a = 3\n", []);
  });

  test("an open param is within its own bounds, and where it may be outside others nobody knows yet", () => {
    expectDiagnostics(
      "param fold: int in 1..3\nlet d = ucf101 { fold }\nparam n: int\nlet e = ucf101 { fold: n }\n",
      [],
    );
    expectDiagnostics("param n: int >= 4\nlet e = ucf101 { fold: ⟦n⟧ }\n", { code: "V0204" });
  });
});

describe("V0205 lists of the wrong length", () => {
  test("one value for each of another field", () => {
    const change = [
      ["blocks: [2, 2, 2, 2]", "blocks: ‹[2, 2, 2, 2]›"],
      ["planes: 64", "planes: 64\n  temporal_stride: ⟦[1, 2, 2]⟧"],
    ] as const;
    expectDiagnostics(tutorial(...change), {
      code: "V0205",
      title: "temporal_stride needs one value for each of `blocks`",
      label: "3 values",
      secondary: ["4 values"],
      fixes: ["append `, 2`"],
    });
    expect(expectFixed(tutorial(...change))["ucf101.vcl"]).toContain("temporal_stride: [1, 2, 2, 2]");
  });

  test("too many", () => {
    const change = ["planes: 64", "planes: 64\n  spatial_stride: ⟦[1, 2, 2, 2, 2]⟧"] as const;
    expectDiagnostics(tutorial(change, ["[2, 2, 2, 2]", "‹[2, 2, 2, 2]›"]), {
      code: "V0205",
      fixes: ["remove the rest"],
    });
    expectFixed(tutorial(change));
  });

  test("after an amendment of the other field, with both places", () => {
    expectDiagnostics(
      {
        "x.vcl":
          'import * as base from "./ucf101.vcl"\nexperiment e = base.ucf101_r3d18 { model { blocks: ‹[2, 2, 2]›, action { pool: none } } }\n',
        ...tutorial(["planes: 64", "planes: 64\n  temporal_stride: ⟦[1, 2, 2, 2]⟧"]),
      },
      { code: "V0205", label: "4 values", secondary: ["3 values"] },
    );
  });

  test("a length of plain numbers", () => {
    one(["[2, 2, 2, 2]", "⟦[2, 2, 2, 2, 2, 2]⟧"], { code: "V0205", title: "`blocks` needs 1 to 5 values" });
  });
});

describe("V0206 still open", () => {
  test("a data set used as a phase", () => {
    const [found] = expectDiagnostics(
      tutorial(
        ["phases:    [train, test]", "phases:    [train, test, ‹other›]"],
        ["data test", "data other = ⟦ucf⟧\n\ndata test"],
      ),
      { code: "V0206", title: "still open: `split`, `sample`, `batch`, `transform`", secondary: ["used here"] },
    );
    expect(found?.notes).toContain("batch: Clips that go through the network together.");
  });

  test("a component's own place in parentheses", () => {
    one(["flip(50%)", "⟦flip⟧"], { code: "V0206", title: "still open: `p`" });
  });

  test("an experiment", () => {
    expectDiagnostics(
      tutorial(["  loss:      cross_entropy\n", ""], ["experiment ucf101_r3d18", "experiment ⟦ucf101_r3d18⟧"]),
      {
        code: "V0206",
        title: "still open: `loss`",
      },
    );
  });

  test("a value that nothing uses as a finished one is fine", () => {
    expectDiagnostics("let half = ucf101 { fold: 2 }\nlet t = random_crop\n", []);
  });

  test("a field that is read before it has a value", () => {
    expectDiagnostics(tutorial(["ucf.classes", "ucf.⟦batch⟧"], ["let ucf", "let ‹ucf›"]), {
      code: "V0206",
      label: "has no value yet",
    });
  });

  test("params, before a run: what to type", () => {
    const [videos] = expectDiagnostics(
      tutorial(["param videos", "param ⟦videos⟧"], ["param splits", "param ⟦splits⟧"]),
      [
        { code: "V0206", title: "still open: `videos`", helps: ["--videos <dir>"] },
        { code: "V0206", title: "still open: `splits`", helps: ["--splits <dir>"] },
      ],
      { closed: true },
    );
    expect(videos?.why).toBe("Folder with one sub-folder of videos per class (ApplyEyeMakeup … YoYo).");
    expectDiagnostics(tutorial(), [], { closed: true, flags: ["--videos", "/data/ucf 101", "--splits", "lists"] });
  });
});

describe("V0207 and V0208", () => {
  test("a range from high to low", () => {
    const change = ["128..160 px", "⟦160..128 px⟧"] as const;
    one(change, { code: "V0207", title: "this range is empty", fixes: ["128..160 px"] });
    expectFixed(tutorial(change));
    expectDiagnostics("let a = ⟦1..<1⟧\nlet b = 1..1\n", { code: "V0207", fixes: [] });
  });

  test("parts of what comes in wholes; a whole number is a number", () => {
    one(["planes: 64", "planes: ⟦64.5⟧"], { code: "V0208", title: "whole numbers here", label: "64.5 is not whole" });
    one(["8 frames", "⟦8.5 frames⟧"], { code: "V0208" });
    expectDiagnostics(tutorial(["momentum:     0.9", "momentum:     0"]), []);
  });
});

test("V0209 a value that is listed twice, where the declaration wants them distinct", () => {
  const change = ["accuracy       { topk: [1, 5] }", "accuracy       { topk: [‹1›, ⟦1⟧, 5] }"] as const;
  one([...change], { code: "V0209", severity: "warning", label: "1 again", fixes: ["topk: [1, 5]"] });
  expectFixed(tutorial(change));
});

describe("one mistake, one error", () => {
  test("five mistakes are five", () => {
    const { diagnostics } = check(
      tutorial(
        ["./common.vcl", "./comon.vcl"],
        [".basic", ".basc"],
        ["8 frames", "8 px"],
        ["weight_decay: 1e-4", "weight_decy: 1e-4"],
        ["split:     .test", "split:     .tset"],
      ),
    );
    expect(diagnostics.map((each) => each.code)).toEqual(["V0104", "V0202", "V0106", "V0106", "V0102"]);
  });

  test("what depends on a broken value is silent", () => {
    one(["let ucf = ucf101", "let ucf = ⟦ucf202⟧"], { code: "V0101" });
    one(["[2, 2, 2, 2]", "[2, ⟦2.5⟧, 2, 2]"], { code: "V0208" });
    one(["resnext3d {", "⟦resnext4d⟧ {"], { code: "V0101" });
    one(["fully_convolutional_linear {", "⟦fully_connected⟧ {"], { code: "V0101" });
  });

  test("a name that is declared nowhere is one mistake, however often it is used", () => {
    one(["let ucf =", "let ufc ="], {
      code: "V0101",
      title: "nothing is called `ucf` here",
      label: "did you mean `ufc`?",
    });
  });

  test("what two data sets lack because their base lacks it is one mistake", () => {
    one(["  videos\n", ""], { code: "V0206", title: "still open: `videos`" });
  });

  test("an unknown field and an open one may be the same: only the first is reported", () => {
    one(["batch:     8 clips", "⟦at_once⟧:     8 clips"], { code: "V0102" });
  });

  test("a damaged token of the tutorial gives at most two errors", () => {
    const text = tutorial()["ucf101.vcl"] ?? "";
    const tokens = [...text.matchAll(/[A-Za-z_]\w*|\d+(?:x\d+)*(?:\.\d+)?|"[^"]*"|\|>|\.\.|[^\s\w]/g)].filter(
      ({ index }) => {
        const line = text.slice(text.lastIndexOf("\n", index) + 1, index);
        return !line.includes("//") && !/^\/\//.test(text.slice(index, index + 2));
      },
    );
    for (const [at, { index, 0: token }] of tokens.entries()) {
      if (at % 7 !== 0 || token === "/") continue;
      for (const damaged of [
        text.slice(0, index) + text.slice(index + token.length),
        `${text.slice(0, index)}${token} ${text.slice(index)}`,
      ]) {
        const errors = check({ ...tutorial(), "ucf101.vcl": damaged }).diagnostics.filter(
          (each) => each.severity === "error",
        );
        expect(
          errors.length,
          `${token} at ${index}: ${errors.map((each) => each.title).join(" | ")}`,
        ).toBeLessThanOrEqual(2);
      }
    }
  });

  test("a value that is used twice is reported once", () => {
    one(["  fold\n", "  fold: ⟦fols⟧\n"], { code: "V0101" });
  });
});
