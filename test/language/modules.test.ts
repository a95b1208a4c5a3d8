/** Files and their instances: imports, `with`, params that stay open, late binding; and arguments, which work the same way. */
import { describe, expect, test } from "vitest";
import { check as checkProgram } from "../../src/language/check.ts";
import { textOfValue } from "../../src/language/values/print.ts";
import { check, expectDiagnostics, fixture, type ProgramOptions, type Sources, tutorial } from "./helpers.ts";
import { mapHost } from "./map-host.ts";

/** The values of top-level names, as they would be written. */
function values(sources: Sources, options: ProgramOptions = {}): Record<string, string> {
  const { names, diagnostics } = check(sources, options);
  expect(diagnostics.filter((each) => each.severity === "error").map((each) => `${each.code} ${each.title}`)).toEqual(
    [],
  );
  return Object.fromEntries(names.map((each) => [each.name, textOfValue(each.value())]));
}

describe("imports", () => {
  test("by name and by star", () => {
    expect(
      values({
        "x.vcl": 'import { a } from "./y.vcl"\nimport * as y from "./y.vcl"\nlet b = a + y.a\n',
        "y.vcl": "let a = 2\n",
      }),
    ).toEqual({ b: "4" });
  });

  test("components and transforms of another file", () => {
    expectDiagnostics(
      {
        "x.vcl":
          'import { attention_pool } from "./y.vcl"\nimport * as z from "./z.vcl"\nlet h = attention_pool { heads: 2, classes: 3 }\nlet t = z.aug(96x96 px)\n',
        "y.vcl": fixture("attention_pool.vcl"),
        "z.vcl": "transform aug(size: dims2) = random_crop(size) |> to_float\n",
      },
      [],
    );
  });

  test("a file of the same name in another folder is seen from there", () => {
    expect(
      values({
        "x.vcl": 'import { a } from "./sub/y.vcl"\nlet b = a\n',
        "sub/y.vcl": 'import { c } from "../z.vcl"\nlet a = c / "runs"\n',
        "z.vcl": 'let c: dir = "data"\n',
      }),
    ).toEqual({ b: '"data/runs"' });
  });

  test("`with` gives params; the same file twice is two instances", () => {
    expect(
      values({
        "x.vcl":
          'import * as a from "./y.vcl" with { n: 1 }\nimport * as b from "./y.vcl" with { n: a.m }\nlet all = [a.m, b.m]\n',
        "y.vcl": "param n: int\nlet m = n + 1\n",
      }),
    ).toEqual({ all: "[2, 3]" });
  });

  test("`with` checks the type", () => {
    const y = { "y.vcl": "param n: epochs >= 2\nlet m = n\n" };
    expectDiagnostics({ "x.vcl": 'import { m } from "./y.vcl" with { n: ⟦3⟧ }\nlet a = m\n', ...y }, { code: "V0203" });
    expectDiagnostics(
      { "x.vcl": 'import { m } from "./y.vcl" with { n: ⟦1 epoch⟧ }\nlet a = m\n', ...y },
      { code: "V0204" },
    );
  });

  test("an open param becomes one of the importer's: a name there, a flag, and `with` of the next importer gives it", () => {
    const files = {
      "x.vcl": 'import * as y from "./y.vcl"\nimport * as z from "./z.vcl"\nlet all = [y.m, z.m, n]\n',
      "y.vcl": "/// How many.\nparam n: int\nlet m = n + 1\n",
      "z.vcl": 'import * as y from "./y.vcl"\nlet m = y.m + 1\n',
    };
    const { params } = check(files);
    expect(params.map((each) => [each.name, each.docs, each.open])).toEqual([["n", ["How many."], true]]);
    expect(values(files, { flags: ["--n", "5"] })).toEqual({ all: "[6, 7, 5]" });
    expect(values({ "w.vcl": 'import * as x from "./x.vcl" with { n: 1 }\nlet all = x.all\n', ...files })).toEqual({
      all: "[2, 3, 1]",
    });
  });

  test("what is no .vcl file by a relative path is not looked at", () => {
    const read: string[] = [];
    const host = mapHost({ "main.vcl": "", "x.vcl": "let y = 1\n", "sub/z": "", "sub/z.vcl": "let y = 1\n" });
    const told = (specifier: string) => {
      const text = `import * as a from ${JSON.stringify(specifier)}\nlet b = a.y\n`;
      const readText = (path: string) => {
        if (path === "/work/main.vcl") return text;
        read.push(path);
        return host.readText(path);
      };
      const options = { args: [], closed: false, cwd: "/work", pedantic: false };
      const { diagnostics } = checkProgram("/work/main.vcl", { ...host, readText }, options);
      return diagnostics.map(({ code, title, fixes }) => [code, title, ...fixes.map((fix) => fix.title)]);
    };
    const relative = "an import is a relative path";
    const only = "only .vcl files are imported";
    expect(told("/etc/passwd")).toEqual([["V0104", relative]]);
    expect(told("/work/x.vcl")).toEqual([["V0104", relative, '"./x.vcl"']]);
    expect(told("C:\\x.vcl")).toEqual([["V0104", relative]]);
    expect(told("https://example.org/x.vcl")).toEqual([["V0104", "files are imported by path"]]);
    expect(told("../../etc/passwd")).toEqual([["V0104", only]]);
    expect(told("lodash")).toEqual([["V0104", only]]);
    expect(told("./x")).toEqual([["V0104", only, '"./x.vcl"']]);
    expect(told("sub/z")).toEqual([["V0104", only, '"./sub/z.vcl"']]);
    expect(told("")).toEqual([["V0104", only]]);
    expect(read).toEqual([]);
    expect(told("./x.vcl")).toEqual([]);
    expect(told("../../../../../x.vcl").map(([code, title]) => [code, title])).toEqual([["V0104", "no such file"]]);
  });

  test("the importer's own param of that name gives it", () => {
    const files = {
      "x.vcl": 'import * as y from "./y.vcl"\nparam n: int = 7\nlet m = y.m\n',
      "y.vcl": "param n: int\nlet m = n + 1\n",
    };
    expect(check(files).params.map((each) => each.name)).toEqual(["n"]);
    expect(values(files)).toEqual({ n: "7", m: "8" });
    expect(values(files, { flags: ["--n", "1"] })).toEqual({ n: "1", m: "2" });
  });

  test("an imported param with a default is not a flag", () => {
    const files = { "x.vcl": 'import * as y from "./y.vcl"\nlet m = y.n\n', "y.vcl": "param n: int = 3\n" };
    expect(check(files).params).toEqual([]);
    expectDiagnostics(files, { code: "V0109" }, { flags: ["--n", "4"] });
  });

  test("values say which params of the program they hang on", () => {
    const { names, params } = check(tutorial());
    const paramsOf = (name: string) =>
      [...(names.find((each) => each.name === name)?.value().params ?? [])].map((each) => each.name).sort();
    expect(paramsOf("ucf")).toEqual(["fold", "out", "splits", "videos"]);
    expect(paramsOf("ucf101_r3d18")).toEqual(["epochs", "fold", "out", "splits", "videos"]);
    expect(params.map((each) => each.name)).toEqual(["videos", "splits", "fold", "epochs", "out"]);
  });

  test("experiments of imported files do not count, those of the amended file do", () => {
    const imported = check({ "x.vcl": 'import * as base from "./ucf101.vcl"\nlet t = base.train\n', ...tutorial() });
    expect(imported.experiments).toEqual([]);
    const amended = check({ "x.vcl": 'amends "./ucf101.vcl"\n', ...tutorial() });
    expect(amended.experiments.map((each) => each.name)).toEqual(["ucf101_r3d18"]);
  });
});

describe("amending a file", () => {
  test("whatever depends on a changed declaration follows", () => {
    expect(
      values({
        "x.vcl": 'amends "./y.vcl"\nlet a { momentum: 0.5 }\nparam n = 9\nlet d = n\n',
        "y.vcl": "param n: int = 1\nlet a = sgd { lr: 1 }\nlet b = a.momentum\nlet c = [n, n + 1]\n",
      }),
    ).toMatchObject({ b: "0.5", c: "[9, 10]", d: "9" });
  });

  test("the base does not see the names of the file that amends it", () => {
    expectDiagnostics(
      { "x.vcl": 'amends "./y.vcl"\nlet extra = 1\n', "y.vcl": "let a = ⟦extra⟧\n" },
      { code: "V0101" },
    );
  });

  test("its imports are in scope of the file that amends it", () => {
    expectDiagnostics(
      {
        "x.vcl": 'amends "./ucf101.vcl"\ndata test { transform: center_crop(112x112 px) |> normalized }\n',
        ...tutorial(),
      },
      [],
    );
  });

  test("a module is amended where it is imported from the amending file", () => {
    expect(
      values({
        "x.vcl": 'import { b } from "./y.vcl"\nimport * as z from "./z.vcl"\nlet all = [b, z.b]\n',
        "y.vcl": 'amends "./z.vcl"\nlet a { momentum: 0.5 }\n',
        "z.vcl": "let a = sgd { lr: 1 }\nlet b = a.momentum\n",
      }),
    ).toEqual({ all: "[0.5, 0]" });
  });
});

describe("--set", () => {
  const momentum = (flags: readonly string[]) => {
    const result = check(tutorial(), { flags });
    expect(result.diagnostics.map((each) => `${each.code} ${each.title}`)).toEqual([]);
    const optimizer = result.experiments[0]?.value.settings.get("optimizer");
    return optimizer?.kind === "component" ? optimizer.settings.get("momentum") : undefined;
  };

  test("a field of the experiment, a declaration, a param", () => {
    expect(momentum(["--set", "optimizer.momentum=0.95"])).toMatchObject({ interval: { low: 0.95 } });
    expect(values(tutorial(), { flags: ["--set", "train.batch=4", "--set", "epochs=3"] })).toMatchObject({
      epochs: "3 epochs",
    });
  });

  test("is the same as an amending file: what depends on it follows", () => {
    const { diagnostics } = check(tutorial(), {
      flags: ["--set", "ucf.clip=32 frames", "--set", "r3d18.action.pool=4x7x7"],
    });
    expect(diagnostics.filter((each) => each.severity === "error").map((each) => each.title)).toEqual([]);
  });

  test("moves a head", () => {
    const { experiments } = check(tutorial(), {
      flags: ["--set", "model.action.at=stage2.block0", "--set", "model.action.pool=none"],
    });
    expect(experiments[0]?.model.heads.map((each) => each.block)).toEqual(["stage2.block0"]);
  });

  test("text and folders take the raw characters, seen from the current folder", () => {
    const { names } = check(tutorial(), {
      cwd: "/home/me",
      flags: ["--videos", 'my "videos" (1)', "--set", "out=../runs"],
    });
    const paths = ["videos", "out"].map((name) => names.find((each) => each.name === name)?.value());
    expect(paths).toMatchObject([{ value: '/home/me/my "videos" (1)' }, { value: "/home/runs" }]);
  });

  test("a path in a file is seen from that file", () => {
    const { names } = check({ "sub/x.vcl": 'param out: dir = "runs"\n' }, { cwd: "/home/me" });
    expect(names[0]?.value()).toMatchObject({ value: "/work/sub/runs", written: "runs" });
  });

  test("paths that lead nowhere, with their places in the argument", () => {
    const flags = ["--set", "trian.clip=8", "--set", "train.clp=8", "--set", "optimizer.momentm=0.9", "--set", "=3"];
    const { diagnostics } = check(tutorial(), { flags });
    expect(
      diagnostics.map(({ code, primary: { span } }) => [
        code,
        span.file.text,
        span.file.text.slice(span.start, span.end),
      ]),
    ).toEqual([
      ["V0101", "--set trian.clip=8", "trian"],
      ["V0101", "--set =3", ""],
      ["V0108", "--set train.clp=8", "clp"],
      ["V0108", "--set optimizer.momentm=0.9", "momentm"],
    ]);
  });

  test("values of the wrong type, with their places in the argument", () => {
    const flags = ["--set", "train.clip=8 px", "--set", "model.unit=.basc", "--set", "seed=)"];
    const { diagnostics } = check(tutorial(), { flags });
    expect(
      diagnostics.map(({ code, primary: { span } }) => [code, span.file.text.slice(span.start, span.end)]),
    ).toEqual([
      ["V0202", "8 px"],
      ["V0106", ".basc"],
      ["V0001", ")"],
    ]);
  });

  test("twice the same, also as a flag", () => {
    expectDiagnostics(
      tutorial(),
      { code: "V0105", title: "`epochs` is set twice" },
      { flags: ["--epochs", "3", "--set", "epochs=4"] },
    );
  });

  test("with several experiments, a field of the chosen one", () => {
    const files = { "x.vcl": 'amends "./ucf101.vcl"\nexperiment two = ucf101_r3d18 { seed: 3 }\n', ...tutorial() };
    expectDiagnostics(
      files,
      { code: "V0101", label: "a field, but of which experiment?" },
      { flags: ["--set", "seed=4"] },
    );
    const seeds = check(files, { experiment: "two", flags: ["--set", "seed=4"] }).experiments.map((each) =>
      each.value.settings.get("seed"),
    );
    expect(seeds).toMatchObject([{ interval: { low: 0 } }, { interval: { low: 4 } }]);
    expectDiagnostics(files, { code: "V0101", label: "did you mean `two`?" }, { experiment: "tow" });
  });
});
