/** The folders and lists of a data set in the UCF-101 layout, read and compared without opening a video. */
import { basename, dirname, join } from "node:path";
import type { DataProblem } from "../data.ts";
import { isForeign } from "../video/frame_index.ts";
import { findFfmpeg } from "../video/tools.ts";
import { counted, firstThree } from "./data_problem.ts";
import { type FolderContent, readFolder } from "./folder.ts";
import { classOf } from "./split_list.ts";
import type { UcfConfig } from "./ucf_config.ts";
import { readLists, type UcfLists } from "./ucf_lists.ts";

export interface ListedVideo {
  /** Path below the videos folder: `Class/v_….avi`. */
  readonly name: string;
  /** The class's number, from 0. */
  readonly label: number;
}

export interface UcfListing {
  /** Errors first; with an error, the rest is empty. */
  readonly problems: readonly DataProblem[];
  readonly classes: readonly string[];
  readonly videos: readonly ListedVideo[];
  /** The list's file name, for messages. */
  readonly list: string;
}

/** Everything that can be known of a data set before a video is opened. */
export async function readListing(config: UcfConfig): Promise<UcfListing> {
  const content = await readFolder(config.videos);
  const lists = await readLists(config, content?.folders);
  const problems = [...lists.problems];
  if (content === undefined) problems.unshift(noFolder(config));
  else if (lists.named.length > 0) problems.push(...(await compare(config, content, lists)));
  if (await isForeign(config.index)) problems.push(foreignIndex(config));
  problems.push(...ffmpegProblems(config.fields.videos));

  const list = lists.name;
  if (problems.some(({ severity }) => severity === "error")) return { problems, classes: [], videos: [], list };
  const labels = new Map(lists.classes.map((name, label) => [name, label]));
  const videos = lists.videos.map((name) => ({ name, label: labels.get(classOf(name)) ?? -1 }));
  return { problems, classes: lists.classes, videos, list };
}

function noFolder({ fields, videos }: UcfConfig): DataProblem {
  const helps = ["give the folder that holds one folder of videos per class"];
  return { code: "V0904", severity: "error", field: fields.videos, message: "no such folder", why: videos, helps };
}

async function compare(config: UcfConfig, content: FolderContent, lists: UcfLists): Promise<readonly DataProblem[]> {
  const { folders } = content;
  if (!lists.named.some((name) => folders.includes(name))) return [await noClassFolder(config, content, lists)];

  const absent = await absentVideos(config.videos, lists.videos);
  if (absent.length > 0) {
    const message = `${lists.name} lists ${counted(absent.length, "video")} that ${absent.length === 1 ? "is" : "are"} not there`;
    const helps = [`fetch what is missing in ${config.videos}, or take lists without it`];
    return [{ code: "V0905", severity: "error", field: config.fields.splits, message, why: firstThree(absent), helps }];
  }
  const unlisted = folders.filter((name) => !lists.named.includes(name) && !name.startsWith("."));
  if (unlisted.length === 0) return [];
  const message = `no list names ${counted(unlisted.length, "class folder")}`;
  const why = `${firstThree(unlisted)}: the videos in ${unlisted.length === 1 ? "it" : "them"} are not used`;
  return [{ code: "V0912", severity: "warning", field: config.fields.videos, message, why, helps: [] }];
}

async function noClassFolder(
  { videos, fields }: UcfConfig,
  content: FolderContent,
  lists: UcfLists,
): Promise<DataProblem> {
  const problem = { code: "V0904", severity: "error", field: fields.videos } as const;
  const why = `${lists.name} names ${firstThree(lists.named)}; ${videos} holds ${held(content)}`;
  const message = "none of the class folders that the lists name is here";
  const place = await whereClasses(videos, content.folders, lists.named);
  if (place !== undefined) return { ...problem, message, why, helps: [`did you mean ${place}?`] };
  if (lists.videos.some((name) => content.files.has(basename(name)))) {
    const helps = [`put each class's videos into a folder of its own: ${join(videos, lists.videos[0] ?? "")}`];
    return { ...problem, message: "the videos lie flat, without class folders", why, helps };
  }
  return { ...problem, message, why, helps: ["give the folder that holds one folder of videos per class"] };
}

function held({ folders, files }: FolderContent): string {
  if (folders.length > 0) return `the ${folders.length === 1 ? "folder" : "folders"} ${firstThree(folders)}`;
  return files.size > 0 ? `no folder and ${counted(files.size, "file")}` : "nothing";
}

/** The folder one level down or up that has the class folders. */
async function whereClasses(
  videos: string,
  folders: readonly string[],
  named: readonly string[],
): Promise<string | undefined> {
  for (const place of [...folders.map((name) => join(videos, name)), join(videos, "..")]) {
    const inside = await readFolder(place);
    if (inside?.folders.some((name) => named.includes(name))) return place;
  }
  return undefined;
}

async function absentVideos(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const files = new Map<string, ReadonlySet<string>>();
  for (const place of new Set(names.map((name) => dirname(name)))) {
    files.set(place, (await readFolder(join(folder, place)))?.files ?? new Set());
  }
  return names.filter((name) => !files.get(dirname(name))?.has(basename(name)));
}

function foreignIndex({ fields, index }: UcfConfig): DataProblem {
  const message = "the file is there and is not a frame index of vcl";
  return {
    code: "V0906",
    severity: "error",
    field: fields.index,
    message,
    why: `${index} would be overwritten`,
    helps: ["give the index another name"],
  };
}

/** V0913, said of this field, where there is no ffmpeg. */
export function ffmpegProblems(field: string): readonly DataProblem[] {
  const found = findFfmpeg();
  if (found.kind === "found") return [];
  const { message, what, help } = found;
  return [{ code: "V0913", severity: "error", field, message, ...(what ? { why: what } : {}), helps: [help] }];
}
