/** `vcl fmt`: which files it writes, what it says of them, and what it leaves alone. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bin, folderWith, start, vcl } from "./vcl.ts";

const untidy = "let  a=1\n";
const tidy = "let a = 1\n";
const broken = "let a =\n";

const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), "utf8");

/** `vcl fmt` with something on standard input. */
function piped(text: string, ...args: readonly string[]) {
  const folder = folderWith({ input: text });
  return start("sh", ["-c", `"$0" "$@" < input`, process.execPath, bin, "fmt", ...args], { cwd: folder });
}

describe("files and folders", () => {
  test("names what it changes, and changes nothing twice", async () => {
    const cwd = folderWith({
      "a.vcl": untidy,
      "b.vcl": tidy,
      "sub/c.vcl": "\uFEFFlet  c = 1 // c\r\n",
      "d.txt": untidy,
    });
    expect(await vcl(["fmt", "."], { cwd })).toEqual({
      code: 0,
      stdout: "a.vcl\nsub/c.vcl\n",
      stderr: "2 of 3 files changed\n",
    });
    expect(textOf(cwd, "a.vcl")).toBe(tidy);
    expect(textOf(cwd, "sub/c.vcl")).toBe(`let c = 1${" ".repeat(36)}// c\n`);
    expect(textOf(cwd, "d.txt")).toBe(untidy);
    const again = await vcl(["fmt", ".", "a.vcl"], { cwd });
    expect(again).toEqual({ code: 0, stdout: "", stderr: "3 files, nothing to change\n" });
  });

  test("a file that is laid out is not written", async () => {
    const cwd = folderWith({ "b.vcl": tidy });
    const before = statSync(join(cwd, "b.vcl"));
    await vcl(["fmt", "b.vcl"], { cwd });
    const after = statSync(join(cwd, "b.vcl"));
    expect([after.mtimeMs, after.ino]).toEqual([before.mtimeMs, before.ino]);
  });

  test("--check writes nothing and fails", async () => {
    const cwd = folderWith({ "a.vcl": untidy, "b.vcl": tidy });
    expect(await vcl(["fmt", "--check", "."], { cwd })).toEqual({
      code: 1,
      stdout: "a.vcl\n",
      stderr: "1 of 2 files would change\n",
    });
    expect(textOf(cwd, "a.vcl")).toBe(untidy);
    expect(await vcl(["fmt", "--check", "b.vcl"], { cwd })).toMatchObject({ code: 0, stdout: "" });
  });

  test("packages, folders that begin with a dot, and links below a folder are left alone", async () => {
    const cwd = folderWith({
      "node_modules/x/a.vcl": untidy,
      ".git/a.vcl": untidy,
      "out/a.vcl": untidy,
      "in/b.vcl": tidy,
    });
    symlinkSync(join(cwd, "out"), join(cwd, "in", "link"));
    symlinkSync(join(cwd, "out", "a.vcl"), join(cwd, "in", "a.vcl"));
    expect(await vcl(["fmt", "--check", "in"], { cwd })).toMatchObject({
      code: 0,
      stderr: "1 file, nothing to change\n",
    });
    expect(await vcl(["fmt", "in/a.vcl"], { cwd })).toMatchObject({ code: 0, stdout: "in/a.vcl\n" });
    expect(textOf(cwd, "out/a.vcl")).toBe(tidy);
    expect(lstatSync(join(cwd, "in", "a.vcl")).isSymbolicLink()).toBe(true);
    expect(await vcl(["fmt", ".git"], { cwd })).toMatchObject({ code: 0, stdout: ".git/a.vcl\n" });
  });

  test("rights stay, and no other file is left behind", async () => {
    const cwd = folderWith({ "a.vcl": untidy });
    chmodSync(join(cwd, "a.vcl"), 0o666);
    await vcl(["fmt", "a.vcl"], { cwd });
    expect(statSync(join(cwd, "a.vcl")).mode & 0o777).toBe(0o666);
    expect(readdirSync(cwd)).toEqual(["a.vcl"]);
  });
});

describe("what cannot be laid out is left as it is, and the rest is", () => {
  test("mistakes of syntax are told as `vcl check` tells them", async () => {
    const cwd = folderWith({ "a.vcl": untidy, "broken.vcl": broken });
    const { code, stdout, stderr } = await vcl(["fmt", "."], { cwd });
    const checked = await vcl(["check", "broken.vcl"], { cwd });
    expect(stdout).toBe(`a.vcl\n${checked.stdout}`);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "1 of 2 files changed, 1 left as it is\n" });
    expect(textOf(cwd, "broken.vcl")).toBe(broken);
  });

  test("files that are missing, binary, in another encoding or read-only", async () => {
    const cwd = folderWith({ "a.vcl": untidy, "b.vcl": "a\0b", "ro.vcl": untidy });
    writeFileSync(join(cwd, "latin.vcl"), Buffer.from("let  a = 1 // caf\xe9\n", "latin1"));
    chmodSync(join(cwd, "ro.vcl"), 0o444);
    const { code, stdout, stderr } = await vcl(["fmt", "none.vcl", "."], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "a.vcl\n" });
    expect(stderr.split("\n").filter((line) => !line.startsWith("   help"))).toEqual([
      "error: there is no file none.vcl",
      "error: b.vcl is not a text file",
      "error: latin.vcl is not UTF-8 text",
      "error: ro.vcl is read-only",
      "1 of 4 files changed, 3 left as they are",
      "",
    ]);
    expect(textOf(cwd, "ro.vcl")).toBe(untidy);
    expect(readFileSync(join(cwd, "latin.vcl"))).toContain(0xe9);
  });

  test("a folder without .vcl files", async () => {
    const cwd = folderWith({ "sub/a.txt": "" });
    const { code, stderr } = await vcl(["fmt", "sub"], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "error: there is no .vcl file in sub\n" });
  });

  test("`check --fix` writes no file that is read-only or in another encoding", async () => {
    const mistake = "let a : 1 // é\n";
    const cwd = folderWith({ "ro.vcl": mistake });
    writeFileSync(join(cwd, "latin.vcl"), Buffer.from(mistake, "latin1"));
    chmodSync(join(cwd, "ro.vcl"), 0o444);
    for (const name of ["ro.vcl", "latin.vcl"]) {
      const before = readFileSync(join(cwd, name));
      const { code, stderr } = await vcl(["check", "--fix", name], { cwd });
      expect(code).toBe(1);
      expect(stderr).toMatch(name === "ro.vcl" ? /ro.vcl is read-only/ : /latin.vcl is not UTF-8 text/);
      expect(readFileSync(join(cwd, name)).equals(before)).toBe(true);
    }
  });
});

describe("standard input", () => {
  test("goes to standard output", async () => {
    expect(await piped(untidy, "-")).toEqual({ code: 0, stdout: tidy, stderr: "" });
    expect(await piped(`\uFEFF${tidy}`, "-")).toMatchObject({ code: 0, stdout: tidy });
  });

  test("with mistakes there is no output", async () => {
    const { code, stdout, stderr } = await piped(broken, "-");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error[V0001]: expected a value after `=`\n  ┌─ standard input:1:8\n");
  });

  test("--check says whether it would change", async () => {
    expect(await piped(untidy, "--check", "-")).toMatchObject({ code: 1, stdout: "standard input\n" });
    expect(await piped(tidy, "--check", "-")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("stands alone", async () => {
    const cwd = folderWith({ "a.vcl": untidy });
    expect(await vcl(["fmt", "-", "a.vcl"], { cwd })).toMatchObject({ code: 2, stdout: "" });
    expect(textOf(cwd, "a.vcl")).toBe(untidy);
    expect(existsSync(join(cwd, "-"))).toBe(false);
  });
});
