/**
 * What a video really holds, found by decoding it once. Starting ffmpeg costs more than decoding a short video, so one
 * process looks at several; where that process does not account for a video without a complaint, the video is looked at alone.
 */

import { type FfmpegEnd, runFfmpeg } from "./ffmpeg.ts";
import type { Pool } from "./pool.ts";
import { firstComplaint, readShowinfo, type ShownVideo } from "./showinfo.ts";
import { farIn, frameTimes, middleBefore, type Timing } from "./timing.ts";
import type { Ffmpeg } from "./tools.ts";

/** A video as it decodes. */
export interface VideoFacts {
  /** Frames that decode. */
  readonly frames: number;
  /** Of the frames as they come out upright; pixels are taken as stored, a sample aspect ratio is not applied. */
  readonly height: number;
  readonly width: number;
  readonly fps: number;
  /** Where long videos can be entered in the middle; absent where every decode must start at the first frame. */
  readonly timing?: Timing;
  /** ffmpeg's first complaint, where the video is damaged and yet frames decode. */
  readonly damage?: string;
}

export type Probed =
  | { readonly kind: "video"; readonly facts: VideoFacts }
  | {
      readonly kind: "unusable";
      readonly reason: string;
      /** The cause is not in the file: the next probe may end otherwise. */
      readonly passing: boolean;
    };

const VIDEOS_PER_PROCESS = 8;

/** Looks at all files; `done` hears of each as it is known. Rejects with the signal's reason, or RunError without ffmpeg. */
export async function probeVideos(
  ffmpeg: Ffmpeg,
  files: readonly string[],
  pool: Pool,
  signal: AbortSignal,
  done: (file: string, probed: Probed) => void,
): Promise<void> {
  const groups: string[][] = [];
  const size = Math.max(1, Math.min(VIDEOS_PER_PROCESS, Math.ceil(files.length / pool.limit)));
  for (let i = 0; i < files.length; i += size) groups.push(files.slice(i, i + size));
  await Promise.all(
    groups.map((group) =>
      pool.run(async () => {
        const log = group.length > 1 ? await look(ffmpeg, group, signal) : undefined;
        const clean = log?.kind === "done" && firstComplaint(lines(log)) === undefined;
        for (const [i, file] of group.entries()) {
          const shown = clean ? readShowinfo(lines(log), `v${i}`) : undefined;
          done(
            file,
            shown === undefined
              ? await probeAlone(ffmpeg, file, signal)
              : await judge(ffmpeg, file, shown, undefined, signal),
          );
        }
      }, signal),
    ),
  );
}

async function probeAlone(ffmpeg: Ffmpeg, file: string, signal: AbortSignal): Promise<Probed> {
  const end = await look(ffmpeg, [file], signal);
  if (end.kind === "killed") return { kind: "unusable", reason: end.log, passing: true };
  const log = lines(end);
  const shown = readShowinfo(log, "v0");
  const complaint = firstComplaint(log);
  if (shown === undefined) return { kind: "unusable", reason: complaint ?? "no frame decodes", passing: false };
  return judge(ffmpeg, file, shown, complaint, signal);
}

/** Decodes every frame of every file and throws it away; the log tells. */
function look(ffmpeg: Ffmpeg, files: readonly string[], signal: AbortSignal): Promise<FfmpegEnd> {
  const common = ["-loglevel", "level+info", "-threads", "1"];
  return runFfmpeg(
    ffmpeg.path,
    files.map((source, i) => ({ source, options: i === 0 ? common : ["-threads", "1"] })),
    files.map((_, i) => ({
      target: "-",
      options: ["-map", `${i}:v:0`, "-vf", `showinfo@v${i}`, ...ffmpeg.everyFrame, "-f", "null"],
    })),
    signal,
  );
}

function lines(end: FfmpegEnd): string[] {
  return end.log.split(/\r?\n/);
}

async function judge(
  ffmpeg: Ffmpeg,
  file: string,
  shown: ShownVideo,
  damage: string | undefined,
  signal: AbortSignal,
): Promise<Probed> {
  const { frames } = shown;
  const [first] = frames;
  if (first === undefined) return { kind: "unusable", reason: "no frame decodes", passing: false };
  const { height, width } = first;
  const other = frames.findIndex((frame) => frame.height !== height || frame.width !== width);
  if (other >= 0) {
    const now = `${frames[other]?.width}x${frames[other]?.height}`;
    return {
      kind: "unusable",
      reason: `its frames change from ${width}x${height} to ${now} at frame ${other}`,
      passing: false,
    };
  }
  const timing = damage === undefined && frames.length > farIn ? frameTimes(shown) : undefined;
  const trusted = timing !== undefined && (await seeksRight(ffmpeg, file, shown, timing, signal));
  const seconds = ((frames.at(-1)?.time ?? 0) - first.time) * shown.unit;
  return {
    kind: "video",
    facts: {
      frames: frames.length,
      height,
      width,
      fps: frames.length > 1 && seconds > 0 ? Number(((frames.length - 1) / seconds).toFixed(3)) : shown.rate,
      ...(trusted ? { timing } : {}),
      ...(damage === undefined ? {} : { damage }),
    },
  };
}

/**
 * Whether entering the video at four places gives the very frames that a decode from the start gives. Files exist (UCF-101
 * has some) whose index calls frames key frames that are none; a decode that starts there gives grey pictures.
 */
async function seeksRight(
  ffmpeg: Ffmpeg,
  file: string,
  { frames }: ShownVideo,
  timing: Timing,
  signal: AbortSignal,
): Promise<boolean> {
  const tried = [0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * frames.length));
  const end = await runFfmpeg(
    ffmpeg.path,
    tried.map((frame) => ({
      source: file,
      options: ["-loglevel", "level+info", "-threads", "1", "-ss", middleBefore(timing, frame)],
    })),
    tried.map((_, i) => ({
      target: "-",
      options: ["-map", `${i}:v:0`, "-vf", `showinfo@v${i}`, ...ffmpeg.everyFrame, "-frames:v", "1", "-f", "null"],
    })),
    signal,
  );
  if (end.kind !== "done") return false;
  const log = lines(end);
  return tried.every((frame, i) => readShowinfo(log, `v${i}`)?.frames[0]?.checksum === frames[frame]?.checksum);
}
