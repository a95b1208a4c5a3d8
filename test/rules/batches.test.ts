import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, expectFixed, tutorial } from "../language/helpers.ts";

const codes = (...changes: Parameters<typeof tutorial>) =>
  check(tutorial(...changes)).diagnostics.map((each) => each.code);

describe("how clips come together in batches", () => {
  it("V0304: the last batch is small", () => {
    const program = tutorial(
      ["take:      64 clips", "take:      ‹65 clips›"],
      ["batch:     8 clips", "batch:     ⟦8 clips⟧"],
    );
    expectDiagnostics(program, {
      code: "V0304",
      severity: "warning",
      title: "the last batch holds 1 clip",
      secondary: ["65 clips"],
      why: "65 = 8 × 8 + 1; its statistics are noisy",
      fixes: ["drop_last: true"],
    });
    expect(expectFixed(program)["ucf101.vcl"]).toContain("  batch:     8 clips\n  drop_last: true\n");
  });

  it("V0304 is an error where batch norm sees one value", () => {
    const program = tutorial(
      ["take:      64 clips", "take:      65 clips"],
      ["random_crop(112x112 px)", "random_crop(16x16 px)"],
      ["pool:    1x7x7", "pool:    1x1x1"],
    );
    expectDiagnostics(program, { code: "V0304", severity: "error", title: "batch norm would see a single value" });
    expectFixed(program);
  });

  it("V0304 is an error where the only batch is dropped", () => {
    const program = tutorial(
      ["take:      64 clips", "take:      ‹6 clips›"],
      ["batch:     8 clips", "batch:     ⟦8 clips⟧\n  drop_last: true"],
      ["every: 4 steps", "every: 1 step"],
    );
    const [found] = check(program).diagnostics;
    expect([found?.code, found?.severity, found?.title]).toEqual([
      "V0304",
      "error",
      "no batch is full, and the rest is dropped",
    ]);
    expectFixed(program);
  });

  it("V0304 is silent where the rest is large or dropped", () => {
    expect(codes(["take:      64 clips", "take:      68 clips"])).toEqual([]);
    expect(codes(["take:      64 clips", "take:      65 clips\n  drop_last: true"])).toEqual([]);
  });

  it("V0305: more than there is", () => {
    expectDiagnostics(tutorial(["take:      64 clips", "take:      ⟦20000 clips⟧"]), {
      code: "V0305",
      why: "fold 1's training list holds 9,537 videos × 1 clip = 9,537; the rest never comes",
    });
  });

  it("V0306: half a video", () => {
    const program = tutorial(
      ["take:      80 clips", "take:      ⟦85 clips⟧"],
      ["uniform(10 clips per video)", "‹uniform(10 clips per video)›"],
    );
    expectDiagnostics(program, {
      code: "V0306",
      label: "85 clips are 8.5 videos",
      why: "in test whole videos are taken: 80 clips (8 videos) will be used",
      fixes: ["take: 80 clips"],
    });
    expectFixed(program);
  });

  it("V0306 is an error where no whole video is left", () => {
    const program = tutorial(["take:      80 clips", "take:      ⟦6 clips⟧"]);
    expectDiagnostics(program, { code: "V0306", severity: "error", fixes: ["take: 10 clips"] });
    expectFixed(program);
  });

  it("V0307: a batch does not hold whole videos", () => {
    const program = tutorial(
      ["uniform(10 clips per video)", "‹uniform(10 clips per video)›"],
      ["batch:     10 clips", "batch:     ⟦8 clips⟧"],
      ["video_accuracy {", "‹video_accuracy› {"],
    );
    expectDiagnostics(program, {
      code: "V0307",
      title: "a batch does not hold whole videos",
      label: "8 is not a multiple of 10",
      secondary: ["a video is 10 clips", "averages a video's clips within a batch"],
      fixes: ["batch: 10 clips"],
    });
    expectFixed(program);
  });

  it("V0307 concerns nobody without a meter that averages videos", () => {
    expect(
      codes(
        ["batch:     10 clips", "batch:     8 clips"],
        ["    video_accuracy { topk: [1, 5] },         // a video's clips averaged: 10 of them in test\n", ""],
      ),
    ).toEqual([]);
  });

  it("V0308: two videos of different width in one batch", () => {
    const program = tutorial(
      ["batch:     10 clips", "batch:     ⟦20 clips⟧"],
      ["resize_short(128 px)", "resize_short(‹128 px›)"],
    );
    expectDiagnostics(program, {
      code: "V0308",
      title: "clips of different size cannot share a batch",
      label: "2 videos",
      secondary: ["widths 170..226"],
      fixes: ["batch: 10 clips"],
      helps: ["or add `center_crop`, which gives all clips one size"],
    });
    expectFixed(program);
    expect(
      codes(
        ["batch:     10 clips", "batch:     20 clips"],
        ["resize_short(128 px) |> normalized", "resize_short(128 px) |> center_crop(128x170 px) |> normalized"],
      ),
    ).toEqual([]);
  });

  it("V0309: shuffled clips", () => {
    const program = tutorial(
      ["batch:     10 clips", "batch:     10 clips\n  shuffle:   ⟦.clips⟧"],
      ["video_accuracy {", "‹video_accuracy› {"],
    );
    expectDiagnostics(program, {
      code: "V0309",
      title: "shuffling clips scatters a video over batches",
      fixes: ["shuffle: .videos"],
    });
    expectFixed(program);
  });

  it("V0408: training clips of different width", () => {
    const program = tutorial(
      [" |> random_crop(112x112 px)", ""],
      ["batch:     8 clips", "batch:     ⟦8 clips⟧"],
      ["    pool:    1x7x7 ", "    // "],
    );
    expectDiagnostics(program, {
      code: "V0408",
      severity: "error",
      title: "clips of different size cannot share a batch",
      helps: ["add `random_crop`, which gives all clips one size"],
    });
    expect(
      codes(
        [" |> random_crop(112x112 px)", ""],
        ["batch:     8 clips", "batch:     1 clip"],
        ["    pool:    1x7x7 ", "    // "],
      ),
    ).toEqual([]);
  });
});
