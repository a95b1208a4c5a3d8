import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/language/diagnostics/diagnostic.ts";
import type { Palette } from "../../src/language/diagnostics/palette.ts";
import { render, renderAll } from "../../src/language/diagnostics/render.ts";
import { sourceFile, spanOf } from "./marked.ts";

const text = readFileSync(new URL("../fixtures/language/ucf101.vcl", import.meta.url), "utf8");
const folder = "/home/me";

function diagnostic(parts: Partial<Diagnostic> & Pick<Diagnostic, "primary">): Diagnostic {
  return {
    code: "ACME1",
    severity: "error",
    title: "something is wrong",
    secondary: [],
    fixes: [],
    helps: [],
    notes: [],
    ...parts,
  };
}

/** What is drawn, line by line, so that a difference shows where it is. */
function drawn(each: Diagnostic, palette?: Palette): string[] {
  return render(each, palette ? { folder, palette } : { folder }).split("\n");
}

describe("a diagnostic as text", () => {
  it("has place, facts, reason, helps and the way to the explanation", () => {
    const source = text.replace(/pool: {4}1x7x7.*/, "pool:    4x7x7").replace(/clip: {2}8 frames.*/, "clip:  8 frames");
    const ucf101 = sourceFile("/home/me/ucf101.vcl", source);
    const shown = drawn({
      code: "V0603",
      severity: "error",
      title: "the pool is larger than its feature map",
      primary: { span: spanOf(ucf101, "4x7x7"), text: "needs 4 frames of features; there is 1" },
      secondary: [
        { span: spanOf(ucf101, "stage4.last"), text: "gives 512 × 1 × 7 × 7 in train" },
        { span: spanOf(ucf101, "8 frames"), text: "the 8 is set here" },
      ],
      why: "8 frames → 8 stem → 8 stage1 → 4 stage2 → 2 stage3 → 1 stage4",
      fixes: [{ title: "pool what is there", edits: [{ span: spanOf(ucf101, "4x7x7"), newText: "1x7x7" }] }],
      helps: ["or use 32-frame clips  clip: 32 frames"],
      notes: [],
    });
    expect(shown).toEqual([
      "error[V0603]: the pool is larger than its feature map",
      "   ┌─ ucf101.vcl:56:14",
      "   │",
      "55 │   head action at stage4.last = fully_convolutional_linear {",
      "   │                  ─────────── gives 512 × 1 × 7 × 7 in train",
      "56 │     pool:    4x7x7",
      "   │              ^^^^^ needs 4 frames of features; there is 1",
      "   │",
      "   = why: 8 frames → 8 stem → 8 stage1 → 4 stage2 → 2 stage3 → 1 stage4",
      "   ├─ ucf101.vcl:28:10",
      "28 │   clip:  8 frames",
      "   │          ──────── the 8 is set here",
      "   │",
      "   help: pool what is there      pool: 1x7x7       (fix)",
      "   help: or use 32-frame clips   clip: 32 frames",
      "   vcl explain V0603",
    ]);
  });

  it("draws all facts of the same file in one piece where no reason follows", () => {
    const file = sourceFile(
      "/home/me/a.vcl",
      "sample: uniform(10 clips per video)\n\n\n\nbatch: 8 clips\n\n\n\nvideo_accuracy\n",
    );
    const shown = drawn(
      diagnostic({
        primary: { span: spanOf(file, "8 clips"), text: "8 is not a multiple of 10" },
        secondary: [
          { span: spanOf(file, "video_accuracy"), text: "averages a video's clips" },
          { span: spanOf(file, "10 clips per video"), text: "a video is 10 clips" },
        ],
        fixes: [{ title: "batch: 10 clips", edits: [{ span: spanOf(file, "8 clips"), newText: "10 clips" }] }],
        notes: ["the last batch too"],
      }),
    );
    expect(shown).toEqual([
      "error[ACME1]: something is wrong",
      "  ┌─ a.vcl:5:8",
      "  │",
      "1 │ sample: uniform(10 clips per video)",
      "  │                 ────────────────── a video is 10 clips",
      "5 │ batch: 8 clips",
      "  │        ^^^^^^^ 8 is not a multiple of 10",
      "9 │ video_accuracy",
      "  │ ────────────── averages a video's clips",
      "  │",
      "  help: batch: 10 clips   (fix)",
      "  note: the last batch too",
    ]);
  });

  it("goes across files, and lines its gutter up", () => {
    const base = sourceFile("/home/shared/base.vcl", `${"\n".repeat(119)}let clip = 8 frames`);
    const file = sourceFile("/home/me/exp/a.vcl", "frames_per_clip: 16 frames");
    const shown = drawn(
      diagnostic({
        severity: "warning",
        primary: { span: spanOf(file, "16 frames"), text: "told 16" },
        secondary: [{ span: spanOf(base, "8 frames"), text: "train gives 8" }],
      }),
    );
    expect(shown).toEqual([
      "warning[ACME1]: something is wrong",
      "    ┌─ exp/a.vcl:1:18",
      "    │",
      "  1 │ frames_per_clip: 16 frames",
      "    │                  ^^^^^^^^^ told 16",
      "    ├─ ../shared/base.vcl:120:12",
      "120 │ let clip = 8 frames",
      "    │            ──────── train gives 8",
    ]);
  });

  it("points into an argument of the command line and into the standard library", () => {
    const argument = sourceFile("--set train.clip", "8 px", "argument");
    const library = sourceFile("stdlib/datasets/ucf101.vcl", "clip: frames >= 1", "stdlib");
    const shown = drawn(
      diagnostic({
        primary: { span: spanOf(argument, "8 px"), text: "these are pixels" },
        secondary: [{ span: spanOf(library, "frames"), text: "declared here" }],
        why: "a clip is counted in frames",
      }),
    );
    expect(shown).toEqual([
      "error[ACME1]: something is wrong",
      "  ┌─ --set train.clip:1:1",
      "  │",
      "1 │ 8 px",
      "  │ ^^^^ these are pixels",
      "  ├─ stdlib/datasets/ucf101.vcl:1:7",
      "1 │ clip: frames >= 1",
      "  │       ────── declared here",
      "  │",
      "  = why: a clip is counted in frames",
    ]);
  });

  it("shows a list that names itself without `why:`", () => {
    const file = sourceFile("/home/me/a.vcl", "weight_decy: 1e-4");
    const shown = drawn(
      diagnostic({ primary: { span: spanOf(file, "weight_decy"), text: "" }, why: "sgd has: lr, momentum" }),
    );
    expect(shown.slice(-3)).toEqual(["  │ ^^^^^^^^^^^", "  │", "  = sgd has: lr, momentum"]);
  });

  it("marks an empty place with one sign, and a long one to the end of its first line", () => {
    const file = sourceFile("/home/me/a.vcl", "model m = {\n  a: 1\n}");
    const at = spanOf(file, "{").start;
    expect(drawn(diagnostic({ primary: { span: { file, start: at, end: at }, text: "here" } }))[4]).toBe(
      "  │           ^ here",
    );
    expect(drawn(diagnostic({ primary: { span: { file, start: 6, end: file.text.length }, text: "" } }))[4]).toBe(
      "  │       ^^^^^",
    );
    expect(
      drawn(
        diagnostic({ primary: { span: { file, start: file.text.length, end: file.text.length }, text: "end" } }),
      ).slice(3),
    ).toEqual(["3 │ }", "  │  ^ end"]);
  });

  it("gives every label of a line its own row", () => {
    const file = sourceFile("/home/me/a.vcl", "a: [1, 1, 5]");
    const shown = drawn(
      diagnostic({
        primary: { span: spanOf(file, "1", 2), text: "again" },
        secondary: [{ span: spanOf(file, "1", 1), text: "first" }],
      }),
    );
    expect(shown.slice(3)).toEqual(["1 │ a: [1, 1, 5]", "  │     ─ first", "  │        ^ again"]);
  });

  it("keeps marks under tabs, wide characters and joined marks", () => {
    const file = sourceFile("/home/me/a.vcl", '\tname:\t"動作 e\u0301 🎬" here');
    const shown = drawn(diagnostic({ primary: { span: spanOf(file, "here"), text: "" } }));
    expect(shown.slice(3)).toEqual(['1 │     name:   "動作 e\u0301 🎬" here', `  │ ${" ".repeat(24)}^^^^`]);
    const wide = drawn(diagnostic({ primary: { span: spanOf(file, "動作"), text: "" } }));
    expect(wide[4]).toBe(`  │ ${" ".repeat(13)}^^^^`);
  });

  it("draws control characters as pictures, so that a file cannot command the terminal", () => {
    const file = sourceFile("/home/me/a.vcl", "a\u0000b\u001b[31mc\u202Ed");
    const shown = drawn(diagnostic({ primary: { span: spanOf(file, "d"), text: "" } }));
    expect(shown.slice(3)).toEqual(["1 │ a␀b␛[31mc\uFFFDd", `  │ ${" ".repeat(10)}^`]);
  });

  it("cuts very long lines around the mark", () => {
    const file = sourceFile("/home/me/a.vcl", `${"a ".repeat(5000)}wrong${" b".repeat(5000)}`);
    const [, , , line, marks] = drawn(diagnostic({ primary: { span: spanOf(file, "wrong"), text: "here" } }));
    expect(line).toMatch(/^1 │ ….*wrong.*…$/);
    expect(line?.length).toBeLessThan(150);
    expect(marks?.indexOf("^^^^^")).toBe(line?.indexOf("wrong"));
  });

  it("has colours where a palette is given", () => {
    const tag = (name: string) => (words: string) => `<${name}>${words}</${name}>`;
    const palette: Palette = {
      error: tag("e"),
      warning: tag("w"),
      advice: tag("a"),
      title: tag("t"),
      secondary: tag("s"),
      gutter: tag("g"),
      help: tag("h"),
    };
    const file = sourceFile("/home/me/a.vcl", "batch: 8");
    const primary = { span: spanOf(file, "8"), text: "8 what?" };
    const secondary = [{ span: spanOf(file, "batch"), text: "clips" }];
    expect(drawn(diagnostic({ primary, secondary, helps: ["8 clips"] }), palette)).toEqual([
      "<e>error[ACME1]</e><t>: something is wrong</t>",
      "  <g>┌─ a.vcl:1:8</g>",
      "<g>  │</g>",
      "<g>1 │</g> batch: 8",
      "<g>  │</g> <s>───── clips</s>",
      "<g>  │</g>        <e>^ 8 what?</e>",
      "<g>  │</g>",
      "  <h>help:</h> 8 clips",
    ]);
  });
});

describe("several diagnostics as text", () => {
  it("are parted by a blank line and counted", () => {
    const file = sourceFile("/home/me/a.vcl", "x");
    const one = diagnostic({ primary: { span: spanOf(file, "x"), text: "" } });
    const all = renderAll([one, one, { ...one, severity: "warning" }], { folder });
    expect(all.split("\n\n")).toHaveLength(4);
    expect(all.endsWith("\n\n2 errors, 1 warning\n")).toBe(true);
    expect(renderAll([], { folder })).toBe("");
  });
});

describe("what a program may bring in any length", () => {
  it("a line: only what is near is drawn, under the right characters", () => {
    const file = sourceFile("/home/me/a.vcl", `let x = [${"漢, ".repeat(50_000)}here, ${"1,\t".repeat(50_000)}]\n`);
    const [, , , line = "", marks = ""] = drawn(
      diagnostic({ primary: { span: spanOf(file, "here"), text: "this one" } }),
    );
    expect(line.length).toBeLessThan(160);
    expect(line).toMatch(/^1 │ ….*漢, here, 1,.*…$/);
    // Wide characters take two columns.
    const columns = [...line.slice(0, line.indexOf("here"))].reduce((sum, each) => sum + (each === "漢" ? 2 : 1), 0);
    expect(marks.indexOf("^^^^ this one")).toBe(columns);
  });

  it("a line that is cut within a character of two units", () => {
    const file = sourceFile("/home/me/a.vcl", `${"𝔵".repeat(5_000)}here${"𝔵".repeat(5_000)}`);
    expect(drawn(diagnostic({ primary: { span: spanOf(file, "here"), text: "" } })).join("")).not.toContain("\uFFFD");
  });

  it("a name, a text: the middle of a message is left out", () => {
    const file = sourceFile("/home/me/a.vcl", "let x = 1\n");
    const long = "𝔵".repeat(100_000);
    const label = { span: spanOf(file, "x"), text: `is ${long}` };
    const shown = drawn(diagnostic({ primary: label, title: long, why: long, helps: [long], notes: [long] }));
    expect(Math.max(...shown.map((row) => row.length))).toBeLessThan(2_100);
    expect(shown[0]).toMatch(/^error\[ACME1\]: 𝔵+ … 𝔵+$/u);
  });

  it("places: the first are drawn, the others counted", () => {
    const file = sourceFile("/home/me/a.vcl", "let x = 1\n".repeat(5_000));
    const secondary = Array.from({ length: 5_000 }, (_, i) => ({
      span: { file, start: i * 10, end: i * 10 + 3 },
      text: "",
    }));
    const shown = drawn(diagnostic({ primary: { span: spanOf(file, "x", 1), text: "" }, secondary }));
    expect(shown.length).toBeLessThan(60);
    expect(shown).toContainEqual(expect.stringMatching(/note: 4,980 more places are not shown$/));
  });
});
