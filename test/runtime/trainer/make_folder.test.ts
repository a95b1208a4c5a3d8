import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeFolder } from "../../../src/runtime/trainer/make_folder.ts";

const folder = mkdtempSync(join(tmpdir(), "vcl-folder-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("makes what is missing above it, and may be called again", async () => {
  const deep = join(folder, "a", "b", "c");
  await makeFolder(deep);
  await makeFolder(deep);
  expect(existsSync(deep)).toBe(true);
});

test("a file in the way is an error, at the end and on the way", async () => {
  writeFileSync(join(folder, "file"), "");
  await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(folder, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test.skipIf(!existsSync("/proc/self"))("ends where folders cannot be made", async () => {
  await expect(makeFolder("/proc/vcl/folder")).rejects.toMatchObject({ code: "ENOENT" });
});
