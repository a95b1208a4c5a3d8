/** What the command line says to commands that it can and cannot follow, and the exit codes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { knownCodes } from "../../src/language/diagnostics/catalogue.ts";
import { folderWith, root, smallExperiment, vcl } from "./vcl.ts";

const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

describe("help and version", () => {
  test("--version", async () => {
    expect(await vcl(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("--help names every command", async () => {
    const { code, stdout } = await vcl(["--help"]);
    expect(code).toBe(0);
    for (const name of Object.keys(commands)) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, "m"));
    }
  });

  test.each(Object.keys(commands))("%s --help", async (name) => {
    const { code, stdout, stderr } = await vcl([name, "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: vcl ${name}`);
    expect(stdout).toContain("-h, --help");
  });

  test("vcl explain lists all codes, those about a word, or one page however its code is written", async () => {
    const all = await vcl(["explain"]);
    expect(
      all.stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.slice(0, 5)),
    ).toEqual([...knownCodes].sort());
    expect(all.stdout).toContain("\nV0603  the pool is larger than its feature map\n");
    expect((await vcl(["explain", "pool"])).stdout).toBe("V0603  the pool is larger than its feature map\n");
    const page = (await vcl(["explain", "V0603"])).stdout;
    expect(page).toMatch(/^# V0603: the pool/);
    for (const written of ["v0603", "603", "error[V0603]", "[V0603]:"]) {
      expect((await vcl(["explain", written])).stdout).toBe(page);
    }
  });

  test("a file's params with docs, types and ranges, defaults", async () => {
    const cwd = folderWith({ "small.vcl": smallExperiment });
    const { code, stdout } = await vcl(["train", "small.vcl", "--help"], { cwd });
    expect(code).toBe(0);
    const params = stdout.slice(stdout.indexOf("Params of small.vcl:"));
    expect(params).toMatch(/--videos <dir> +Folder with one sub-folder of videos per class\. \(required\)/);
    expect(params).toMatch(/--epochs <epochs >= 1> +Passes over the training sample\. \(default: 1 epoch\)/);
    expect(params).toMatch(/--planes <int in 1\.\.8> +Width of the network\. \(default: 2\)/);
  });
});

describe("commands that cannot be followed: exit code 2 and one message", () => {
  test.each([
    [["trian"], "there is no command `trian`", "did you mean `vcl train`?"],
    [["frobnicate"], "there is no command `frobnicate`", "commands: train, check"],
    [["check"], "`vcl check` needs at least one .vcl file", "vcl check --help"],
    [["fmt"], "`vcl fmt` needs a .vcl file, a folder (`.` is this one), or `-` for standard input", "vcl fmt --help"],
    [["fmt", "--chek", "."], "`vcl fmt` has no option `--chek`", "vcl fmt --help"],
    [["train"], "`vcl train` needs a .vcl file", "vcl train --help"],
    [["doctor", "--quick"], "`vcl doctor` has no option `--quick`", "vcl doctor --help"],
    [["check", "-x", "a.vcl"], "`vcl check` has no option `-x`", "vcl check --help"],
    [["emit", "a.vcl", "-o"], "`-o` needs a value", "vcl emit --help"],
    [["diff", "a.vcl"], "`vcl diff` needs two files, or one and what to change in it", "vcl diff a.vcl other.vcl"],
    [["doc", "a.vcl", "b.vcl"], "`vcl doc` takes one file", "vcl doc --help"],
    [["show", "a.vcl", "model", "planes"], "`vcl show` takes fewer words", "vcl show --help"],
    [["train", "a.vcl", "--engine", "wsam"], "there is no engine `wsam`", "did you mean --engine wasm?"],
    [["train", "a.vcl", "--precision", "float16"], "there is no precision `float16`", "--precision bfloat16?"],
    [["bench", "epoch", "a.vcl"], "`vcl bench` times steps, not `epoch`", "vcl bench step exp.vcl"],
    [["bench", "step"], "`vcl bench` needs a .vcl file", "vcl bench --help"],
    [["train", "a.vcl", "--threads", "0"], "--threads 0: a whole number from 1 on is wanted", ""],
  ])("vcl %j", async (args, message, help) => {
    const { code, stdout, stderr } = await vcl(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n")[0]).toBe(`error: ${message}`);
    expect(stderr).toContain(help);
    expect(stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(3);
  });

  test("no command at all shows the help", async () => {
    const { code, stdout, stderr } = await vcl([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: vcl <command>");
  });
});

describe("files that are none: exit code 1 and one message", () => {
  const cwd = folderWith({
    "small.vcl": smallExperiment,
    "notes/a.txt": "",
    "picture.vcl": "a\0b",
    "only.vcl": "let a = 1\n",
  });

  test.each([
    [["check", "small"], "there is no file small", "did you mean small.vcl?"],
    [["check", "notes/b.vcl"], "there is no file notes/b.vcl", ""],
    [["check", "nowhere/b.vcl"], "there is no file nowhere/b.vcl", "there is no folder nowhere either"],
    [["check", "notes"], "notes is a folder; a .vcl file is wanted", ""],
    [["show", "."], ". is a folder; a .vcl file is wanted", "there is only.vcl, picture.vcl, small.vcl"],
    [["check", "picture.vcl"], "picture.vcl is not a text file", "a .vcl file is UTF-8 text"],
    [["train", "only.vcl"], "only.vcl declares no experiment", "experiment name {"],
    [["explain", "V9876"], "there is no diagnostic V9876", ""],
    [["explain", "nonsense"], "there is no diagnostic nonsense", "vcl explain lists them all"],
    [["explain", "V6003"], "there is no diagnostic V6003", "V0603?"],
    [["doc", "sdg"], "there is no component `sdg`", "did you mean sgd?"],
    [["doc", "SGD"], "there is no component `SGD`", "did you mean sgd?"],
    [["doc", "momentum"], "there is no component `momentum`", "momentum is a field of sgd: vcl doc sgd"],
    [["doc", "quux"], "there is no component `quux`", "`vcl doc` lists them"],
    [["doc", "only.vcl"], "only.vcl declares no component, and imports none", "`vcl doc` without a file"],
    [["doc", "sgd", "none.vcl"], "there is no file none.vcl", ""],
    [["show", "small.vcl", "train.bacth"], "train has no `bacth`", "did you mean train.batch?"],
  ])("vcl %j", async (args, message, help) => {
    const { code, stdout, stderr } = await vcl(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n")[0]).toBe(`error: ${message}`);
    expect(stderr).toContain(help);
  });
});
