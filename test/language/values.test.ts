/** What expressions come to: units, functions, paths, conditions, chains; open params as intervals. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOfValue } from "../../src/language/values/print.ts";
import { check, expectDiagnostics, tutorial } from "./helpers.ts";

/** What `let x = …` comes to, as it would be written; the codes of what is wrong instead. */
function value(expression: string, before = ""): string {
  const { names, diagnostics } = check(`${before}\nlet x = ${expression}\n`);
  if (diagnostics.length > 0) return diagnostics.map((each) => each.code).join(" ");
  const found = names.find((each) => each.name === "x");
  return found ? textOfValue(found.value()) : "nothing";
}

describe("numbers and units", () => {
  test.each([
    ["1 + 2 * 3 ^ 2", "19"],
    ["-7 % 3", "2"],
    ["8 frames + 2 frames", "10 frames"],
    ["3 * 2 epochs", "6 epochs"],
    ["8 clips / 4 clips", "2"],
    ["80 clips / 10 clips per video", "8 videos"],
    ["10 clips per video * 8 videos", "80 clips"],
    ["8 steps per epoch * 300 epochs", "2400 steps"],
    ["1 clip", "1 clip"],
    ["50% * 8", "4"],
    ["13% + 20%", "33%"],
    ["2 px * 3 px", "V0202"],
    ["1 / 0", "V0204"],
    ['"a" + 1', "V0201"],
    ["0.1 + 0.2", "0.3"],
    ["ceil(7 / 2)", "4"],
    ["floor(-7 / 2)", "-4"],
    ["min(3, 1, 2)", "1"],
    ["max([3, 1, 2])", "3"],
    ["len([1, 2, 3])", "3"],
    ["product([2, 3, 4])", "24"],
    ["product([2, 3, 4], 2)", "6"],
    ["[1] + repeat(2, 3)", "[1, 2, 2, 2]"],
    ["dims(1, 7, 7)", "1x7x7"],
    ["distinct([1, 5, 1])", "false"],
    ["[4, 5, 6][2]", "5"],
    ["[4, 5, 6][0]", "V0204"],
    ["112x96 px", "112x96 px"],
    ["(112x96 px).w", "96 px"],
    ["128..160 px", "128..160 px"],
    ["0..<1", "0..<1"],
  ])("%s is %s", (expression, expected) => expect(value(expression)).toBe(expected));
});

describe("conditions", () => {
  test.each([
    ["1 when 2 > 1 else 3", "1"],
    ["1 < 2 and not (2 < 1)", "true"],
    [".a == .b", "false"],
    ["none == none", "true"],
    ["[1, 2] == [1, 2]", "true"],
    ["8 frames > 8 px", "V0202"],
    ["8 frames > 8", "V0203"],
    ["1 when 2 else 3", "V0201"],
  ])("%s is %s", (expression, expected) => expect(value(expression)).toBe(expected));

  test("an open param leaves what hangs on it between its bounds", () => {
    expect(value("n * 2 + 1", "param n: int in 1..3")).toBe("3..7");
    expect(value("n > 0", "param n: int in 1..3")).toBe("true");
    expect(value("n % 1 == 0", "param n: int in 1..3")).toBe("true");
    expect(value("n % 4", "param n: int in 2..9")).toBe("0..3");
    expect(value("n > 2", "param n: int in 1..3")).toBe("unknown");
    expect(value("10 when n > 2 else 20", "param n: int in 1..3")).toBe("10..20");
    expect(value("1 when b else 1", "param b: bool")).toBe("1");
    expect(value("[1, 2, 3][n]", "param n: int in 2..3")).toBe("2..3");
    expect(value('d / "x"', "param d: dir")).toBe("open");
  });

  test("the branch that is not taken is not evaluated", () => {
    expect(value("1 when true else 1 / 0")).toBe("1");
  });
});

test("whatever an open param turns out to be, the value lies within what is known before", () => {
  const term = fc.constantFrom("n", "m", "2", "3", "(n + m)", "max(n, m)", "min(n, 4)", "ceil(n / 2)");
  const expression = fc
    .array(fc.tuple(term, fc.constantFrom("+", "-", "*")), { minLength: 1, maxLength: 4 })
    .map((parts) => `${parts.map(([each, op]) => `${each} ${op}`).join(" ")} 1`);
  fc.assert(
    fc.property(expression, fc.integer({ min: 1, max: 5 }), fc.integer({ min: -3, max: 3 }), (text, n, m) => {
      const source = `param n: int in 1..5\nparam m: int >= -3\nlet x = ${text}\n`;
      const interval = (flags: readonly string[]) => {
        const found = check(source, { flags })
          .names.find((each) => each.name === "x")
          ?.value();
        if (found?.kind !== "number") throw new Error(`${text} is no number`);
        return found.interval;
      };
      const open = interval([]);
      const exact = interval(["--n", String(n), "--m", String(m)]);
      expect(exact.low).toBe(exact.high);
      expect(open.low).toBeLessThanOrEqual(exact.low);
      expect(open.high).toBeGreaterThanOrEqual(exact.high);
    }),
    { numRuns: 60 },
  );
});

describe("chains and declared transforms", () => {
  test("are flattened", () => {
    expect(value("a |> flip(50%)", "let a = to_float |> center_crop(8x8 px)")).toBe(
      "to_float |> center_crop(8x8 px) |> flip(50%)",
    );
  });

  test("take parameters by place, by name and by default", () => {
    const aug = "transform aug(crop: dims2 = 112x112 px, p: real in 0..1 = 50%) = random_crop(crop) |> flip(p)";
    expect(value("aug", aug)).toBe("random_crop(112x112 px) |> flip(50%)");
    expect(value("aug(96x96 px)", aug)).toBe("random_crop(96x96 px) |> flip(50%)");
    expect(value("aug { p: 0 }", aug)).toBe("random_crop(112x112 px) |> flip(0)");
    expect(value("aug(96x96 px) { p: 0 }", aug)).toBe("random_crop(96x96 px) |> flip(0)");
    expect(value("aug(1x2x3)", aug)).toBe("V0201");
    expect(value("aug { q: 0 }", aug)).toBe("V0102");
    expect(value("aug(1x1 px, 0, 0)", aug)).toBe("V0201");
    expect(value("clip_augment(80x80 px)")).toBe("resize_short(128..160 px) |> random_crop(80x80 px) |> flip(50%)");
    expect(value("cut", "transform cut(size: dims2) = random_crop(size)")).toBe("V0206");
  });

  test("cannot be amended as a whole", () => {
    expect(value("a { p: 0 }", "let a = to_float |> flip(50%)")).toBe("V0201");
  });
});

describe("what data sets know", () => {
  test("facts are read like fields, steps and videos per epoch are counted", () => {
    const { diagnostics } = check(
      tutorial([
        "experiment ucf101_r3d18",
        [
          "check ucf.classes == 101",
          "check train.steps * epochs == 16 steps",
          "check test.clips * 1 epoch == 80 clips",
          "check train.clip == 8 frames",
          "check test.sample.clips_per_video == 10 clips per video",
          "experiment ucf101_r3d18",
        ].join("\n"),
      ]),
    );
    expect(diagnostics).toEqual([]);
  });

  test("a check that fails shows what it compares", () => {
    expectDiagnostics(
      tutorial([
        "experiment ucf101_r3d18",
        'check ⟦‹train.steps› * ‹epochs› <= 10 steps⟧ else "over the night\'s budget"\nexperiment ucf101_r3d18',
      ]),
      {
        code: "V0210",
        title: "over the night's budget",
        secondary: ["8 steps per epoch", "2 epochs"],
        why: "16 steps <= 10 steps is false",
      },
    );
  });

  test("components of several kinds may share a name: the wanted kind is meant", () => {
    expectDiagnostics(
      'extern hook cosine from "./cosine.ts" {}\nlet s: schedule = cosine { from: 1, to: 0 }\nlet h: hook = cosine {}\n',
      [],
    );
  });
});
