import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, start } from "./vcl.ts";

test("a build of what is built already does nothing, and says so", async () => {
  const ran = await start(process.execPath, [join(root, "setup/build.mjs")], {});
  expect(ran).toEqual({ code: 0, stdout: "build       up to date\n", stderr: "" });
  expect(existsSync(join(root, "dist/cli/main.cjs.cache"))).toBe(true);
});
