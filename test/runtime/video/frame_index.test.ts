import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RunError } from "../../../src/runtime/error.ts";
import { type IndexedVideo, isForeign, refreshIndex } from "../../../src/runtime/video/frame_index.ts";
import { createPool, type Pool } from "../../../src/runtime/video/pool.ts";
import { openFfmpeg } from "../../../src/runtime/video/tools.ts";
import { makeVideo, sharedFolder, temporaryFolder } from "./videos.ts";

const original = sharedFolder();
const names = ["a.avi", "b.avi", "c.avi"];
beforeAll(() => {
  for (const [i, name] of names.entries()) makeVideo(join(original, name), { frames: 5 + i, size: "16x16" });
});

function copy(): string {
  const folder = join(temporaryFolder(), "videos");
  cpSync(original, folder, { recursive: true, preserveTimestamps: true });
  return folder;
}

/** Refreshes, and tells how many videos were looked at. */
async function refresh(
  index: string,
  folder: string,
  wanted = names,
  signal = new AbortController().signal,
  pool = createPool(2),
) {
  const reports: string[] = [];
  const report = (message: string): void => {
    reports.push(message);
  };
  const found = await refreshIndex({
    index,
    folder,
    names: wanted,
    ffmpeg: await openFfmpeg(),
    pool,
    signal,
    report,
  });
  const looked = Number(/looking at (\d+) video/.exec(reports.join())?.[1] ?? 0);
  return { found, looked };
}

function framesOf(found: ReadonlyMap<string, IndexedVideo>): readonly unknown[] {
  return names.map((name) => {
    const video = found.get(name);
    return video?.kind === "video" ? video.facts.frames : video?.reason;
  });
}

describe("the frame index", () => {
  test("is built once, and a second run looks at nothing", async () => {
    const folder = copy();
    const index = join(folder, "../runs/one/frames.json");
    const first = await refresh(index, folder);
    expect([first.looked, framesOf(first.found)]).toEqual([3, [5, 6, 7]]);
    const text = readFileSync(index, "utf8");
    const second = await refresh(index, `${folder}/`);
    expect(second).toEqual({ looked: 0, found: first.found });
    expect(readFileSync(index, "utf8")).toBe(text);
    expect(readdirSync(join(index, ".."))).toEqual(["frames.json"]);
  });

  test("looks again only at what changed in size or time, and at what is new", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    expect((await refresh(index, folder, ["a.avi", "b.avi"])).looked).toBe(2);
    expect((await refresh(index, folder)).looked).toBe(1);
    makeVideo(join(folder, "b.avi"), { frames: 9, size: "16x16" });
    const changed = await refresh(index, folder);
    expect([changed.looked, framesOf(changed.found)]).toEqual([1, [5, 9, 7]]);
    utimesSync(join(folder, "a.avi"), new Date(2001, 0), new Date(2001, 0));
    expect((await refresh(index, folder)).looked).toBe(1);
    // A refresh for one video keeps what is known of the others.
    await refresh(index, folder, ["c.avi"]);
    expect((await refresh(index, folder)).looked).toBe(0);
  });

  test("does not believe an index of another folder", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    await refresh(index, folder);
    const moved = join(folder, "../moved");
    renameSync(folder, moved);
    expect((await refresh(index, moved)).looked).toBe(3);
  });

  test("remembers unusable videos with their reasons; a missing one is not remembered", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    writeFileSync(join(folder, "b.avi"), "no video");
    mkdirSync(join(folder, "d.avi"));
    const wanted = [...names, "d.avi", "e.avi"];
    const { found } = await refresh(index, folder, wanted);
    expect(framesOf(found)).toEqual([5, "Invalid data found when processing input", 7]);
    expect(found.get("d.avi")).toEqual({ kind: "unusable", reason: "it is not a file" });
    expect(found.get("e.avi")).toEqual({ kind: "unusable", reason: "there is no such file" });
    expect((await refresh(index, folder, wanted)).looked).toBe(0);
    cpSync(join(folder, "a.avi"), join(folder, "e.avi"));
    expect((await refresh(index, folder, wanted)).looked).toBe(1);
  });

  test("an index of another version of vcl is made anew; a file that is no index stays", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    await refresh(index, folder);
    writeFileSync(index, readFileSync(index, "utf8").replace('"version":1', '"version":999'));
    expect(await isForeign(index)).toBe(false);
    expect((await refresh(index, folder)).looked).toBe(3);
    for (const text of ["", "[1]", "notes", "null"]) {
      writeFileSync(index, text);
      expect(await isForeign(index)).toBe(true);
      await expect(refresh(index, folder)).rejects.toMatchObject({ code: "V0906" });
      expect(readFileSync(index, "utf8")).toBe(text);
    }
    expect(await isForeign(join(folder, "nothing/here.json"))).toBe(false);
  });

  test("a place that cannot be written is one clear error, before any video is looked at", async () => {
    const folder = copy();
    const index = join(folder, "a.avi/frames.json");
    const failed = refresh(index, folder);
    await expect(failed).rejects.toBeInstanceOf(RunError);
    await expect(failed).rejects.toThrow(`cannot write the frame index ${index}: a file is in the way of the folder`);
  });

  test("interrupted, it keeps what it has found", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    for (let i = 0; i < 30; i++) cpSync(join(folder, "a.avi"), join(folder, `x${i}.avi`), { preserveTimestamps: true });
    const many = readdirSync(folder);
    const abort = new AbortController();
    const one = createPool(1);
    // Aborts when the first process has looked at its videos.
    const pool: Pool = { limit: 2, run: (task, signal) => one.run(task, signal).finally(() => abort.abort()) };
    await expect(refresh(index, folder, many, abort.signal, pool)).rejects.toMatchObject({ name: "AbortError" });
    const rest = await refresh(index, folder, many);
    expect(rest.looked).toBeLessThan(many.length);
    expect(rest.found.size).toBe(many.length);
  });

  test("two phases that refresh it at the same time both keep their videos", async () => {
    const folder = copy();
    const index = join(folder, "../frames.json");
    await Promise.all([refresh(index, folder, ["a.avi"]), refresh(index, folder, ["b.avi", "c.avi"])]);
    expect((await refresh(index, folder)).looked).toBe(0);
  });
});
