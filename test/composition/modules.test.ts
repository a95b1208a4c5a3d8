/** Imports, `with`, params, arguments and checks: how files and the command line work together. */
import { above, base, rule } from "./table.ts";

const lib =
  'param n: int in 1..9\nparam out: dir = "runs"\nlet m = 2 * n\nlet where = out / "x"\ntransform aug(size: dims2 = 32x32 px) = random_crop(size) |> to_float\ncheck m < 15 else "too many"\n';

rule("11: imports", [
  {
    shows: "by name and by star",
    files: {
      "main.vcl":
        'import { m } from "./lib.vcl" with { n: 2 }\nimport * as lib from "./lib.vcl" with { n: 3 }\nlet a = [m, lib.m]\n',
      "lib.vcl": lib,
    },
    values: { a: "[4, 6]" },
  },
  {
    shows: "twice with other values: two instances",
    files: {
      "main.vcl":
        'import * as one from "./lib.vcl" with { n: 1 }\nimport * as two from "./lib.vcl" with { n: one.m, out: "mine" }\nlet a = [one.m, two.m]\nlet b = [one.where, two.where]\n',
      "lib.vcl": lib,
    },
    values: { a: "[2, 4]", b: '["runs/x", "mine/x"]' },
  },
  {
    shows: "a transform with parameters",
    files: {
      "main.vcl":
        'import * as lib from "./lib.vcl" with { n: 1 }\nlet a = lib.aug\nlet b = lib.aug(16x16 px)\nlet c = lib.aug { size: 8x8 px }\n',
      "lib.vcl": lib,
    },
    values: {
      a: "random_crop(32x32 px) |> to_float",
      b: "random_crop(16x16 px) |> to_float",
      c: "random_crop(8x8 px) |> to_float",
    },
  },
  {
    shows: "a diamond: one instance, one param",
    files: {
      "main.vcl": 'import * as l from "./left.vcl"\nimport * as r from "./right.vcl"\nlet a = [l.a, r.a, n]\n',
      "left.vcl": 'import { m } from "./lib.vcl"\nlet a = m\n',
      "right.vcl": 'import { m } from "./lib.vcl"\nlet a = m + 1\n',
      "lib.vcl": lib,
    },
    flags: ["--n", "4"],
    values: { a: "[8, 9, 4]" },
  },
  {
    shows: "files that import each other",
    files: {
      "main.vcl": 'import { b } from ‹"./b.vcl"›\nlet a = b\n',
      "b.vcl": 'import { a } from ⟦"./main.vcl"⟧\nlet b = a\n',
    },
    says: { code: "V0104", title: "these files import each other" },
  },
  {
    shows: "files that amend each other",
    files: { "main.vcl": 'amends ‹"./b.vcl"›\nlet a = 1\n', "b.vcl": 'amends ⟦"./main.vcl"⟧\nlet b = 1\n' },
    says: { code: "V0104" },
  },
  {
    shows: "a file that is not there",
    files: { "main.vcl": 'import { m } from ⟦"./lb.vcl"⟧\nlet a = m\n', "lib.vcl": lib },
    says: { code: "V0104", fixes: ['"./lib.vcl"'] },
  },
  {
    shows: "a path is relative to the file that it stands in",
    files: {
      "sub/main.vcl":
        'import * as lib from "../lib.vcl" with { n: 1 }\nparam here: dir = "data"\nlet a = [lib.where, here / "x"]\n',
      "lib.vcl": lib,
    },
    values: { a: '["runs/x", "data/x"]' },
  },
  {
    shows: "the value of `with` has the param's type",
    files: {
      "main.vcl": 'import { m } from "./lib.vcl" with { n: ⟦12⟧ }\nlet a = m\n',
      "lib.vcl": lib.replace("in 1..9", "in ‹1..9›").replace("‹1..9›", "1..9"),
    },
    says: { code: "V0204", title: "n is at least 1 and at most 9" },
  },
  {
    shows: "a `with` that is no param",
    files: { "main.vcl": 'import { m } from "./lib.vcl" with { n: 1, ⟦nn⟧: 3 }\nlet a = m\n', "lib.vcl": lib },
    says: { code: "V0109" },
  },
  {
    shows: "only what is declared is exported",
    files: {
      "main.vcl": 'import { ⟦shared⟧ } from "./mid.vcl"\nlet a = shared\n',
      "mid.vcl": 'import { shared } from "./low.vcl"\nlet b = shared\n',
      "low.vcl": "let shared = 4\n",
    },
    says: { code: "V0101" },
  },
]);

rule("9: params", [
  { shows: "a flag, with or without its unit", files: base, flags: ["--epochs", "3"], values: { epochs: "3 epochs" } },
  { shows: "checked as if it stood in the file", files: base, flags: ["--epochs", "0"], says: { code: "V0204" } },
  {
    shows: "a flag that is none",
    files: base,
    flags: ["--epoch", "3"],
    says: { code: "V0109", label: "did you mean --epochs?" },
  },
  {
    shows: "one that an import leaves open is the importer's",
    files: { "main.vcl": 'import * as lib from "./lib.vcl"\nlet a = lib.m\n', "lib.vcl": lib },
    flags: ["--n", "3"],
    values: { a: "6" },
  },
  {
    shows: "one that an import has a default for is not",
    files: { "main.vcl": 'import * as lib from "./lib.vcl" with { n: 1 }\nlet a = lib.where\n', "lib.vcl": lib },
    flags: ["--out", "x"],
    says: { code: "V0109" },
  },
  {
    shows: "the importer's own of that name gives it",
    files: {
      "main.vcl": 'import * as lib from "./lib.vcl"\nparam n: int in 1..9 = 5\nlet a = lib.m\n',
      "lib.vcl": lib,
    },
    values: { a: "10" },
  },
  {
    shows: "of another type, it gives it by `with`",
    files: {
      "main.vcl": 'import * as lib from "./lib.vcl" with { n }\nparam n: int in 2..3 = 2\nlet a = lib.m\n',
      "lib.vcl": lib,
    },
    values: { a: "4" },
  },
  {
    shows: "without a value it is an unknown of its type",
    files: {
      "main.vcl": 'import * as lib from "./lib.vcl"\nlet a = lib.m\n',
      "lib.vcl": lib.replace("m < 15", "m < 20"),
    },
    values: { a: "2..18" },
  },
  {
    shows: "open and too wide for a check: said of the values that fail",
    files: { "main.vcl": 'import * as lib from "./lib.vcl"\nlet a = lib.m\n', "lib.vcl": lib },
    values: { a: "2..18" },
  },
  {
    shows: "before a run it must have one",
    files: "param ⟦n⟧: int\nlet a = n\n",
    closed: true,
    says: { code: "V0206", helps: ["--n <int>"] },
  },
  {
    shows: "left open by two files with two types",
    files: {
      "main.vcl": 'import * as a from "./a.vcl"\nimport * as b from ⟦"./b.vcl"⟧\nlet x = [a.y, b.y]\n',
      "a.vcl": "param n: ‹int›\nlet y = n\n",
      "b.vcl": "param n: ‹text›\nlet y = n\n",
    },
    says: { code: "V0105" },
  },
  {
    shows: "left open by two files with one type: one flag",
    files: {
      "main.vcl": 'import * as a from "./a.vcl"\nimport * as b from "./b.vcl"\nlet x = [a.y, b.y]\n',
      "a.vcl": "param n: int\nlet y = n\n",
      "b.vcl": "param n: int\nlet y = n + 1\n",
    },
    flags: ["--n", "3"],
    values: { x: "[3, 4]" },
  },
  {
    shows: "left open by two files with two ranges",
    files: {
      "main.vcl": 'import * as a from "./a.vcl"\nimport * as b from ⟦"./b.vcl"⟧\nlet x = [a.y, b.y]\n',
      "a.vcl": "param n: ‹int in 1..3›\nlet y = n\n",
      "b.vcl": "param n: ‹int in 1..5›\nlet y = n + 1\n",
    },
    says: { code: "V0105" },
  },
]);

rule("`--set path=value`", [
  {
    shows: "a field of a declaration: what depends on it follows",
    files: base,
    flags: ["--set", "clips.clip=16"],
    values: { "train.clip": "16 frames", "model.clip": "tensor [3, 16, 40, 53]" },
  },
  {
    shows: "a field of the experiment",
    files: base,
    flags: ["--set", "optimizer.momentum=0.95", "--set", "seed=3"],
    values: { "optimizer.momentum": "0.95", seed: "3" },
  },
  {
    shows: "a head's field, and where it hangs",
    files: base,
    flags: ["--set", "small.action.dropout=0.5", "--set", "small.action.at=stem"],
    values: { "model.action.dropout": "0.5", "model.action.at": "stem" },
    says: [{ code: "V0607" }],
  },
  {
    shows: "a whole value",
    files: base,
    flags: ["--set", "optimizer=sgd { lr: cosine { from: 1, to: 0 } }", "--set", "small.blocks=[1, 2, 1]"],
    values: { "optimizer.lr.from": "1", "model.blocks": "[1, 2, 1]" },
    says: [{ code: "V0607" }],
  },
  { shows: "a param", files: base, flags: ["--set", "epochs=4"], values: { epochs: "4 epochs" } },
  {
    shows: "a path that leads nowhere",
    files: base,
    flags: ["--set", "optimizer.momentm=1"],
    says: { code: "V0108", label: "did you mean `momentum`?" },
  },
  { shows: "a value that does not fit", files: base, flags: ["--set", "train.batch=8 px"], says: { code: "V0202" } },
  {
    shows: "a name of the file",
    files: base,
    flags: ["--set", "test.clip=train.clip"],
    values: { "test.clip": "8 frames" },
  },
  { shows: "a value that is no vcl", files: base, flags: ["--set", "seed=)"], says: { code: "V0001" } },
]);

rule("checks", [
  { shows: "one that holds", files: `${base}check train.steps * epochs <= 18 steps\n` },
  {
    shows: "one that hangs on how many videos are usable",
    files: `${base}check ⟦‹train.steps› > 8 steps per epoch⟧ else "too short"\n`,
    says: {
      code: "V0210",
      severity: "warning",
      title: "too short",
      label: "may not hold",
      why: "1..9 steps per epoch > 8 steps per epoch is not certain",
    },
  },
  {
    shows: "one that does not, with its numbers",
    files: `${base}check ⟦‹train.batch› + ‹test.batch› <= 20 clips⟧ else "too many"\n`,
    says: { code: "V0210", severity: "error", title: "too many", why: "28 clips <= 20 clips is false" },
  },
  {
    shows: "one of an imported file",
    files: {
      "main.vcl": 'import { m } from "./lib.vcl" with { n: 8 }\nlet a = m\n',
      "lib.vcl": lib.replace("m < 15", "⟦‹m› < 15⟧"),
    },
    says: { code: "V0210", title: "too many" },
  },
  {
    shows: "it is evaluated after the changes of the file above",
    files: {
      "main.vcl": 'amends "./low.vcl"\nlet a { momentum: 0.9 }\n',
      "low.vcl": "let a = sgd { lr: 1 }\ncheck ⟦‹a.momentum› < 0.5⟧\n",
    },
    says: { code: "V0210" },
  },
]);

rule("12: total and pure", [
  { shows: "a circle of names", files: "let a = ‹b›\nlet b = ⟦a⟧\n", says: { code: "V0110", why: "a → b → a" } },
  {
    shows: "a transform that calls itself",
    files: "transform t(n: int) = to_float |> ⟦t(n)⟧\n let a = t(1)\n",
    says: { code: "V0110" },
  },
]);

rule("several experiments", [
  {
    shows: "a field of one of them needs a choice",
    files: `${base}experiment f = e { seed: 1 }\n`,
    flags: ["--set", "seed=4"],
    says: { code: "V0101", label: "a field, but of which experiment?" },
  },
  {
    shows: "those of imported files do not count",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { seed: 1 }\n'),
    flags: ["--set", "seed=4"],
    values: { seed: "4" },
  },
  {
    shows: "an experiment amends another of the file",
    files: `${base}experiment f = e { optimizer.momentum: 0.5 }\n`,
    values: { "optimizer.momentum": "0.9" },
  },
]);

rule("small print", [
  {
    shows: "facts are read with a dot",
    files: 'let m = motion { folder: "x" }\nlet a = [m.classes, m.shortest]\nlet b = motion.classes\n',
    values: { a: "[8, 30 frames]", b: "8" },
  },
  {
    shows: "what nothing uses, only in a file with an experiment",
    files: `${base}let ⟦spare⟧ = 1\n`,
    says: { code: "V0107" },
  },
]);
