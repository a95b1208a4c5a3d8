import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findFfmpeg, openFfmpeg, usualPlaces } from "../../../src/runtime/video/tools.ts";
import { temporaryFolder } from "./videos.ts";

/** A program that only has to be there. */
function program(folder: string, name = "ffmpeg", mode = 0o755): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, "#!/bin/sh\nexit 3\n");
  chmodSync(path, mode);
  return path;
}

describe("finding ffmpeg", () => {
  test("the environment's comes first, then the first on the PATH, then the package's", () => {
    const folder = temporaryFolder();
    const [named, first, second, shipped] = ["a/my-ffmpeg", "b/ffmpeg", "c/ffmpeg", "d/ffmpeg"].map((path) => {
      const [place = "", name = ""] = path.split("/");
      return program(join(folder, place), name);
    });
    const PATH = [join(folder, "none"), "", join(folder, "b"), join(folder, "c")].join(delimiter);
    const packaged = () => shipped;
    expect(findFfmpeg({ env: { FFMPEG_PATH: named, PATH }, packaged })).toEqual({
      kind: "found",
      path: named,
      from: "FFMPEG_PATH",
    });
    expect(findFfmpeg({ env: { FFMPEG_PATH: "", PATH }, packaged })).toEqual({
      kind: "found",
      path: first,
      from: "PATH",
    });
    chmodSync(first ?? "", 0o644);
    expect(findFfmpeg({ env: { PATH }, packaged })).toMatchObject({ path: second });
    expect(findFfmpeg({ env: {}, packaged })).toEqual({
      kind: "found",
      path: shipped,
      from: "@ffmpeg-installer/ffmpeg",
    });
  });

  test("a folder called ffmpeg is not a program", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "ffmpeg"));
    expect(findFfmpeg({ env: { PATH: folder }, packaged: () => undefined }).kind).toBe("missing");
  });

  test("the package's is made executable where npm has not done it", () => {
    const shipped = program(temporaryFolder(), "ffmpeg", 0o644);
    expect(findFfmpeg({ env: {}, packaged: () => shipped })).toMatchObject({ kind: "found", path: shipped });
    expect(statSync(shipped).mode & 0o111).toBe(0o111);
  });

  test("none: V0913 with a line to type", async () => {
    for (const packaged of [() => undefined, () => "/nowhere/ffmpeg"]) {
      const places = { env: { PATH: "/nowhere" }, packaged };
      expect(findFfmpeg(places)).toEqual({
        kind: "missing",
        message: "ffmpeg was not found",
        help: expect.stringMatching(/install.* ffmpeg$/),
      });
      await expect(openFfmpeg(places)).rejects.toMatchObject({ code: "V0913", message: "ffmpeg was not found" });
    }
  });

  test("a program that is not ffmpeg: V0913 too, and asked again the next time", async () => {
    const folder = temporaryFolder();
    const path = program(folder);
    const places = { env: { PATH: folder }, packaged: () => undefined };
    await expect(openFfmpeg(places)).rejects.toMatchObject({ code: "V0913", message: expect.stringContaining(path) });
    const real = findFfmpeg();
    writeFileSync(path, `#!/bin/sh\nexec '${real.kind === "found" ? real.path : ""}' "$@"\n`);
    expect(await openFfmpeg(places)).toMatchObject({ path, version: expect.stringMatching(/\d/) });
  });
});

describe("what an ffmpeg understands", () => {
  test("the one of this machine", async () => {
    const { everyFrame } = await openFfmpeg();
    expect(["-fps_mode", "-vsync"]).toContain(everyFrame[0]);
  });

  test("the package's, of 2018, knows only -vsync", async () => {
    const shipped = usualPlaces.packaged();
    expect(shipped !== undefined && existsSync(shipped)).toBe(true);
    const ffmpeg = await openFfmpeg({ env: {}, packaged: () => shipped });
    expect(ffmpeg).toMatchObject({ path: shipped, everyFrame: ["-vsync", "passthrough"] });
  });
});
