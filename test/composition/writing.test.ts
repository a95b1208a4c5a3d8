/** Rules 1 to 7 and 10 of the language: how fields, values, numbers and chains are written. */
import { base, rule } from "./table.ts";

rule("1: fields are `name: value`, bindings are `let name = value`", [
  { shows: "a binding and a field", files: "let a = sgd { lr: 0.1 }\n", values: { a: "sgd { lr: 0.1 }" } },
  { shows: "a binding with a colon", files: "let a ⟦:⟧ 3\n", says: { code: "V0005", fixes: ["let a = 3"] } },
  { shows: "a field with an equals sign", files: "let a = sgd { lr ⟦=⟧ 0.1 }\n", says: { code: "V0005" } },
  {
    shows: "newlines are free, commas may be left out at a line end",
    files: "let a = sgd {\n  lr:\n    0.1\n  momentum: 0.9,\n  nesterov: true }\n",
    values: { a: "sgd { lr: 0.1, momentum: 0.9, nesterov: true }" },
  },
  {
    shows: "a comma within a line is needed",
    files: "let a = sgd { lr: 0.1⟦⟧ momentum: 0.9 }\n",
    says: { code: "V0001" },
  },
  {
    shows: "commas in a list are needed, one may stand at its end",
    files: "let a = [\n  1,\n  2,\n]\n",
    values: { a: "[1, 2]" },
  },
  { shows: "a list without them", files: "let a = [\n  1⟦⟧\n  2\n]\n", says: { code: "V0001" } },
]);

rule("2: a name alone is `name: name`", [
  {
    shows: "in a component",
    files: "let momentum = 0.5\nlet a = sgd { lr: 1, momentum }\n",
    values: { a: "sgd { lr: 1, momentum: 0.5 }" },
  },
  { shows: "there must be such a name", files: "let a = sgd { lr: 1, ⟦momentum⟧ }\n", says: { code: "V0101" } },
]);

rule("3: a value with a block behind it is that value, amended", [
  {
    shows: "a component closes fields",
    files: "let a = sgd { lr: 1 }\nlet b = a { momentum: 0.5 }\nlet c = b { momentum: 0.6 }\n",
    values: { a: "sgd { lr: 1 }", b: "sgd { lr: 1, momentum: 0.5 }", c: "sgd { lr: 1, momentum: 0.6 }" },
  },
  {
    shows: "fields may stay open in a `let`",
    files: "let a = sgd { momentum: 0.5 }\n",
    values: { a: "sgd { momentum: 0.5 }" },
  },
  {
    shows: "used as a finished one, an open one lists what is open",
    files: base
      .replace("split: .train, ", "")
      .replace(", batch: 16 clips", "")
      .replace("data train = clips", "data train = ⟦clips⟧"),
    says: { code: "V0206", title: "still open: `split`, `batch`" },
  },
  {
    shows: "what has no fields cannot be amended",
    files: "let a = 3\nlet b = ⟦a⟧ { c: 1 }\n",
    says: { code: "V0201" },
  },
  {
    shows: "an amendment evaluates defaults anew",
    files: "let a = resnext3d { blocks: [1, 1] }\nlet b = a { blocks: [1, 1, 1] }\nlet c = b.temporal_stride\n",
    values: { c: "[1, 2, 2]" },
  },
]);

rule("4: braces name, parentheses position", [
  {
    shows: "both",
    files: "let a = random_crop(12x8 px)\nlet b = random_crop { size: 12x8 px }\n",
    values: { a: "random_crop(12x8 px)", b: "random_crop(12x8 px)" },
  },
  { shows: "what is not declared in parentheses is named", files: "let a = sgd(⟦0.1⟧)\n", says: { code: "V0201" } },
]);

rule("5: `.member` is resolved by what is expected", [
  {
    shows: "in a field",
    files: "let a = resnext3d { blocks: [1], unit: .bottleneck }\nlet b = a.unit\n",
    values: { b: ".bottleneck" },
  },
  { shows: "in a param", files: "param a: .x | .y = .y\n", values: { a: ".y" } },
  { shows: "one that is none", files: "param a: .x | .y = ⟦.z⟧\n", says: { code: "V0106", title: "not one of .x .y" } },
]);

rule("6: quantities, dims and ranges", [
  {
    shows: "units, singular ones too",
    files: "let a = 1 frame\nlet b = 8 frames\nlet c = 50%\nlet d = 10 clips per video\nlet f = 25 fps\n",
    values: { a: "1 frame", b: "8 frames", c: "50%", d: "10 clips per video", f: "25 fps" },
  },
  {
    shows: "dims with and without a unit",
    files: "let a = 1x7x7\nlet b = 112x96 px\nlet c = [b.h, b.w, a.t]\n",
    values: { a: "1x7x7", b: "112x96 px", c: "[112 px, 96 px, 1]" },
  },
  {
    shows: "the unit behind a range holds for both ends",
    files: "let a = resize_short(128..160 px)\n",
    values: { a: "resize_short(128..160 px)" },
  },
  {
    shows: "a unit stands on the line of its number",
    files: "let a = sgd { lr: 1\n  momentum: 0.5 }\n",
    values: { a: "sgd { lr: 1, momentum: 0.5 }" },
  },
  {
    shows: "a number without a unit where one is needed",
    files: "let a: frames = ⟦8⟧\n",
    says: { code: "V0203", fixes: ["8 frames"] },
  },
  { shows: "two units do not add", files: "let a = ‹8 frames› + ⟦2 px⟧\n", says: { code: "V0202" } },
  {
    shows: "rates times units cancel",
    files: "let a = 10 clips per video * 3 videos\nlet b = 4 steps per epoch * 2 epochs\n",
    values: { a: "30 clips", b: "8 steps" },
  },
  {
    shows: "a bare number in a refinement has the type's unit",
    files: "param a: epochs >= 2 = ⟦1 epoch⟧\n",
    says: { code: "V0204" },
  },
  { shows: "a range's upper end, out with `..<`", files: "param a: real in 0..<1 = ⟦1⟧\n", says: { code: "V0204" } },
  { shows: "a range that is empty", files: "let a = resize_short(⟦160..128 px⟧)\n", says: { code: "V0207" } },
]);

rule("7: `|>` composes transforms, `then` strings schedules, `/` joins a path", [
  {
    shows: "a chain of chains is one chain",
    files: "let a = flip(50%) |> to_float\nlet b = resize_short(40 px) |> a\n",
    values: { b: "resize_short(40 px) |> flip(50%) |> to_float" },
  },
  {
    shows: "schedules",
    files: "let a = linear { from: 0, to: 1, over: 25% } then cosine { from: 1, to: 0, over: 75% }\n",
    values: { a: "linear { from: 0, to: 1, over: 25% } then cosine { from: 1, to: 0, over: 75% }" },
  },
  {
    shows: "a folder and a text",
    files: 'param out: dir = "runs"\nlet a = out / "x" / "y.json"\n',
    values: { a: '"runs/x/y.json"' },
  },
  {
    shows: "a schedule among transforms",
    files: "let a = to_float |> ⟦cosine⟧ { from: 1, to: 0 }\n",
    says: { code: "V0103" },
  },
  { shows: "a path and a number", files: 'param out: dir = "runs"\nlet a = out / ⟦3⟧\n', says: { code: "V0201" } },
]);

rule("10: words are contextual", [
  {
    shows: "names of fields may be words of the language",
    files: 'let model = 1\nlet data = 2\nlet head = [model, data]\nlet from = head\nlet at = "at"\n',
    values: { from: "[1, 2]" },
  },
  { shows: "hard words may not", files: "let ⟦then⟧ = 1\n", says: { code: "V0001" } },
]);

rule("functions", [
  {
    shows: "all of them",
    files:
      "let a = [ceil(3 / 2), floor(7 / 2), min(2, 1, 3), max([1, 5]), len([1, 1, 1]), product([2, 3, 4], 2), product([2, 3, 4])]\nlet b = repeat([1, 2], 2)\nlet c = repeat(2, 3)\nlet d = dims(1, 2, 3)\nlet f = distinct([1, 1])\nlet g = [1, 2, 3][2]\n",
    values: { a: "[2, 3, 1, 5, 3, 6, 24]", b: "[[1, 2], [1, 2]]", c: "[2, 2, 2]", d: "1x2x3", f: "false", g: "2" },
  },
  { shows: "with too few values", files: "let a = ⟦repeat(1)⟧\n", says: { code: "V0201" } },
  {
    shows: "`when … else`, nested",
    files:
      "param n: int = 2\nlet a = 1 when n == 1 else 2 when n == 2 else 3\nlet b = 10 when not (n == 2) or n < 0 else 20\n",
    values: { a: "2", b: "20" },
  },
  { shows: "`when` without `else`", files: "let a = 1 when true⟦⟧\nlet b = 2\n", says: { code: "V0001" } },
]);
