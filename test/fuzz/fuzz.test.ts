/** A bounded part of `npm run fuzz`, and the fuzzer's own parts. */
import { describe, expect, test } from "vitest";
import { corpus } from "./corpus.ts";
import { Inputs } from "./input.ts";
import { type Depth, judge } from "./judge.ts";
import { shrink } from "./shrink.ts";

const inputs = new Inputs(1);

describe("damaged programs", () => {
  test.each<[Depth, number]>([
    ["parse", 600],
    ["check", 200],
  ])("%s: %i of them", (depth, count) => {
    for (let index = 0; index < count; index += 1) {
      const complaint = judge(inputs.at(index), depth);
      expect(complaint, `--depth ${depth} --seed 1 --from ${index} --inputs 1`).toBeUndefined();
    }
  });
});

describe("the fuzzer", () => {
  test("starts from all programs of the repository", () => {
    const programs = corpus();
    const wrong = programs.filter((files) => judge({ files, args: [], closed: false }, "parse") !== undefined);
    expect(wrong).toEqual([]);
    expect(programs.length).toBeGreaterThan(150);
  });

  test("makes the same input of the same numbers, and others of others", () => {
    expect(new Inputs(1).at(7)).toEqual(inputs.at(7));
    const texts = Array.from({ length: 50 }, (_, index) => JSON.stringify(inputs.at(index)));
    expect(new Set(texts).size).toBeGreaterThan(45);
    expect(new Inputs(2).at(7)).not.toEqual(inputs.at(7));
  });

  test("shrinks an input to what matters", async () => {
    const files = { "main.vcl": "let a = 1\nlet b = [1, 2, boom, 3]\nlet c = a\n", "other.vcl": "let d = 1\n" };
    const args = [{ kind: "set", name: "a", text: "2" }] as const;
    const small = await shrink({ files, args, closed: true }, (each) => /boom/.test(each.files["main.vcl"] ?? ""));
    expect(small).toEqual({ files: { "main.vcl": "boom" }, args: [], closed: false });
  });
});
