/**
 * The frame index: what each video holds, kept between runs since finding out means decoding every video once. An entry
 * holds for a file of the same size and modification time in the same folder; whatever differs is looked at again.
 */
import { type Stats, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { RunError } from "../error.ts";
import { writeAtomically } from "../trainer/atomic_file.ts";
import type { Pool } from "./pool.ts";
import { type Probed, probeVideos, type VideoFacts } from "./probe.ts";
import type { Ffmpeg } from "./tools.ts";

/** What is known of one video: its facts, or why it cannot be used. */
export type IndexedVideo =
  | { readonly kind: "video"; readonly facts: VideoFacts }
  | { readonly kind: "unusable"; readonly reason: string };

interface Entry {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly video: IndexedVideo;
}

interface IndexFile {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly folder: string;
  readonly videos: { readonly [name: string]: Entry };
}

const FORMAT = "vcl frame index";
const VERSION = 1;

/** Whether the file is there and is something else than a frame index: it must not be overwritten. */
export async function isForeign(index: string): Promise<boolean> {
  const text = await readFile(index, "utf8").catch((error: unknown) => {
    return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")
      ? undefined
      : "";
  });
  return text !== undefined && parseIndex(text) === undefined;
}

export interface Refresh {
  /** Where the index is kept. */
  readonly index: string;
  readonly folder: string;
  /** Videos by their paths within the folder, with `/`. */
  readonly names: readonly string[];
  readonly ffmpeg: Ffmpeg;
  readonly pool: Pool;
  readonly signal: AbortSignal;
  report(message: string): void;
}

/** Refreshes that write the same file, one after the other: two phases of a run share an index. */
const last = new Map<string, Promise<unknown>>();

/**
 * Brings the index up to date for these videos and answers for each of them. Entries of other videos of the folder stay.
 * Interrupted, it keeps what it has found. RunError where the index cannot be written, before any work is done for it.
 */
export async function refreshIndex(refresh: Refresh): Promise<ReadonlyMap<string, IndexedVideo>> {
  const path = resolve(refresh.index);
  const before = last.get(path) ?? Promise.resolve();
  const now = before
    .catch(() => undefined)
    .then(() => refreshAlone({ ...refresh, index: path, folder: resolve(refresh.folder) }));
  last.set(path, now);
  return now;
}

async function refreshAlone(refresh: Refresh): Promise<ReadonlyMap<string, IndexedVideo>> {
  const { index, folder, names, ffmpeg, pool, signal, report } = refresh;
  if (await isForeign(index)) throw foreign(index);
  const stored = parseIndex(await readFile(index, "utf8").catch(() => ""));
  const known = new Map(stored?.folder === folder && stored.version === VERSION ? Object.entries(stored.videos) : []);

  const answers = new Map<string, IndexedVideo>();
  const stale = new Map<string, { readonly name: string; readonly stats: Stats }>();
  for (const name of names) {
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    const entry = known.get(name);
    if (stats === undefined) answers.set(name, { kind: "unusable", reason: "there is no such file" });
    else if (!stats.isFile()) answers.set(name, { kind: "unusable", reason: "it is not a file" });
    else if (entry?.bytes === stats.size && entry.modified === Math.floor(stats.mtimeMs))
      answers.set(name, entry.video);
    else stale.set(file, { name, stats });
  }
  if (stale.size === 0) return answers;

  const save = (): Promise<void> => writeIndex(index, folder, known);
  await save();
  let found = 0;
  let saved = Date.now();
  let saving: Promise<void> = Promise.resolve();
  report(`looking at ${stale.size} ${stale.size === 1 ? "video" : "videos"} for the frame index ${index}`);
  const note = (file: string, probed: Probed): void => {
    const video = stale.get(file);
    if (video === undefined) return;
    const answer = answerOf(probed);
    answers.set(video.name, answer);
    const { size, mtimeMs } = video.stats;
    if (probed.kind === "video" || !probed.passing)
      known.set(video.name, { bytes: size, modified: Math.floor(mtimeMs), video: answer });
    found++;
    if (Date.now() - saved < 10_000) return;
    saved = Date.now();
    report(`frame index: ${found} of ${stale.size} videos`);
    saving = saving.then(save);
    saving.catch(() => undefined); // Reported below.
  };
  try {
    await probeVideos(ffmpeg, [...stale.keys()], pool, signal, note);
  } finally {
    await saving.then(save);
  }
  return answers;
}

function answerOf(probed: Probed): IndexedVideo {
  return probed.kind === "video" ? probed : { kind: "unusable", reason: probed.reason };
}

async function writeIndex(index: string, folder: string, entries: ReadonlyMap<string, Entry>): Promise<void> {
  const videos = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  const file: IndexFile = { format: FORMAT, version: VERSION, folder, videos };
  const lines = Object.entries(videos).map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`);
  const head = JSON.stringify({ ...file, videos: undefined }).slice(0, -1);
  await writeAtomically(index, `the frame index ${index}`, [
    Buffer.from(`${head}, "videos": {\n${lines.join(",\n")}\n}}\n`),
  ]);
}

/** Undefined where the text is not a frame index, of whatever version. */
function parseIndex(text: string): IndexFile | undefined {
  try {
    const file: unknown = JSON.parse(text);
    const isIndex = typeof file === "object" && file !== null && "format" in file && file.format === FORMAT;
    // A file that says it is an index was written by `writeIndex`; `version` guards its shape.
    return isIndex ? (file as IndexFile) : undefined;
  } catch {
    return undefined;
  }
}

/** RunError V0906. */
function foreign(index: string): RunError {
  return new RunError(`${index} exists and is not a frame index of vcl; it would be overwritten`, {
    code: "V0906",
    help: "give `index` another name, or remove the file if nobody needs it",
  });
}
