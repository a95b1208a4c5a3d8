/** The process that holds ts-morph: it is gone while a network is trained, and what goes wrong in it is told as ever. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { folderWith, type Ran, vcl } from "./vcl.ts";

/** Runs `vcl` with this code loaded before each of its processes; `isEmitter` tells it which one it is in. */
function withPreload(code: string, args: readonly string[]): Promise<Ran> {
  const text = `const isEmitter = /emitter\\.js$/.test(process.argv[1]);\n${code}`;
  const folder = folderWith({ "preload.cjs": text });
  return vcl(args, { env: { NODE_OPTIONS: `--require ${join(folder, "preload.cjs")}` } });
}

const quickstart = "examples/quickstart.vcl";

test("it ends before the first step", async () => {
  const log = join(folderWith(), "log");
  const code = `process.on("exit", () => require("node:fs").appendFileSync(${JSON.stringify(log)}, isEmitter ? "emitter " : "vcl "));`;
  const ran = await withPreload(code, ["bench", "step", quickstart, "--engine", "wasm", "--steps", "1"]);
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(log, "utf8")).toBe("emitter vcl ");
});

test("what it throws is a mistake of vcl, with the emitter's own stack", async () => {
  const code = `
    const { posix } = require("node:path");
    const { isAbsolute } = posix;
    posix.isAbsolute = (path) => {
      if (isEmitter && path.startsWith("vcl/runtime")) throw new TypeError("thrown there");
      return isAbsolute(path);
    };`;
  const { code: exit, stderr } = await withPreload(code, ["emit", quickstart]);
  expect(exit).toBe(1);
  expect(stderr).toMatch(
    /^This is a mistake of vcl itself[\s\S]*TypeError: thrown there\n[\s\S]*src\/compiler\/emit\.ts:\d+/,
  );
});

test.each([
  [
    "is killed",
    `if (isEmitter) process.on("message", () => process.kill(process.pid, "SIGKILL"));`,
    "SIGKILL",
    "there may be no memory left for it",
  ],
  [
    "cannot start",
    `process.execPath = "/nowhere/node";`,
    "spawn /nowhere/node ENOENT",
    "once more; if it stays so, `npm run build` builds vcl anew",
  ],
  [
    "may not start",
    `require("node:child_process").fork = () => { throw new Error("spawn ENOMEM"); };`,
    "spawn ENOMEM",
    "there may be no memory left for it",
  ],
])("a process that %s is one message", async (_, code, why, help) => {
  const { code: exit, stdout, stderr } = await withPreload(code, ["emit", quickstart]);
  expect({ exit, stdout }).toEqual({ exit: 1, stdout: "" });
  expect(stderr).toBe(`error: the compiler's process was lost: ${why}\n   help: ${help}\n`);
});

test("a lost process is nobody's mistake: neither a component's nor one that advice may pass over", async () => {
  const code = `if (isEmitter) process.on("message", () => process.kill(process.pid, "SIGKILL"));`;
  const advice = await withPreload(code, ["check", quickstart, "--pedantic"]);
  expect(advice).toMatchObject({ code: 1, stderr: expect.stringContaining("the compiler's process was lost") });
  const own = await withPreload(code, ["check", "examples/own-components/brightness.vcl", "--conform"]);
  expect(own).toMatchObject({ code: 1, stderr: expect.stringContaining("the compiler's process was lost") });
  expect(own.stdout).not.toContain("V0920");
});

test("a debugger of vcl's own process is not asked for a second one", async () => {
  const vclFile = fileURLToPath(new URL("../../bin/vcl.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ["--inspect=0", vclFile, "emit", quickstart], {
    encoding: "utf8",
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
  });
  expect(status).toBe(0);
  expect(stderr.match(/Debugger listening/g)).toHaveLength(1);
});

test("a user's component that is no TypeScript is told as it stands in its file", async () => {
  const folder = folderWith({
    "own.vcl": readFileSync(new URL("../../examples/own-components/brightness.vcl", import.meta.url), "utf8"),
    "brightness.ts": "export function brightness( {",
  });
  const { code, stdout } = await vcl(["check", "own.vcl", "--conform"], { cwd: folder });
  expect(code).toBe(1);
  expect(stdout).toContain("V0920");
  expect(stdout).toContain("brightness.ts:1:");
});
