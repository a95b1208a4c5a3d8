import { Option } from "commander";
import { expect, test } from "vitest";
import { splitArguments } from "../../../src/cli/split-arguments.ts";

const options = [
  new Option("--engine <name>"),
  new Option("--resume [checkpoint]"),
  new Option("--keep"),
  new Option("-o, --output <folder>"),
  new Option("-h, --help"),
  new Option("--set <path=value>"),
];
const split = (...argv: string[]): ReturnType<typeof splitArguments> => splitArguments(argv, options);

test("words, own options and params are told apart in any order", () => {
  expect(split("--fold", "2", "exp.vcl", "--engine", "wasm", "--epochs=3", "--keep")).toEqual({
    own: ["--engine", "wasm", "--keep", "--", "exp.vcl"],
    args: [
      { kind: "param", name: "fold", text: "2" },
      { kind: "param", name: "epochs", text: "3" },
    ],
  });
});

test("--set splits at the first equals sign and keeps its place among the params", () => {
  expect(split("exp.vcl", "--set", "model.planes=32", "--fold", "2", '--set=out="a=b"').args).toEqual([
    { kind: "set", name: "model.planes", text: "32" },
    { kind: "param", name: "fold", text: "2" },
    { kind: "set", name: "out", text: '"a=b"' },
  ]);
  expect(split("--set", "planes").args).toEqual([{ kind: "set", name: "planes", text: "" }]);
});

test("an option that may stand alone takes no file and no flag as its value", () => {
  expect(split("--resume", "exp.vcl").own).toEqual(["--resume", "--", "exp.vcl"]);
  expect(split("exp.vcl", "--resume", "--keep").own).toEqual(["--resume", "--keep", "--", "exp.vcl"]);
  expect(split("exp.vcl", "--resume", "runs/a/epoch-1.ckpt").own).toEqual([
    "--resume",
    "runs/a/epoch-1.ckpt",
    "--",
    "exp.vcl",
  ]);
});

test("a param without a value is true; negative numbers are values", () => {
  expect(split("--mirror", "--shift", "-3", "exp.vcl", "--last").args).toEqual([
    { kind: "param", name: "mirror", text: "true" },
    { kind: "param", name: "shift", text: "-3" },
    { kind: "param", name: "last", text: "true" },
  ]);
});

test("short options belong to the command, known or not; all behind -- are words", () => {
  expect(split("-o", "out", "exp.vcl", "-x").own).toEqual(["-o", "out", "-x", "--", "exp.vcl"]);
  expect(split("--", "--fold", "2")).toEqual({ own: ["--", "--fold", "2"], args: [] });
});

test("an empty value and one with spaces stay as they are", () => {
  expect(split("--title=", "--note", "two words").args).toEqual([
    { kind: "param", name: "title", text: "" },
    { kind: "param", name: "note", text: "two words" },
  ]);
});
