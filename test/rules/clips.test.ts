import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const longPool = ["pool:    1x7x7", "pool:    4x7x7"] as const;

describe("how clips are drawn", () => {
  it("V0303: clips longer than the shortest video", () => {
    const program = tutorial(["clip:  8 frames", "clip:  ⟦32 frames⟧"], longPool);
    const [found] = expectDiagnostics(program, {
      code: "V0303",
      severity: "warning",
      title: "in train, videos shorter than 32 frames are left out",
      label: "`clip` is 32 frames, above 29 frames",
      secondary: ["ucf101: `shortest` is 29 frames"],
      helps: ["nearest that fits: `clip: 29 frames`"],
    });
    expect(found?.notes).toEqual(["in test their last frame is repeated"]);
    expect(
      check(tutorial(["clip:  8 frames", "clip:  20 frames"], ["pool:    1x7x7", "pool:    3x7x7"])).diagnostics,
    ).toEqual([]);
  });

  it("V0303 can be allowed", () => {
    const program = tutorial(["clip:  8 frames", "clip:  32 frames // allow V0303: few are that short"], longPool);
    expect(check(program).diagnostics).toEqual([]);
  });

  it("V0310: random clips in test", () => {
    const program = tutorial(["uniform(10 clips per video)", "⟦random⟧(10 clips per video)"]);
    expectDiagnostics(program, {
      code: "V0310",
      title: "a different test set every epoch",
      fixes: ["uniform(10 clips per video)"],
    });
    expectFixed(program);
  });

  it("V0311: more clips than a short video has", () => {
    const program = tutorial(
      ["uniform(10 clips per video)", "uniform(⟦40 clips per video⟧)"],
      ["batch:     10 clips", "batch:     40 clips"],
      ["clip:  8 frames", "clip:  ‹8 frames›"],
    );
    expectDiagnostics(program, {
      code: "V0311",
      title: "a 29-frame video has 22 distinct clips",
      label: "the rest repeat",
    });
    expect(
      check(
        tutorial(
          ["uniform(10 clips per video)", "uniform(22 clips per video)"],
          ["batch:     10 clips", "batch:     22 clips"],
          ["take:      80 clips", "take:      88 clips"],
        ),
      ).diagnostics,
    ).toEqual([]);
  });
});
