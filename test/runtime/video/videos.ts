/** Videos for tests: made by ffmpeg, or lying beside the checkout. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { findFfmpeg } from "../../../src/runtime/video/tools.ts";

/** Real clips and damaged files; a checkout may be without them, and their tests then skip and say so. */
export const dataFolder = join(import.meta.dirname, "../../../../shared/data");
export const hasData = existsSync(join(dataFolder, "hostile"));
if (!hasData) console.warn(`skipping the tests on real videos: there is no ${dataFolder}`);

export function ffmpegPath(): string {
  const found = findFfmpeg();
  if (found.kind === "missing") throw new Error(found.message);
  return found.path;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vcl-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for all tests of a file. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vcl-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Made {
  readonly frames?: number;
  readonly size?: string;
  readonly rate?: number;
  /** Further output options. */
  readonly options?: readonly string[];
}

/** A test picture that changes in every frame, MPEG-4 part 2 unless the options say otherwise. */
export function makeVideo(path: string, { frames = 30, size = "64x48", rate = 25, options = [] }: Made = {}): void {
  const picture = `testsrc=size=${size}:rate=${rate}`;
  const codec = options.includes("-c:v") ? [] : ["-c:v", "mpeg4", "-q:v", "4"];
  const input = ["-y", "-v", "error", "-f", "lavfi", "-i", picture, "-frames:v", String(frames)];
  execFileSync(ffmpegPath(), [...input, ...codec, ...options, `file:${path}`]);
}

/** Several small videos by one process, each with its own tint. Starting ffmpeg costs more than making a short video. */
export function makeVideos(all: readonly { readonly path: string; readonly frames: number }[], size: string): void {
  const outputs = all.flatMap(({ path, frames }, i) => {
    const tint = `hue=h=${(i * 360) / all.length}`;
    return ["-vf", tint, "-frames:v", String(frames), "-c:v", "mpeg4", "-q:v", "4", `file:${path}`];
  });
  execFileSync(ffmpegPath(), ["-y", "-v", "error", "-f", "lavfi", "-i", `testsrc=size=${size}:rate=25`, ...outputs]);
}

/** The same video again and again, without encoding it anew. */
export function repeatVideo(path: string, times: number, into: string): void {
  const input = ["-y", "-v", "error", "-stream_loop", String(times - 1), "-i", `file:${path}`];
  execFileSync(ffmpegPath(), [...input, "-c", "copy", `file:${into}`]);
}

/**
 * Every frame of a video, decoded from the start by one plain command: what all other ways of decoding must agree with. With
 * one thread, since how a damaged frame is patched depends on that.
 */
export function decodeWhole(path: string, everyFrame: readonly string[]): Buffer {
  const output = ["-map", "0:v:0", ...everyFrame, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
  return execFileSync(ffmpegPath(), ["-v", "quiet", "-threads", "1", "-i", `file:${path}`, ...output], {
    maxBuffer: 1 << 30,
  });
}
