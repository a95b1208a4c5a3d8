/** Rules 8 to 9b and 13 of the language: heads, scope, and what amending changes. */
import { above, base, rule } from "./table.ts";

rule("8: a head belongs to a block", [
  {
    shows: "`.last` follows the depth",
    files: above(
      'import * as base from "./base.vcl"\nmodel m = base.small { blocks: [1, 3] }\nexperiment x = base.e { model: m }\n',
    ),
    values: { "model.action.at": "stage2.last (stage2.block2)" },
  },
  {
    shows: "blocks count from 0, stages from 1",
    files: base.replace("stage2.last", "stage1.block0"),
    values: { "model.action.at": "stage1.block0" },
    says: [{ code: "V0607" }],
  },
  {
    shows: "a block that is none",
    files: base.replace("stage2.last", "stage⟦3⟧.last").replace("⟦3⟧", "3"),
    says: [{ code: "V0601" }],
  },
]);

rule("9a: scope", [
  {
    shows: "an expression in a block sees the file's names, not sibling fields",
    files: "let momentum = 0.25\nlet a = sgd { lr: 1, momentum: 0.5, weight_decay: momentum }\n",
    values: { a: "sgd { lr: 1, momentum: 0.5, weight_decay: 0.25 }" },
  },
  {
    shows: "a sibling field alone is no name",
    files: "let a = sgd { lr: 1, momentum: 0.5, weight_decay: ⟦momentum⟧ }\n",
    says: { code: "V0101" },
  },
  { shows: "a declaration is seen before it stands", files: "let a = b + 1\nlet b = 1\n", values: { a: "2" } },
  {
    shows: "a name shadows a component of the standard library",
    files: "let constant = 3\nlet a = constant + 1\n",
    values: { a: "4" },
  },
  {
    shows: "a parameter shadows the file's name",
    files:
      "let p = 25%\ntransform t(p: real in 0..1 = 75%) = flip(p)\nlet a = t\nlet b = t { p: 0 }\nlet c = flip(p)\n",
    values: { a: "flip(75%)", b: "flip(0)", c: "flip(25%)" },
  },
  {
    shows: "a parameter's default sees the file's names",
    files: "let q = 25%\ntransform t(p: real in 0..1 = q) = flip(p)\nlet a = t\n",
    values: { a: "flip(25%)" },
  },
  {
    shows: "an amended value keeps what its own file said",
    files: above(
      'import { small } from "./base.vcl"\nlet blocks = [9]\nmodel m = small { planes: 4 }\nlet n = m.blocks\n',
    ),
    values: { n: "[1, 1]" },
  },
  {
    shows: "a declared value amended in place is this experiment's copy",
    files: above(
      'import * as base from "./base.vcl"\nexperiment x = base.e { model { planes: 4 } }\ncheck base.small.planes == 8\n',
    ),
    values: { "model.planes": "4" },
  },
]);

rule("9a: amending a value copies it", [
  {
    shows: "fields that are left alone stay",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { optimizer { momentum: 0.5 } }\n'),
    values: { "optimizer.momentum": "0.5", "optimizer.lr": "0.1" },
  },
  {
    shows: "a dotted path is the nested amendment",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { optimizer.momentum: 0.95 }\n'),
    values: { "optimizer.momentum": "0.95", "optimizer.lr": "0.1" },
  },
  {
    shows: "through several values",
    files: above(
      'import * as base from "./base.vcl"\nexperiment x = base.e { model.action.dropout: 0.5, model.planes: 4 }\n',
    ),
    values: { "model.action.dropout": "0.5", "model.planes": "4" },
  },
  {
    shows: "a colon puts another in its place",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { optimizer: sgd { lr: 1 } }\n'),
    values: { "optimizer.momentum": "0", "optimizer.lr": "1" },
  },
  {
    shows: "`+=` appends",
    files: above(
      'import * as base from "./base.vcl"\nexperiment x = base.e { hooks += [best { by: test.loss }], meters += [video_accuracy] }\n',
    ),
    values: { "hooks.2.by": "test.loss", "hooks.1.every": "3 steps", "meters.2.topk": "[1]" },
  },
  {
    shows: "`+=` appends to a default",
    files: above(
      'import * as base from "./base.vcl"\nmodel m = base.small { temporal_kernels += [[1]], unit: .bottleneck }\nexperiment x = base.e { model: m }\n',
    ),
    says: { code: "V0205" },
  },
  {
    shows: "`+=` on what is no list",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { ⟦seed⟧ += [1] }\n'),
    says: { code: "V0201" },
  },
  {
    shows: "`none` takes a value away",
    files:
      base.replace("batch: 16 clips", "batch: 16 clips, take: 32 clips, drop_last: true").replace("3 steps", "1 step") +
      "check (train { take: none }).take == none\n",
    values: { "train.take": "32 clips" },
  },
  {
    shows: "a data set's copy leaves the model with the old clip",
    files: above(
      'import * as base from "./base.vcl"\ndata train = base.train { clip: 16 frames }\ndata test = base.test { clip: 16 frames }\nexperiment x = base.e { phases: [train, test], model: base.small { clip: train.clip } }\n',
    ),
    values: { "model.clip": "tensor [3, 16, 40, 53]" },
  },
]);

rule("9b: heads are added and amended, nothing else is added", [
  {
    shows: "a head is amended by its name",
    files: above('import * as base from "./base.vcl"\nexperiment x = base.e { model { action { dropout: 0.5 } } }\n'),
    values: { "model.action.dropout": "0.5", "model.action.at": "stage2.last (stage2.block0)" },
  },
  {
    shows: "and moved",
    files: above(
      'import * as base from "./base.vcl"\nexperiment x = base.e { model { action { at: stage1.last } } }\n',
    ),
    values: { "model.action.at": "stage1.last (stage1.block0)", "model.action.in_plane": "8" },
    says: [{ code: "V0607" }],
  },
  {
    shows: "and added",
    files: above(
      'import * as base from "./base.vcl"\nexperiment x = base.e { model { head aux at stage1.last = fully_convolutional_linear {} }, loss { head: aux }, meters: [accuracy { head: action }] }\n',
    ),
    values: { "model.aux.in_plane": "8", "model.action.in_plane": "16" },
  },
  {
    shows: "added and amended at once",
    files: above(
      'import * as base from "./base.vcl"\nmodel m = base.small { head aux at stage1.last = fully_convolutional_linear {} }\nexperiment x = base.e { model: m { aux { dropout: 0.5, at: stem } }, loss { head: action }, meters: [accuracy { head: aux }] }\n',
    ),
    values: { "model.aux.at": "stem", "model.aux.dropout": "0.5", "model.aux.in_plane": "64" },
  },
  {
    shows: "under a name that a head has",
    files: above(
      'import * as base from "./base.vcl"\nmodel m = base.small { head ⟦action⟧ at stage1.last = fully_convolutional_linear {} }\n',
    ),
    says: { code: "V0606" },
  },
  {
    shows: "under a name that a field has",
    files: above(
      'import * as base from "./base.vcl"\nmodel m = base.small { head ⟦planes⟧ at stage1.last = fully_convolutional_linear {} }\n',
    ),
    says: { code: "V0105" },
  },
  {
    shows: "a head that is not there",
    files: above('import * as base from "./base.vcl"\nmodel m = base.small { ⟦acton⟧ { dropout: 0.5 } }\n'),
    says: { code: "V0108", fixes: ["action"] },
  },
  {
    shows: "a head's field that is not there",
    files: above('import * as base from "./base.vcl"\nmodel m = base.small { action { ⟦dropuot⟧: 0.5 } }\n'),
    says: { code: "V0102" },
  },
]);

rule("a file that amends", [
  {
    shows: "what depends on a changed declaration follows",
    files: above('amends "./base.vcl"\nlet clips { clip: 16 frames }\n'),
    values: { "train.clip": "16 frames", "test.clip": "16 frames", "model.clip": "tensor [3, 16, 40, 53]" },
  },
  {
    shows: "params get another default",
    files: above('amends "./base.vcl"\nparam epochs = 5 epochs\n'),
    values: { epochs: "5 epochs" },
  },
  {
    shows: "and it may declare more",
    files: above('amends "./base.vcl"\nlet wide = 16\nmodel small { planes: wide }\nexperiment f = e { seed: 3 }\n'),
    values: { wide: "16", "model.planes": "16" },
  },
  {
    shows: "the base's names and imports are in scope",
    files: {
      "main.vcl": 'amends "./mid.vcl"\nlet a = half\nlet b = shared\n',
      "mid.vcl": 'import { shared } from "./low.vcl"\nlet half = shared * 2\n',
      "low.vcl": "let shared = 4\n",
    },
    values: { a: "8", b: "4" },
  },
  {
    shows: "three files: the outermost wins, the rest stays",
    files: {
      "main.vcl":
        'amends "./mid.vcl"\nparam epochs = 7 epochs\nmodel small { planes: 4, aux { dropout: 0.5 } }\nexperiment e { hooks += [best { by: test.loss }] }\n',
      "mid.vcl":
        'amends "./base.vcl"\nparam epochs = 5 epochs\ndata train { batch: 4 clips }\nmodel small { planes: 6, head aux at stage1.last = fully_convolutional_linear {} }\nexperiment e { loss { head: action }, meters: [accuracy { head: action }, accuracy { head: aux }], hooks += [checkpoint { into: folder / "c" }] }\n',
      "base.vcl": base,
    },
    values: {
      epochs: "7 epochs",
      "train.batch": "4 clips",
      "model.planes": "4",
      "model.aux.dropout": "0.5",
      "model.aux.in_plane": "4",
      "hooks.1.every": "3 steps",
      "hooks.2.into": '"motion/c"',
      "hooks.3.by": "test.loss",
      "meters.2.head": ".aux",
    },
  },
  {
    shows: "a declaration again",
    files: above('amends "./base.vcl"\nlet ⟦clips⟧ = 3\n'),
    says: { code: "V0105", helps: ["to change it: let clips { … }"] },
  },
  {
    shows: "a block for what is not there",
    files: above('amends "./base.vcl"\nmodel ⟦smal⟧ { planes: 4 }\n'),
    says: { code: "V0108", fixes: ["small"] },
  },
  {
    shows: "under another word",
    files: above('amends "./base.vcl"\nlet ⟦small⟧ { planes: 4 }\n'),
    says: { code: "V0108" },
  },
  {
    shows: "an amendment without `amends`",
    files: "let a = sgd { lr: 1 }\nlet a ⟦{⟧ momentum: 0.5 }\n",
    says: { code: "V0001", label: "nothing to amend here" },
  },
]);

rule("derived values may be stated", [
  {
    shows: "and agree",
    files: base.replace("fully_convolutional_linear {}", "fully_convolutional_linear { in_plane: 16, classes: 8 }"),
    values: { "model.action.in_plane": "16" },
  },
  {
    shows: "or not",
    files: base
      .replace("fully_convolutional_linear {}", "fully_convolutional_linear { in_plane: ⟦32⟧ }")
      .replace("at stage2.last", "at ‹stage2.last›")
      .replace("planes: 8", "planes: ‹8›")
      .replace("planes: ‹8›", "planes: 8"),
    says: { code: "V0602", title: "the block has 16 planes, not 32" },
  },
]);
