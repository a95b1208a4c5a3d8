/**
 * Decodes ranges of frames by ffmpeg processes that run at the same time. They write to files, never to pipes: a pipe holds
 * 64 KB, and while an engine computes on this thread nobody would empty it, so every decode would stand still. For the same
 * reason the files are read at once when the process has ended: each step of an asynchronous read would wait for a turn.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { RunError } from "../error.ts";
import { type FfmpegEnd, type FfmpegInput, type FfmpegOutput, runFfmpeg } from "./ffmpeg.ts";
import type { Pool } from "./pool.ts";
import type { VideoFacts } from "./probe.ts";
import { openScratch, type Scratch } from "./scratch.ts";
import { firstComplaint } from "./showinfo.ts";
import { farIn, middleBefore } from "./timing.ts";
import type { Ffmpeg } from "./tools.ts";
import type { FrameRange } from "./windows.ts";

export interface DecodeRequest {
  readonly file: string;
  readonly facts: VideoFacts;
  /** In order and apart, within the video. */
  readonly ranges: readonly FrameRange[];
}

export type Decoded =
  /** Frames x height x width x RGB, one byte each; the frames of all ranges, one after the other. */
  { readonly kind: "frames"; readonly data: Uint8Array } | { readonly kind: "broken"; readonly reason: string };

export interface Decoder {
  /** One answer for each request, in their order. Rejects with the signal's reason, or RunError where nothing can run. */
  decode(requests: readonly DecodeRequest[], signal: AbortSignal): Promise<readonly Decoded[]>;
  close(): Promise<void>;
}

const VIDEOS_PER_PROCESS = 8;

export async function openDecoder(ffmpeg: Ffmpeg, pool: Pool): Promise<Decoder> {
  const scratch = await openScratch();
  return {
    decode: async (requests, signal) => {
      const groups: DecodeRequest[][] = [];
      for (let i = 0; i < requests.length; i += VIDEOS_PER_PROCESS)
        groups.push(requests.slice(i, i + VIDEOS_PER_PROCESS));
      const decoded = await Promise.all(
        groups.map((group) => pool.run(() => decodeGroup(ffmpeg, group, scratch, signal), signal)),
      );
      return decoded.flat();
    },
    close: () => scratch.close(),
  };
}

/** One process for several videos; what it does not deliver whole is decoded once more, alone, so that each fault has its file. */
async function decodeGroup(
  ffmpeg: Ffmpeg,
  group: readonly DecodeRequest[],
  scratch: Scratch,
  signal: AbortSignal,
): Promise<Decoded[]> {
  const together = group.length > 1 ? await attempt(ffmpeg, group, scratch, signal) : [];
  const decoded: Decoded[] = [];
  for (const [i, request] of group.entries()) {
    const first = together[i];
    const answer = first?.kind === "frames" ? first : (await attempt(ffmpeg, [request], scratch, signal))[0];
    if (answer !== undefined) decoded.push(answer);
  }
  return decoded;
}

async function attempt(
  ffmpeg: Ffmpeg,
  requests: readonly DecodeRequest[],
  scratch: Scratch,
  signal: AbortSignal,
): Promise<Decoded[]> {
  const files = requests.map(() => scratch.file());
  try {
    const end = await runFfmpeg(
      ffmpeg.path,
      requests.map(inputOf),
      requests.map((request, i) => outputOf(ffmpeg, request, i, files[i] ?? "")),
      signal,
    );
    return requests.map((request, i) => collect(request, files[i] ?? "", end));
  } finally {
    for (const file of files) rmSync(file, { force: true });
  }
}

function entersAt({ facts, ranges }: DecodeRequest): number {
  const first = ranges[0]?.first ?? 0;
  return facts.timing !== undefined && first > farIn ? first : 0;
}

function inputOf(request: DecodeRequest): FfmpegInput {
  const { timing } = request.facts;
  const entry = entersAt(request);
  const seek = timing !== undefined && entry > 0 ? ["-ss", middleBefore(timing, entry)] : [];
  return {
    source: request.file,
    options: ["-loglevel", "level+error", "-threads", "1", ...seek],
  };
}

function outputOf(ffmpeg: Ffmpeg, request: DecodeRequest, input: number, target: string): FfmpegOutput {
  const entry = entersAt(request);
  const kept = request.ranges.map(({ first, count }) => `between(n,${first - entry},${first - entry + count - 1})`);
  const pixels = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-frames:v", String(frameCount(request))];
  return {
    target,
    options: ["-map", `${input}:v:0`, "-vf", `select='${kept.join("+")}'`, ...ffmpeg.everyFrame, ...pixels],
  };
}

function frameCount({ ranges }: DecodeRequest): number {
  return ranges.reduce((sum, { count }) => sum + count, 0);
}

/** ffmpeg's exit code says nothing about missing frames; the bytes do. */
function collect(request: DecodeRequest, file: string, end: FfmpegEnd): Decoded {
  const data = existsSync(file) ? readFileSync(file) : new Uint8Array();
  const { height, width } = request.facts;
  const wanted = frameCount(request);
  if (data.length === wanted * height * width * 3) return { kind: "frames", data };
  if (end.kind === "killed") return { kind: "broken", reason: end.log };
  if (end.log.includes("No space left on device")) {
    throw new RunError("cannot write temporary files: there is no space left on the disk", {
      help: "free some space, or name a folder on another disk in the environment variable TMPDIR",
    });
  }
  const complaint = firstComplaint(end.log.split(/\r?\n/));
  const frames = data.length / (height * width * 3);
  const got = Number.isInteger(frames)
    ? `${frames} of ${wanted} frames decode`
    : "its frames have another size than before";
  return { kind: "broken", reason: complaint === undefined ? got : `${got}: ${complaint}` };
}
