import { describe, expect, it } from "vitest";
import { check, expectDiagnostics, tutorial } from "../language/helpers.ts";

const codes = (...args: Parameters<typeof check>) => check(...args).diagnostics.map((each) => each.code);

/** A file that imports or amends the tutorial. */
function above(text: string, ...changes: Parameters<typeof tutorial>) {
  return { "main.vcl": text, ...tutorial(...changes) };
}

const amending = 'amends "./ucf101.vcl"\n';

describe("V0910: absolute paths in files that others import", () => {
  it("is advice, with the place where the file is used", () => {
    const program = above('amends ‹"./ucf101.vcl"›\n', ['= "runs/ucf101"', '= ⟦"/home/me/runs"⟧']);
    const found = expectDiagnostics(
      program,
      { code: "V0910", severity: "advice", secondary: ["whoever runs this needs it"] },
      { pedantic: true },
    );
    expect(found[0]?.helps[0]).toContain("--out");
    expect(codes(program)).toEqual([]);
  });

  it.each(["/data/ucf101", "~/ucf101", "C:\\\\ucf101", "C:/ucf101"])("knows %s, in any field", (path) => {
    const program = above(amending, ["  videos\n  splits\n", `  videos: ⟦"${path}"⟧\n  splits\n`]);
    const [first, ...others] = check(program, { pedantic: true }).diagnostics;
    expect([first?.code, others.length]).toEqual(["V0910", 0]);
    expect(first?.helps[0]).toContain("param NAME: dir");
  });

  it("leaves the program's own file alone, relative paths and other texts", () => {
    expect(codes(tutorial(['= "runs/ucf101"', '= "/home/me/runs"']), { pedantic: true })).toEqual([]);
    expect(codes(above(amending), { pedantic: true })).toEqual([]);
    const message = above(amending, ["/// What the two", 'check fold <= 3 else "/no path"\n\n/// What the two']);
    expect(codes(message, { pedantic: true })).toEqual([]);
  });

  it("is told once, though the file is imported twice", () => {
    const program = {
      "main.vcl":
        'import * as a from "./base.vcl" with { fold: 1 }\nimport * as b from "./base.vcl" with { fold: 2 }\nlet both = [a.out, b.out]\n',
      "base.vcl": 'param fold: int = 1\nparam out: dir = "/home/me"\nlet use = fold\n',
    };
    expect(codes(program, { pedantic: true })).toEqual(["V0910"]);
  });
});
