import type { DataSet } from "../data.ts";
import { type ClipOptions, describeClips, type FolderOptions, withDefaults } from "./ucf_config.ts";
import { ucfDataSet } from "./ucf_data_set.ts";

export interface UcfLayoutOptions extends FolderOptions, ClipOptions {
  /** How many classes the lists name, at least 2. Default 101. */
  readonly classes?: number;
  /** Every frame size there is, height and width. Default 240 x 320. */
  readonly frames?: readonly (readonly [height: number, width: number])[];
  /** Every frame rate there is. Default 25. */
  readonly fps?: readonly number[];
  /** Frames of the shortest video. Default 29. */
  readonly shortest?: number;
  /** Whether a mirrored video may belong to another class. Default false. */
  readonly mirrorChangesLabels?: boolean;
}

/**
 * Any videos laid out like UCF-101: class folders, `classInd.txt`, `trainlist01.txt` and `testlist01.txt`. The classes are those
 * that the two lists name, in the order of `classInd.txt` (else of their sorted names), numbered from 0.
 */
export function ucfLayout(options: UcfLayoutOptions): DataSet {
  const { videos, splits, fold = 1, index } = options;
  const { classes = 101, frames = [[240, 320]], fps = [25], shortest = 29, mirrorChangesLabels = false } = options;
  const folders = { videos, splits, fold, index };
  const facts = { classes, frames, fps, shortest, mirrorChangesLabels };
  const clips = withDefaults(options);
  return ucfDataSet({
    ...folders,
    ...clips,
    classes: { from: "lists", count: classes },
    frames,
    fields: { videos: "videos", splits: "splits", index: "index", classes: "classes" },
    describe: () => ({ component: "ucf_layout", options: { ...folders, ...describeClips(clips), ...facts } }),
  });
}
