/** The lists of a split: one video per line, `Class/v_….avi`, in the training lists followed by the class's number. */
export interface SplitList {
  /** Videos by their path below the videos folder, each once, in the list's order. */
  readonly videos: readonly string[];
  /** Lines that name no class folder, with their numbers from 1. */
  readonly unreadable: readonly { readonly line: number; readonly text: string }[];
}

/** Reads either kind of line end. The class's number is not believed: the folder and `classInd.txt` say the class. */
export function parseSplitList(text: string): SplitList {
  const videos = new Set<string>();
  const unreadable: { line: number; text: string }[] = [];
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const name = line.replace(/[ \t]+\d+$/, "");
    if (/^[^/]+\/.*[^/]$/.test(name)) videos.add(name);
    else unreadable.push({ line: i + 1, text: line });
  }
  return { videos: [...videos], unreadable };
}

/** The class folder of a listed video. */
export function classOf(video: string): string {
  return video.slice(0, video.indexOf("/"));
}

/** The classes that the videos name, each once, sorted as folders are: by code unit, capitals first. */
export function classesOf(videos: readonly string[]): readonly string[] {
  return [...new Set(videos.map(classOf))].sort();
}
