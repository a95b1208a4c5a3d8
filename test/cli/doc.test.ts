/** `vcl doc` as a newcomer would ask. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, root, vcl } from "./vcl.ts";

const own = `/// Attention over the feature map's cells instead of an average.
extern head attention_pool from "./attention_pool.ts" {
  /// Number of attention heads. Must divide the block's planes.
  heads: int >= 1 = 4
  derived classes: int >= 2 = data.classes

  takes tensor f32 [N, D, T, H, W]
  let rest = D % heads
  require rest == 0
    else error ATTN01 "{heads} attention heads do not divide {D} planes"
  yields logits [N, classes]
}

/// Small clips.
transform small(size: px >= 1 = 64 px) = resize_short(size) |> to_float
`;
const cwd = folderWith({ "parts/own.vcl": own, "exp.vcl": 'import * as parts from "./parts/own.vcl"\n' });

describe("vcl doc", () => {
  test("without a name, all of them by kind, each with a sentence", async () => {
    const { code, stdout, stderr } = await vcl(["doc"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Optimizers\n {2}sgd +Stochastic gradient descent\.$/m);
    expect(stdout).toMatch(/^Data sets$/m);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test.each(["meter", "meters"])("those of a kind: %s", async (kind) => {
    const { stdout } = await vcl(["doc", kind]);
    expect(stdout).toMatch(/^Meters\n {2}accuracy /);
    expect(stdout).not.toContain("sgd");
  });

  test("a component", async () => {
    const { code, stdout } = await vcl(["doc", "sgd"]);
    expect(code).toBe(0);
    expect(stdout).toContain("In a file\n  optimizer: sgd { lr: 0.1 }\n");
    expect(stdout).toContain("  lr: real > 0 | schedule  (required)\n      Step size: a number, or a schedule");
    expect(stdout).toContain("  momentum: real in 0..<1 = 0\n");
    expect(stdout).toContain(
      "  not nesterov or momentum > 0\n      else error V0706: Nesterov needs a momentum above 0",
    );
    expect(stdout).toContain("    buf = momentum * buf + g\n");
    expect(stdout).not.toContain("undefined");
    expect(stdout).not.toContain("\u001b");
  });

  test.each([
    [["attention_pool", "parts/own.vcl"]],
    [["parts/own.vcl", "attention_pool"]],
    [["attention_pool", "exp.vcl"]],
  ])("one of one's own: vcl doc %j", async (words) => {
    const { code, stdout } = await vcl(["doc", ...words], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain("head attention_pool\n\nAttention over the feature map's cells instead of an average.");
    expect(stdout).toContain("  head action at stage4.last = attention_pool {}\n");
    expect(stdout).toContain("  rest == 0\n      where rest = D % heads\n      else error ATTN01: {heads} attention");
    expect(stdout).toContain("declared in parts/own.vcl, implemented in parts/attention_pool.ts\n");
  });

  test("a file lists what it declares and imports", async () => {
    const { stdout } = await vcl(["doc", "exp.vcl"], { cwd });
    expect(stdout).toContain("Heads\n  attention_pool  Attention over");
    expect(stdout).toContain("Transforms\n  small           Small clips.\n");
    expect(stdout).not.toContain("sgd");
  });

  test("near names are those of the file too", async () => {
    const { code, stderr } = await vcl(["doc", "atention_pool", "exp.vcl"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain("did you mean attention_pool?");
  });

  test("a file that cannot be read in full shows what can be", async () => {
    const folder = folderWith({ "broken.vcl": `${own}\nlet x = = 2\nmodel {\n` });
    expect((await vcl(["doc", "attention_pool", "broken.vcl"], { cwd: folder })).stdout).toContain(
      "heads: int >= 1 = 4",
    );
  });

  test("--markdown is the text of docs/components.md", async () => {
    const page = readFileSync(join(root, "docs/components.md"), "utf8");
    const { stdout } = await vcl(["doc", "sgd", "--markdown"]);
    const section = stdout.slice(stdout.indexOf("### sgd"));
    expect(page).toContain(section.trimEnd());
  });
});
