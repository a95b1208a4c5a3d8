/** Probing videos, and decoding clips of 8 frames out of them, as the data sets do: 320x240, MPEG-4 part 2, 75 frames each. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { openDecoder } from "../dist/src/runtime/video/decode.js";
import { createPool } from "../dist/src/runtime/video/pool.js";
import { probeVideos } from "../dist/src/runtime/video/probe.js";
import { openFfmpeg } from "../dist/src/runtime/video/tools.js";

const folder = mkdtempSync(join(tmpdir(), "vcl-bench-"));
try {
  const ffmpeg = await openFfmpeg();
  const files = Array.from({ length: 32 }, (_, i) => join(folder, `${i}.avi`));
  for (const [i, file] of files.entries()) {
    const source = `testsrc2=size=320x240:rate=25:duration=3,hue=h=${i * 11}`;
    execFileSync(ffmpeg.path, [
      "-loglevel",
      "error",
      "-f",
      "lavfi",
      "-i",
      source,
      "-c:v",
      "mpeg4",
      "-b:v",
      "400k",
      file,
    ]);
  }
  const pool = createPool(availableParallelism());
  const { signal } = new AbortController();
  const facts = new Map();
  const probing = await seconds(() =>
    probeVideos(ffmpeg, files, pool, signal, (file, probed) => facts.set(file, probed.facts)),
  );
  console.log(`  probe                ${(files.length / probing).toFixed(0).padStart(5)} videos/s`);
  const decoder = await openDecoder(ffmpeg, pool);
  for (const clips of [1, 5]) {
    const ranges = Array.from({ length: clips }, (_, k) => ({ first: 4 + k * 14, count: 8 }));
    const requests = files.map((file) => ({ file, facts: facts.get(file), ranges }));
    const decoding = await seconds(async () => {
      const decoded = await decoder.decode(requests, signal);
      if (decoded.some(({ kind }) => kind !== "frames")) throw new Error("a video could not be decoded");
    });
    const rate = (files.length * clips) / decoding;
    console.log(
      `  ${clips} clip${clips > 1 ? "s" : " "} per video    ${rate.toFixed(0).padStart(5)} clips/s, ${(rate * 8).toFixed(0)} frames/s`,
    );
  }
  await decoder.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
