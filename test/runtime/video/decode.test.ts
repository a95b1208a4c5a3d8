import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stream } from "../../../src/runtime/random.ts";
import { type Decoder, openDecoder } from "../../../src/runtime/video/decode.ts";
import { createPool } from "../../../src/runtime/video/pool.ts";
import { type Probed, probeVideos, type VideoFacts } from "../../../src/runtime/video/probe.ts";
import { type Ffmpeg, openFfmpeg } from "../../../src/runtime/video/tools.ts";
import type { FrameRange } from "../../../src/runtime/video/windows.ts";
import { dataFolder, decodeWhole, hasData, makeVideo, repeatVideo, temporaryFolder } from "./videos.ts";

const never = new AbortController().signal;

async function probe(ffmpeg: Ffmpeg, files: readonly string[]): Promise<Map<string, Probed>> {
  const found = new Map<string, Probed>();
  await probeVideos(ffmpeg, files, createPool(2), never, (file, probed) => found.set(file, probed));
  return found;
}

function factsOf(probed: Probed | undefined): VideoFacts {
  if (probed?.kind !== "video") throw new Error(`not a video: ${JSON.stringify(probed)}`);
  return probed.facts;
}

async function withDecoder<T>(use: (decoder: Decoder, ffmpeg: Ffmpeg) => Promise<T>): Promise<T> {
  const ffmpeg = await openFfmpeg();
  const decoder = await openDecoder(ffmpeg, createPool(2));
  try {
    return await use(decoder, ffmpeg);
  } finally {
    await decoder.close();
  }
}

/** Decodes the ranges and compares them, byte by byte, with the same frames of a decode from start to end. */
async function compare(
  decoder: Decoder,
  ffmpeg: Ffmpeg,
  file: string,
  facts: VideoFacts,
  ranges: readonly FrameRange[],
) {
  const [decoded] = await decoder.decode([{ file, facts, ranges }], never);
  const whole = decodeWhole(file, ffmpeg.everyFrame);
  const size = facts.height * facts.width * 3;
  expect(whole.length).toBe(size * facts.frames);
  const wanted = Buffer.concat(ranges.map(({ first, count }) => whole.subarray(first * size, (first + count) * size)));
  expect(decoded?.kind === "frames" && wanted.equals(decoded.data), `${file} ${JSON.stringify(ranges)}`).toBe(true);
}

/** What the files' names say of themselves. */
const hostile: { readonly [name: string]: string | readonly [frames: number, width: number, height: number] } = {
  "corrupted-49-of-50-frames.mp4": [49, 1280, 720],
  "empty.avi": "Invalid data found when processing input",
  "flash-video-10-frames.flv": [10, 320, 240],
  "header-says-10-frames-0-decode.mp4": "",
  "header-says-745-frames-6-decode.mp4": [6, 1920, 1080],
  "header-says-87-frames-82-decode.mov": [82, 66, 50],
  "no-duration-74-frames.webm": [74, 1280, 720],
  "no-video-stream.mp4": "it holds no video",
  "nonsense-rotation-170-frames.mp4": [170, 320, 240],
  "one-pixel-5-frames.mp4": [5, 1, 1],
  "rotated-90-45-frames.mp4": [45, 1080, 1920],
  "sample-aspect-2x1-150-frames.mp4": [150, 640, 360],
  "several-video-streams.mp4": [1, 320, 240],
  "text-not-video.avi": "Invalid data found when processing input",
  "tiny-2x2-hdr10-3-frames.mp4": [3, 2, 2],
  "truncated-ucf101.avi": [17, 320, 240],
  "unordered-4-frames.mov": [4, 50, 50],
  "unreadable.mp4": "contradictionary STSC and STCO",
  "variable-frame-rate-63-frames.mp4": [63, 3026, 1386],
};

describe.skipIf(!hasData)("damaged and odd videos", () => {
  const folder = join(dataFolder, "hostile");
  const files = readdirSync(hasData ? folder : ".").filter((name) => name in hostile);

  test("hold the frames that decode, in the size that decodes, or are unusable for a reason", async () => {
    const ffmpeg = await openFfmpeg();
    const probed = await probe(
      ffmpeg,
      files.map((name) => join(folder, name)),
    );
    expect(files.length).toBe(Object.keys(hostile).length);
    for (const name of files) {
      const said = hostile[name];
      const found = probed.get(join(folder, name));
      if (typeof said === "string") {
        expect(found, name).toMatchObject({ kind: "unusable", passing: false });
        expect(found?.kind === "unusable" ? found.reason : "", name).toContain(said);
      } else {
        const { frames, width, height } = factsOf(found);
        expect([frames, width, height], name).toEqual(said);
      }
    }
  });

  test("give exactly the frames asked for", async () => {
    await withDecoder(async (decoder, ffmpeg) => {
      // The largest are left out: whole decodes of them take gigabytes.
      const usable = files.filter((name) => {
        const said = hostile[name] ?? "";
        return typeof said !== "string" && said[0] * said[1] * said[2] < 5e7;
      });
      const paths = usable.map((name) => join(folder, name));
      const probed = await probe(ffmpeg, paths);
      for (const path of paths) {
        const facts = factsOf(probed.get(path));
        const draws = stream(1, path);
        const first = draws.integer(0, facts.frames - 1);
        await compare(decoder, ffmpeg, path, facts, [{ first, count: Math.min(8, facts.frames - first) }]);
      }
    });
  });
});

describe.skipIf(!hasData)("real UCF-101 clips", () => {
  test("a window gives the same frames as a whole decode, also where the file's index lies about key frames", async () => {
    await withDecoder(async (decoder, ffmpeg) => {
      const folder = join(dataFolder, "ucf101-mini/UCF-101");
      // g06_c02 is entered wrongly by a seek to frame 2: its index calls frames key frames that are none.
      const names = [
        "BabyCrawling/v_BabyCrawling_g06_c02.avi",
        "Punch/v_Punch_g03_c01.avi",
        "PushUps/v_PushUps_g05_c02.avi",
      ];
      const paths = names.map((name) => join(folder, name));
      const probed = await probe(ffmpeg, paths);
      for (const path of paths) {
        const facts = factsOf(probed.get(path));
        expect(facts).toMatchObject({ height: 240, width: 320, fps: 25 });
        await compare(decoder, ffmpeg, path, facts, [{ first: 2, count: 8 }]);
        await compare(decoder, ffmpeg, path, facts, [
          { first: 0, count: 8 },
          { first: 20, count: 20 },
          { first: facts.frames - 8, count: 8 },
        ]);
      }
    });
  });
});

describe("decoding", () => {
  test("long videos are entered in the middle, at a constant and at a varying frame rate, and give the same frames", async () => {
    const folder = temporaryFolder();
    const even = join(folder, "even.mp4");
    const varying = join(folder, "varying.mkv");
    makeVideo(even, { frames: 400, options: ["-c:v", "mpeg4", "-g", "12", "-bf", "2"] });
    const [option] = (await openFfmpeg()).everyFrame;
    makeVideo(varying, {
      frames: 400,
      options: ["-vf", "setpts='(N+2*sin(N))/25/TB'", option, "vfr", "-c:v", "mpeg4", "-g", "12"],
    });
    await withDecoder(async (decoder, ffmpeg) => {
      const probed = await probe(ffmpeg, [even, varying]);
      const evenFacts = factsOf(probed.get(even));
      expect(evenFacts.timing).toEqual({ first: 0, every: expect.closeTo(0.04, 6) });
      await compare(decoder, ffmpeg, even, evenFacts, [{ first: 317, count: 8 }]);
      const varyingFacts = factsOf(probed.get(varying));
      expect(varyingFacts.timing).toHaveProperty("times");
      for (const first of [251, 300, 333]) {
        await compare(decoder, ffmpeg, varying, varyingFacts, [
          { first, count: 3 },
          { first: first + 10, count: 8 },
        ]);
      }
    });
  });

  test("a video is not entered where that gives other frames: the probe tries it", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "lying.avi");
    makeVideo(file, { frames: 300, options: ["-c:v", "mpeg4", "-g", "300", "-sc_threshold", "1000000000"] });
    lieAboutKeyFrames(file);
    await withDecoder(async (decoder, ffmpeg) => {
      const facts = factsOf((await probe(ffmpeg, [file])).get(file));
      expect(facts).toMatchObject({ frames: 300 });
      expect(facts.timing).toBeUndefined();
      await compare(decoder, ffmpeg, file, facts, [{ first: 280, count: 8 }]);
    });
  });

  test("names of any kind", async () => {
    const folder = temporaryFolder();
    const plain = join(folder, "plain.avi");
    makeVideo(plain, { frames: 12 });
    const names = [
      "-dash.avi",
      "two words.avi",
      "[1].avi",
      "it's.avi",
      'quo"te.avi',
      "new\nline.avi",
      "größe 动作.avi",
      "%03d.avi",
    ];
    names.push("http:x.avi", "a:b.avi", "$(true).avi", "back\\slash.avi", "comma,semi;colon.avi", "*.avi");
    for (const name of names) copyFileSync(plain, join(folder, name));
    const paths = names.map((name) => join(folder, name));
    await withDecoder(async (decoder, ffmpeg) => {
      const probed = await probe(ffmpeg, paths);
      const [expected] = await decoder.decode(
        [{ file: plain, facts: factsOf(probed.get(paths[0] ?? "")), ranges: [{ first: 2, count: 8 }] }],
        never,
      );
      const requests = paths.map((file) => ({
        file,
        facts: factsOf(probed.get(file)),
        ranges: [{ first: 2, count: 8 }],
      }));
      const decoded = await decoder.decode(requests, never);
      expect(expected?.kind).toBe("frames");
      for (const [i, answer] of decoded.entries()) expect(answer, names[i]).toEqual(expected);
    });
  });

  test("videos that share a process give what each gives alone, and a broken one among them is named", async () => {
    const folder = temporaryFolder();
    const files = ["a.avi", "b.avi", "c.avi", "d.avi"].map((name) => join(folder, name));
    for (const [i, file] of files.entries()) makeVideo(file, { frames: 20 + i, size: `${32 + 16 * i}x32` });
    await withDecoder(async (decoder, ffmpeg) => {
      const probed = await probe(ffmpeg, files);
      const requests = files.map((file, i) => ({
        file,
        facts: factsOf(probed.get(file)),
        ranges: [
          { first: i, count: 4 },
          { first: 10 + i, count: 2 },
        ],
      }));
      const together = await decoder.decode(requests, never);
      for (const [i, request] of requests.entries()) {
        expect(together[i]?.kind).toBe("frames");
        expect(await decoder.decode([request], never)).toEqual([together[i]]);
      }
      writeFileSync(files[1] ?? "", "not a video any more");
      const after = await decoder.decode(requests, never);
      expect([after[0], after[2], after[3]]).toEqual([together[0], together[2], together[3]]);
      expect(after[1]).toEqual({
        kind: "broken",
        reason: "0 of 6 frames decode: Invalid data found when processing input",
      });
    });
  });

  test("frames that are missing are noticed though ffmpeg ends well", async () => {
    const file = join(temporaryFolder(), "short.avi");
    makeVideo(file, { frames: 10 });
    await withDecoder(async (decoder, ffmpeg) => {
      const facts = factsOf((await probe(ffmpeg, [file])).get(file));
      const request = { file, facts: { ...facts, frames: 12 }, ranges: [{ first: 4, count: 8 }] };
      expect(await decoder.decode([request], never)).toEqual([{ kind: "broken", reason: "6 of 8 frames decode" }]);
    });
  });

  test("a video whose frames change their size is unusable, and says where", async () => {
    const folder = temporaryFolder();
    makeVideo(join(folder, "a.mjpeg"), { frames: 6, size: "64x48", options: ["-c:v", "mjpeg"] });
    makeVideo(join(folder, "b.mjpeg"), { frames: 6, size: "32x32", options: ["-c:v", "mjpeg"] });
    const both = join(folder, "both.mjpeg");
    writeFileSync(both, Buffer.concat([readFileSync(join(folder, "a.mjpeg")), readFileSync(join(folder, "b.mjpeg"))]));
    const ffmpeg = await openFfmpeg();
    expect((await probe(ffmpeg, [both])).get(both)).toEqual({
      kind: "unusable",
      reason: "its frames change from 64x48 to 32x32 at frame 6",
      passing: false,
    });
  });

  test("an abort ends the processes and rejects with the signal's reason", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "long.avi");
    makeVideo(join(folder, "part.avi"), { frames: 100, size: "640x480" });
    repeatVideo(join(folder, "part.avi"), 30, file);
    await withDecoder(async (decoder) => {
      const facts = { frames: 3000, height: 480, width: 640, fps: 25 };
      const abort = new AbortController();
      const decoding = decoder.decode([{ file, facts, ranges: [{ first: 2900, count: 100 }] }], abort.signal);
      const started = Date.now();
      setTimeout(() => abort.abort(), 150);
      await expect(decoding).rejects.toMatchObject({ name: "AbortError" });
      expect(Date.now() - started).toBeLessThan(1000);
      await expect(decoder.decode([], abort.signal)).resolves.toEqual([]);
    });
  });
});

/** Marks every frame as a key frame in the index at the end of an AVI file. */
function lieAboutKeyFrames(file: string): void {
  const data = readFileSync(file);
  const index = data.lastIndexOf("idx1");
  for (let at = index + 8; at + 16 <= data.length; at += 16) data.writeUInt32LE(0x10, at + 4);
  writeFileSync(file, data);
}
