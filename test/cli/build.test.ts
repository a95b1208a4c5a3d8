import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start } from "./vcl.ts";

test("a build of what is built already does nothing, and says so", async () => {
  const ran = await start(process.execPath, [join(root, "setup/build.mjs")], {});
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  // Where there is no oneDNN or no compiler, nothing is said of the engine native.
  expect(ran.stdout).toMatch(/^build {7}up to date\n(native {6}(up to date|could not be built earlier; .*)\n)?$/);
  expect(existsSync(join(root, "dist/cli/main.cjs.cache"))).toBe(true);
});
