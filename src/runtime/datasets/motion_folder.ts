/** Makes the sample videos: a folder in the UCF-101 layout that is either not there or whole. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { OpenContext } from "../data.ts";
import { RunError } from "../error.ts";
import { diskError } from "../trainer/disk_error.ts";
import { runFfmpeg } from "../video/ffmpeg.ts";
import { createPool } from "../video/pool.ts";
import { openScratch, type Scratch } from "../video/scratch.ts";
import { firstComplaint } from "../video/showinfo.ts";
import { type Ffmpeg, openFfmpeg } from "../video/tools.ts";
import { drawFrame, frameBytes } from "./motion_frame.ts";
import { frameHeight, frameWidth, type MotionVideo, motionClasses, motionVideos } from "./motion_scene.ts";
import { lookOf } from "./motion_texture.ts";

/** Changes with the videos, so that a folder of an earlier vcl is made anew. */
const maker = "vcl sample videos, ";
const recipe = `${maker}recipe 1\n`;
const recipeFile = "recipe.txt";

/** Whether the folder holds the sample videos, something else, or nothing. */
export function stateOf(folder: string): "made" | "outdated" | "foreign" | "absent" {
  const file = join(folder, recipeFile);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text === recipe) return "made";
  if (text.startsWith(maker)) return "outdated";
  return isFree(folder) ? "absent" : "foreign";
}

/** Nothing there, or an empty folder. */
function isFree(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}

const making = new Map<string, Promise<void>>();

/**
 * Makes the videos where they are not there yet. They are made in a folder beside it that takes its name at the end, so an
 * interruption leaves nothing half done. `videos`: all of them, or some groups for a test. RunError where something else lies there, or the disk or ffmpeg refuses.
 */
export function makeMotion(folder: string, context: OpenContext, videos = motionVideos()): Promise<void> {
  const path = resolve(folder);
  const before = making.get(path) ?? Promise.resolve();
  const now = before.catch(() => undefined).then(() => makeOnce(path, context, videos));
  making.set(path, now);
  return now;
}

async function makeOnce(folder: string, context: OpenContext, videos: readonly MotionVideo[]): Promise<void> {
  const state = stateOf(folder);
  if (state === "made") return;
  if (state === "foreign") {
    throw new RunError(`${folder} holds something else than vcl's sample videos`, { help: "name another folder" });
  }
  const ffmpeg = await openFfmpeg();
  const started = Date.now();
  context.report(`making ${videos.length} sample videos in ${folder}`);
  const part = `${folder}.part-${process.pid}`;
  const dropPart = (): void => rmSync(part, { recursive: true, force: true });
  const scratch = await openScratch();
  process.once("exit", dropPart);
  try {
    await dropOldParts(folder);
    writeLists(part, videos);
    const pool = createPool(context.decoders);
    const groups = [...new Set(videos.map(({ group }) => group))].map((group) =>
      videos.filter((one) => one.group === group),
    );
    const { signal } = context;
    await Promise.all(groups.map((own) => pool.run(() => makeGroup(ffmpeg, part, own, scratch, signal), signal)));
    await takeName(part, folder);
  } catch (error) {
    throw error instanceof Error && "syscall" in error ? diskError(error, `the sample videos in ${folder}`) : error;
  } finally {
    dropPart();
    process.off("exit", dropPart);
    await scratch.close();
  }
  context.report(`made the sample videos in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** Draws the videos of a group into raw files; one ffmpeg encodes them all. */
async function makeGroup(
  ffmpeg: Ffmpeg,
  folder: string,
  videos: readonly MotionVideo[],
  scratch: Scratch,
  signal: AbortSignal,
): Promise<void> {
  const look = lookOf(videos[0]?.group ?? 1);
  const raw = videos.map(() => scratch.file());
  const frame = new Uint8Array(frameBytes);
  try {
    for (const [i, video] of videos.entries()) {
      const file = openSync(raw[i] ?? "", "w");
      try {
        for (let t = 0; t < video.frames; t++) {
          drawFrame(video, look, t, frame);
          writeSync(file, frame);
        }
      } finally {
        closeSync(file);
      }
      await setImmediate();
      signal.throwIfAborted();
    }
    const picture = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${frameWidth}x${frameHeight}`, "-r", "25"];
    const codec = ["-c:v", "mpeg4", "-vtag", "XVID", "-q:v", "6", "-threads", "1"];
    const exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1"];
    const quiet = ["-loglevel", "level+error"];
    const end = await runFfmpeg(
      ffmpeg.path,
      raw.map((source) => ({ source, options: [...quiet, ...picture] })),
      videos.map(({ name }, i) => ({
        target: join(folder, "videos", name),
        options: ["-map", `${i}:v:0`, ...codec, ...exact],
      })),
      signal,
    );
    if (end.kind !== "done") {
      const why = firstComplaint(end.log.split("\n")) ?? end.log;
      throw new RunError(`ffmpeg cannot encode the sample videos: ${why}`);
    }
  } finally {
    for (const file of raw) rmSync(file, { force: true });
  }
}

function writeLists(folder: string, videos: readonly MotionVideo[]): void {
  const numbers = new Map(motionClasses.map((name, k) => [name, k + 1]));
  const list = (split: "train" | "test"): MotionVideo[] =>
    [...videos].filter((video) => video.split === split).sort((a, b) => (a.name < b.name ? -1 : 1));
  const write = (file: string, lines: readonly string[]): void =>
    writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
  for (const name of motionClasses) mkdirSync(join(folder, "videos", name), { recursive: true });
  mkdirSync(join(folder, "splits"));
  write(
    "splits/classInd.txt",
    motionClasses.map((name, k) => `${k + 1} ${name}`),
  );
  write(
    "splits/trainlist01.txt",
    list("train").map((video) => `${video.name} ${numbers.get(video.class)}`),
  );
  write(
    "splits/testlist01.txt",
    list("test").map((video) => video.name),
  );
  writeFileSync(join(folder, recipeFile), recipe);
}

/** Another process may have been faster: its videos are the same. */
async function takeName(part: string, folder: string): Promise<void> {
  if (stateOf(folder) === "outdated" || stateOf(folder) === "absent")
    await rm(folder, { recursive: true, force: true });
  await rename(part, folder).catch((error: unknown) => {
    if (stateOf(folder) !== "made") throw error;
  });
}

/** What interrupted processes left. */
async function dropOldParts(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.part-`;
  for (const name of await readdir(dirname(folder)).catch(() => [])) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (pid === process.pid || (Number.isInteger(pid) && !isRunning(pid))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
