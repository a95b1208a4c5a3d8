/** Processes that die by a signal: Ctrl-C in a terminal reaches ffmpeg too, and that must never look like a damaged video. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDecoder } from "../../../src/runtime/video/decode.ts";
import { createPool } from "../../../src/runtime/video/pool.ts";
import { type Probed, probeVideos } from "../../../src/runtime/video/probe.ts";
import { type Ffmpeg, openFfmpeg } from "../../../src/runtime/video/tools.ts";
import { ffmpegPath, makeVideo, temporaryFolder } from "./videos.ts";

const never = new AbortController().signal;

/** An ffmpeg that does `death` instead of its work for the first `times` videos, then works. */
async function dying(folder: string, death: string, times: number): Promise<Ffmpeg> {
  const path = join(folder, "dying-ffmpeg");
  const count = join(folder, "deaths");
  const script = [
    "#!/bin/sh",
    `n=$(cat '${count}' 2>/dev/null || echo 0)`,
    `case " $* " in *" -i "*) if [ "$n" -lt ${times} ]; then echo $((n + 1)) > '${count}'; ${death}; fi;; esac`,
    `exec '${ffmpegPath()}' "$@"`,
  ];
  writeFileSync(path, script.join("\n"), { mode: 0o755 });
  const { everyFrame } = await openFfmpeg();
  return { path, version: "dying", everyFrame };
}

function video(folder: string): string {
  const file = join(folder, "a.avi");
  makeVideo(file, { frames: 12, size: "32x32" });
  return file;
}

const facts = { frames: 12, height: 32, width: 32, fps: 25 };
const request = (file: string) => ({ file, facts, ranges: [{ first: 0, count: 4 }] });

describe.each([
  ["SIGINT", "kill -INT $$"],
  ["SIGTERM", "kill -TERM $$"],
  ["ffmpeg's own handler of a signal", "exit 255"],
])("death by %s", (_, death) => {
  test("once: the decode is done again", async () => {
    const folder = temporaryFolder();
    const file = video(folder);
    const decoder = await openDecoder(await dying(folder, death, 1), createPool(1));
    const [answer] = await decoder.decode([request(file)], never);
    expect(existsSync(join(folder, "deaths"))).toBe(true);
    expect(answer).toMatchObject({ kind: "frames", data: { length: 4 * 32 * 32 * 3 } });
    await decoder.close();
  });

  test("while the run is interrupted: the signal's reason, not a broken video", async () => {
    const folder = temporaryFolder();
    const file = video(folder);
    const abort = new AbortController();
    const decoder = await openDecoder(await dying(folder, death, 1), createPool(1));
    const decoding = decoder.decode([request(file)], abort.signal);
    const stop = setInterval(() => existsSync(join(folder, "deaths")) && abort.abort(), 5);
    await expect(decoding).rejects.toMatchObject({ name: "AbortError" });
    clearInterval(stop);
    await decoder.close();
  });
});

describe("a process that always dies", () => {
  test("is named with its death; the index does not remember it as the video's fault", async () => {
    const folder = temporaryFolder();
    const file = video(folder);
    const ffmpeg = await dying(folder, "kill -KILL $$", 1000);
    const decoder = await openDecoder(ffmpeg, createPool(1));
    expect(await decoder.decode([request(file)], never)).toEqual([
      { kind: "broken", reason: "ffmpeg was killed by SIGKILL" },
    ]);
    await decoder.close();
    const found: Probed[] = [];
    await probeVideos(ffmpeg, [file], createPool(1), never, (_, probed) => found.push(probed));
    expect(found).toEqual([{ kind: "unusable", reason: "ffmpeg was killed by SIGKILL", passing: true }]);
  });

  test("a program that has gone: V0913", async () => {
    const folder = temporaryFolder();
    const { everyFrame } = await openFfmpeg();
    const decoder = await openDecoder({ path: join(folder, "gone"), version: "", everyFrame }, createPool(1));
    await expect(decoder.decode([request(video(folder))], never)).rejects.toMatchObject({ code: "V0913" });
    await decoder.close();
  });
});
