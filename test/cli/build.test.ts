import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start } from "./vcl.ts";

test("a build of what is built already does nothing, and says so", async () => {
  const ran = await start(process.execPath, [join(root, "setup/build.mjs")], {});
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  // Where there is no oneDNN or no compiler, nothing is said of the engine native.
  expect(ran.stdout).toMatch(/^build {7}up to date\n(native {6}(up to date|could not be built earlier; .*)\n)?$/);
  for (const bundle of ["main", "emitter"]) expect(existsSync(join(root, `dist/cli/${bundle}.cjs.cache`))).toBe(true);
});

test("ts-morph is in the emitter's bundle alone", () => {
  const holds = (bundle: string): boolean =>
    readFileSync(join(root, `dist/cli/${bundle}.cjs`), "utf8").includes("transpileModule");
  expect([holds("emitter"), holds("main")]).toEqual([true, false]);
});
