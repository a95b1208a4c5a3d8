/** The split lists and class numbers of a data set in the UCF-101 layout, and what is wrong with them. */
import { join } from "node:path";
import type { DataProblem } from "../data.ts";
import { parseClassIndex } from "./class_index.ts";
import { numberClasses } from "./class_numbers.ts";
import { type FolderContent, readFolder, readText } from "./folder.ts";
import { classesOf, parseSplitList, type SplitList } from "./split_list.ts";
import type { UcfConfig } from "./ucf_config.ts";

export interface UcfLists {
  readonly problems: readonly DataProblem[];
  /** The file name of this phase's list. */
  readonly name: string;
  /** Videos of this phase's list. */
  readonly videos: readonly string[];
  /** Classes that this fold's lists name, sorted. */
  readonly named: readonly string[];
  /** Classes in the order of their numbers; empty where something is wrong. */
  readonly classes: readonly string[];
}

/** `folders`: names of the class folders, sorted, which number the classes where no `classInd.txt` does. */
export async function readLists(config: UcfConfig, folders: readonly string[] | undefined): Promise<UcfLists> {
  const { splits, fold, split, classes: rule, fields } = config;
  const name = listName(split, fold);
  const content = await readFolder(splits);
  if (content === undefined) {
    const problem = wrong(fields.splits, "no such folder", splits, `give the folder that holds ${name}`);
    return { problems: [problem], name, videos: [], named: [], classes: [] };
  }

  const other = listName(split === "train" ? "test" : "train", fold);
  if (!content.files.has(name) && !content.files.has(other)) {
    // One mistake, said once, whichever phase asks: the folder is another one, or the fold.
    const looked = `looked for ${listName("train", fold)} and ${listName("test", fold)} in ${splits}`;
    const problem = wrong(
      fields.splits,
      `no lists of fold ${fold} here`,
      looked,
      await whereLists(splits, name, content),
    );
    return { problems: [problem], name, videos: [], named: [], classes: [] };
  }

  const problems: DataProblem[] = [];
  const read = async (file: string): Promise<readonly string[]> => {
    const text = await readText(join(splits, file));
    if (text === undefined) {
      problems.push(
        wrong(fields.splits, `${file} is not in the folder`, splits, await whereLists(splits, file, content)),
      );
      return [];
    }
    const list = parseSplitList(text);
    const problem = listProblem(fields.splits, file, list);
    if (problem !== undefined) problems.push(problem);
    return list.videos;
  };
  const videos = await read(name);
  // Where the lists make the classes, both of them are needed; `ucf101` goes on without the one it does not read.
  const others = rule.from === "lists" || content.files.has(other) ? await read(other) : [];
  const named = classesOf([...videos, ...others]);
  if (problems.length > 0) return { problems, name, videos, named, classes: [] };

  const index = await readText(join(splits, "classInd.txt"));
  const numbers = numberClasses(rule, named, index === undefined ? undefined : parseClassIndex(index), folders);
  if (numbers.kind === "classes") return { problems, name, videos, named, classes: numbers.names };
  const { field, message, why, help } = numbers;
  return { problems: [wrong(fields[field], message, why, help)], name, videos, named, classes: [] };
}

function listName(split: "train" | "test", fold: number): string {
  return `${split}list${String(fold).padStart(2, "0")}.txt`;
}

function listProblem(field: string, file: string, { videos, unreadable }: SplitList): DataProblem | undefined {
  const [first] = unreadable;
  if (first !== undefined) {
    const message = `${file} has a line that names no class folder`;
    return wrong(field, message, `line ${first.line}: ${first.text}`, "a line is Class/video.avi");
  }
  return videos.length === 0 ? wrong(field, `${file} lists no videos`, undefined, undefined) : undefined;
}

function wrong(field: string, message: string, why: string | undefined, help: string | undefined): DataProblem {
  const said = why === undefined ? {} : { why };
  return { code: "V0905", severity: "error", field, message, ...said, helps: help === undefined ? [] : [help] };
}

/** Where else the list may be: one level down, one up, or under another number. */
async function whereLists(splits: string, name: string, { folders, files }: FolderContent): Promise<string> {
  for (const folder of [...folders, ".."]) {
    if ((await readText(join(splits, folder, name))) !== undefined) return `did you mean ${join(splits, folder)}?`;
  }
  const lists = [...files].filter((file) => /^(train|test)list\d+\.txt$/.test(file)).sort();
  if (lists.length > 0) return `the lists there are ${lists.join(", ")}`;
  return "give the folder that holds the split files, such as ucfTrainTestlist";
}
