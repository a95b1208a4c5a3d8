/** V01: names, modules, amending what is not there. */
import { describe, expect, test } from "vitest";
import { check, type Expected, expectDiagnostics, expectFixed, fixture, tutorial } from "./helpers.ts";

/** A program of the tutorial, changed at one place, has exactly this diagnostic there. */
function one(change: readonly [string, string], expected: Expected): void {
  expectDiagnostics(tutorial(change), expected);
}

describe("V0101 a name that stands for nothing", () => {
  test("a model", () => {
    expectDiagnostics(tutorial(["model r3d18", "model ‹r3d18›"], ["model:     r3d18", "model:     ⟦r3d81⟧"]), {
      code: "V0101",
      title: "nothing is called `r3d81` here",
      label: "did you mean `r3d18`?",
      secondary: ["declared here"],
      fixes: ["r3d18"],
    });
    expectFixed(tutorial(["model:     r3d18", "model:     r3d81"]));
  });

  test("a component: only those of the wanted kind are offered", () => {
    one(["cross_entropy", "⟦cros_entropy⟧"], { code: "V0101", label: "did you mean `cross_entropy`?" });
    one(["sgd {", "⟦lamb⟧ {"], { code: "V0101", label: "", why: "there is: sgd, adam, adamw" });
  });

  test("a unit, a type, a kind, a name of another file", () => {
    one(["8 frames", "8 ⟦frmes⟧"], { code: "V0101", title: "no unit is called `frmes`", fixes: ["frames"] });
    expectDiagnostics("param a: ⟦itn⟧ = 3\n", { code: "V0101", title: "no type is called `itn`", fixes: ["int"] });
    expectDiagnostics('extern ⟦haed⟧ h from "./h.ts" {}\n', { code: "V0101", fixes: ["head"] });
    expectDiagnostics(
      {
        "x.vcl": 'import { ⟦normalised⟧ } from "./common.vcl"\nlet x = normalised\n',
        "common.vcl": fixture("common.vcl"),
      },
      { code: "V0101", title: "no declaration of common.vcl is called `normalised`", fixes: ["normalized"] },
    );
  });

  test("a name that Python has", () => {
    one(["momentum:     0.9", "momentum:     0.9\n    nesterov: ⟦True⟧"], { code: "V0101", fixes: ["true"] });
  });

  test("a member of an imported file", () => {
    expectDiagnostics(
      { "x.vcl": 'import * as base from "./ucf101.vcl"\nlet y = base.⟦trian⟧\n', ...tutorial() },
      { code: "V0101", fixes: ["train"] },
    );
  });

  test("a name within a declaration of one's own", () => {
    expectDiagnostics(fixture("attention_pool.vcl").replace("D % heads", "D % ⟦haeds⟧"), {
      code: "V0101",
      label: "did you mean `heads`?",
      fixes: ["heads"],
    });
  });
});

describe("V0102 a field that is not there", () => {
  test("a misspelling, with what there is", () => {
    one(["weight_decay: 1e-4", "⟦weight_decy⟧: 1e-4"], {
      code: "V0102",
      title: "sgd has no field `weight_decy`",
      label: "did you mean `weight_decay`?",
      why: /^sgd has: lr, momentum, nesterov, weight_decay/,
      fixes: ["weight_decay: 1e-4"],
    });
    expectFixed(tutorial(["weight_decay: 1e-4", "weight_decy: 1e-4"]));
  });

  test("a misspelt required field is not reported as open too", () => {
    one(["batch:     8 clips", "⟦bacth⟧:     8 clips"], { code: "V0102", fixes: ["batch: 8 clips"] });
  });

  test("names from elsewhere", () => {
    one(["batch:     8 clips", "⟦batchsize_per_replica⟧:     8 clips"], { code: "V0102", fixes: ["batch: 8 clips"] });
    const [found] = expectDiagnostics(tutorial(["planes: 64", "planes: 64\n  ⟦num_classes⟧: 101"]), {
      code: "V0102",
      title: "resnext3d has no field `num_classes`",
      fixes: [],
    });
    expect(found?.notes.join()).toMatch(/in Classy Vision it was on the model; here the head has `classes`/);
  });

  test("a member of a value", () => {
    one(["ucf.classes", "ucf.⟦clsses⟧"], { code: "V0102", title: "ucf has no field `clsses`", fixes: ["classes"] });
  });

  test("a shorthand keeps its value when it is fixed", () => {
    const files = { "x.vcl": "let momentm = 0.9\nlet o = sgd { lr: 0.1, momentm }\n" };
    expectDiagnostics(
      { "x.vcl": files["x.vcl"].replace("{ lr: 0.1, momentm }", "{ lr: 0.1, ⟦momentm⟧ }") },
      {
        code: "V0102",
        fixes: ["momentum: momentm"],
      },
    );
    expect(expectFixed(files)["x.vcl"]).toContain("{ lr: 0.1, momentum: momentm }");
  });
});

describe("V0103 another kind of component", () => {
  test("a loss among the meters", () => {
    one(["accuracy       { topk: [1, 5] }", "⟦cross_entropy⟧ {}"], {
      code: "V0103",
      title: "a meter is wanted here, cross_entropy is a loss",
      why: /^meters: accuracy, video_accuracy/,
    });
  });

  test("a declared value of another kind, with its place", () => {
    expectDiagnostics(tutorial(["model r3d18", "model ‹r3d18›"], ["[train, test]", "[train, test, ⟦r3d18⟧]"]), {
      code: "V0103",
      title: "a data set is wanted here, r3d18 is a model",
      secondary: ["declared here"],
    });
  });

  test("a head belongs to a model", () => {
    one(["momentum:     0.9", "head ⟦h⟧ at stage1.last = fully_convolutional_linear {}\n    momentum: 0.9"], {
      code: "V0103",
      title: "a model is wanted here, sgd is an optimizer",
    });
  });
});

describe("V0104 files", () => {
  test("one that is not there", () => {
    one(['"./common.vcl"', '⟦"./comon.vcl"⟧'], {
      code: "V0104",
      title: "no such file",
      label: "did you mean ./common.vcl?",
      fixes: ['"./common.vcl"'],
    });
    expectFixed(tutorial(['"./common.vcl"', '"./comon.vcl"']));
    expectDiagnostics(
      { "x.vcl": 'amends ⟦"./ucf102.vcl"⟧\ndata train { take: none }\n', ...tutorial() },
      { code: "V0104" },
    );
  });

  test("three that import each other", () => {
    expectDiagnostics(
      {
        "a.vcl": 'import { y } from ‹"./b.vcl"›\nlet x = y\n',
        "b.vcl": 'import { z } from ‹"./c.vcl"›\nlet y = z\n',
        "c.vcl": 'import { x } from ⟦"./a.vcl"⟧\nlet z = x\n',
      },
      { code: "V0104", title: "these files import each other", why: "a.vcl → b.vcl → c.vcl → a.vcl" },
    );
  });

  test("one that imports or amends itself", () => {
    expectDiagnostics(
      { "a.vcl": 'import { x } from ⟦"./a.vcl"⟧\nlet x = 1\n' },
      { code: "V0104", title: "this file imports itself" },
    );
    expectDiagnostics({ "a.vcl": 'amends ⟦"./a.vcl"⟧\nlet x = 1\n' }, { code: "V0104" });
  });

  test("the program's own", () => {
    expect(check({ "a.vcl": "" }).diagnostics).toEqual([]);
  });
});

describe("V0105 twice", () => {
  test("a field", () => {
    one(["planes: 64", "‹planes›: 64\n  ⟦planes⟧: 32"], {
      code: "V0105",
      title: "`planes` is set twice",
      secondary: ["first here"],
    });
  });

  test("a field within a field, written in two ways", () => {
    expectDiagnostics(
      {
        "x.vcl":
          'import * as base from "./ucf101.vcl"\nexperiment e = base.ucf101_r3d18 { optimizer.‹momentum›: 0.5, optimizer { ⟦momentum⟧: 0.6 } }\n',
        ...tutorial(),
      },
      { code: "V0105", title: "`optimizer.momentum` is set twice" },
    );
  });

  test("a declaration, an import, an amendment", () => {
    expectDiagnostics("let ‹a› = 1\nlet ⟦a⟧ = 2\n", { code: "V0105", title: "`a` is declared twice" });
    expectDiagnostics(
      {
        "x.vcl": 'import { ⟦normalized⟧ } from "./common.vcl"\nlet ‹normalized› = to_float\n',
        "common.vcl": fixture("common.vcl"),
      },
      { code: "V0105" },
    );
    expectDiagnostics(
      { "x.vcl": 'amends "./ucf101.vcl"\nlet ‹ucf› { fold: 1 }\nlet ⟦ucf⟧ { fold: 2 }\n', ...tutorial() },
      { code: "V0105", title: "`ucf` is amended twice" },
    );
  });

  test("a declaration of the file that is amended", () => {
    expectDiagnostics(
      { "x.vcl": 'amends "./ucf101.vcl"\nlet ⟦ucf⟧ = ucf101 {}\n', ...tutorial(["let ucf", "let ‹ucf›"]) },
      { code: "V0105", helps: ["to change it: let ucf { … }"] },
    );
  });

  test("a head with a field's name", () => {
    one(["head action", "head ⟦planes⟧"], { code: "V0105", title: "`planes` is a field of resnext3d" });
  });

  test("params that two files leave open with two types", () => {
    expectDiagnostics(
      {
        "x.vcl": 'import * as a from "./a.vcl"\nimport * as b from ⟦"./b.vcl"⟧\nlet x = [a.y, b.y]\n',
        "a.vcl": "param n: ‹int›\nlet y = n\n",
        "b.vcl": "param n: ‹text›\nlet y = n\n",
      },
      { code: "V0105", title: "`n` is left open with two types" },
    );
  });

  test("a phase", () => {
    expectDiagnostics(tutorial(["[train, test]", "[‹train›, ⟦train⟧, test]"]), {
      code: "V0105",
      title: "`train` is listed twice",
    });
  });
});

describe("V0106 a member that is none", () => {
  test("with those that are", () => {
    one([".basic", "⟦.basc⟧"], {
      code: "V0106",
      title: "not one of .basic .bottleneck .preactivated .r2plus1d",
      label: "did you mean .basic?",
      fixes: [".basic"],
    });
    expectFixed(tutorial([".basic", ".basc"]));
  });

  test("in a param's default", () => {
    expectDiagnostics("param b: .x | .y = ⟦.z⟧\n", { code: "V0106", title: "not one of .x .y" });
  });
});

describe("V0107 what nothing uses", () => {
  test("a let, an import, a param, a model", () => {
    const found = expectDiagnostics(
      {
        "x.vcl": [
          'import * as base from "./ucf101.vcl"',
          'import { ⟦normalized⟧ } from "./common.vcl"',
          "/// Rate.",
          "param ⟦rate⟧: real = 0.1",
          "let ⟦warm⟧ = 5 epochs",
          "model ⟦m⟧ = base.r3d18",
          "experiment e = base.ucf101_r3d18 { seed: 1 }",
          "",
        ].join("\n"),
        ...tutorial(),
      },
      ["the import `normalized`", "the parameter `rate`", "`warm`", "the model `m`"].map((what) => ({
        code: "V0107",
        severity: "warning" as const,
        title: `nothing uses ${what}`,
        fixes: ["remove it"],
      })),
    );
    expect(found).toHaveLength(4);
  });

  test("its removal leaves the rest as it was", () => {
    const text =
      'import * as base from "./ucf101.vcl"\n/// Rate.\nparam rate: real = 0.1\nlet warm = 5 epochs\nexperiment e = base.ucf101_r3d18 { seed: 1 }\n';
    const after = expectFixed({ "x.vcl": text, ...tutorial() });
    expect(after["x.vcl"]).toBe('import * as base from "./ucf101.vcl"\nexperiment e = base.ucf101_r3d18 { seed: 1 }\n');
  });

  test("a head that neither the loss nor a meter names, where there are several", () => {
    const second = "  head ⟦early⟧ at stage3.last = fully_convolutional_linear {}\n\n  head action";
    expectDiagnostics(
      tutorial(
        ["  head action", second],
        ["loss:      cross_entropy", "loss:      cross_entropy { head: action }"],
        ["accuracy       {", "accuracy       { head: action,"],
        ["video_accuracy {", "video_accuracy { head: action,"],
      ),
      { code: "V0107", title: "nothing uses the head `early`" },
    );
  });

  test("not in a file without an experiment", () => {
    expectDiagnostics("let warm = 5 epochs\n", []);
  });

  test("not where a name was only misspelt", () => {
    one(["  epochs\n", "  epochs: ⟦epocs⟧\n"], { code: "V0101", label: "did you mean `epochs`?" });
  });

  test("not where parts of the file could not be read", () => {
    const { diagnostics } = check(tutorial(["  videos\n", "  videos: = )\n"]));
    expect(diagnostics.map((each) => each.code)).not.toContain("V0107");
  });

  test("an allowance silences it, with a reason", () => {
    expectDiagnostics(
      tutorial(["/// What the two", "// allow V0107: kept for the next run\nlet warm = 5 epochs\n\n/// What the two"]),
      [],
    );
  });
});

describe("V0108 amending what is not there", () => {
  const from = (text: string) => ({ "x.vcl": text, ...tutorial() });

  test("a head", () => {
    const [found] = expectDiagnostics(
      from(
        'import * as base from "./ucf101.vcl"\nmodel m = base.r3d18 { ⟦acton⟧ { pool: none } }\nexperiment e = base.ucf101_r3d18 { model: m }\n',
      ),
      {
        code: "V0108",
        title: "r3d18 has no head or field `acton` to amend",
        label: "did you mean `action`?",
        fixes: ["action"],
      },
    );
    expect(found?.notes).toEqual(["new things cannot appear by amending"]);
  });

  test("a declaration, an experiment", () => {
    expectDiagnostics(from('amends "./ucf101.vcl"\nmodel ⟦r3d81⟧ { planes: 32 }\n'), {
      code: "V0108",
      title: "ucf101.vcl has no model `r3d81` to amend",
      fixes: ["r3d18"],
    });
    expectDiagnostics(from('amends "./ucf101.vcl"\nexperiment ⟦other⟧ { seed: 3 }\n'), {
      code: "V0108",
      title: "ucf101.vcl has no experiment `other` to amend",
      helps: ["to add one: experiment other = …"],
    });
  });

  test("a declaration of another sort", () => {
    expectDiagnostics(
      { "x.vcl": 'amends "./ucf101.vcl"\nmodel ⟦train⟧ { take: none }\n', ...tutorial(["data train", "data ‹train›"]) },
      {
        code: "V0108",
      },
    );
  });

  test("what has no fields", () => {
    expectDiagnostics(
      {
        "x.vcl": 'import * as base from "./ucf101.vcl"\nexperiment e = base.ucf101_r3d18 { ⟦seed⟧ { a: 1 } }\n',
        ...tutorial(["seed: 0", "seed: ‹0›"]),
      },
      {
        code: "V0108",
        title: "`seed` of ucf101_r3d18 cannot be amended, this is a number",
        helps: ["replace it: seed: …"],
      },
    );
    expectDiagnostics("let e = resnext3d { ⟦blocks⟧ { a: 1 } }\n", { code: "V0108", helps: ["set it: blocks: …"] });
  });
});

describe("V0109 parameters", () => {
  test("a flag", () => {
    const [found] = expectDiagnostics(
      tutorial(),
      {
        code: "V0109",
        title: "no parameter `epoch`",
        label: "did you mean --epochs?",
        why: "parameters: videos, splits, fold, epochs, out",
      },
      { flags: ["--epoch", "4"] },
    );
    const span = found?.primary.span;
    expect(span?.file.origin).toBe("argument");
    expect(span?.file.text.slice(span.start, span.end)).toBe("--epoch");
  });

  test("with", () => {
    expectDiagnostics(
      {
        "x.vcl": 'import * as base from "./ucf101.vcl" with { ⟦epoch⟧: 3 epochs }\nlet t = base.train\n',
        ...tutorial(),
      },
      { code: "V0109", fixes: ["epochs"] },
    );
  });
});

describe("V0110 circles", () => {
  test("two names", () => {
    expectDiagnostics("let a = ‹b›\nlet b = ⟦a⟧\n", {
      code: "V0110",
      title: "`a` depends on itself",
      why: "a → b → a",
    });
  });

  test("one name", () => {
    expectDiagnostics("let a = [1] + ⟦a⟧\n", { code: "V0110", why: "a → a" });
  });

  test("a transform that calls itself", () => {
    expectDiagnostics("transform rec(n: int) = to_float |> ⟦rec(n)⟧\nlet z = rec(3)\n", {
      code: "V0110",
      title: "`rec` depends on itself",
    });
  });

  test("through an amendment: what depends on the changed value follows, in a circle", () => {
    expectDiagnostics(
      {
        "x.vcl": 'amends "./y.vcl"\nlet a { momentum: ‹b›.momentum }\n',
        "y.vcl": "let a = sgd { lr: 1, momentum: 0.5 }\nlet b = ⟦a⟧ { lr: 2 }\n",
      },
      { code: "V0110", why: "a → b → a" },
    );
  });
});
