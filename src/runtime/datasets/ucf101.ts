import type { DataSet } from "../data.ts";
import { type ClipOptions, describeClips, type FolderOptions, withDefaults } from "./ucf_config.ts";
import { ucfDataSet } from "./ucf_data_set.ts";

export interface Ucf101Options extends FolderOptions, ClipOptions {}

/**
 * UCF-101: 13,320 videos of 101 actions in three official train and test folds (arXiv:1212.0402). Always 101 classes, numbered
 * as in `classInd.txt`, else by their sorted folders. Classy Vision: `ucf101`.
 */
export function ucf101(options: Ucf101Options): DataSet {
  const { videos, splits, fold = 1, index } = options;
  const folders = { videos, splits, fold, index };
  const clips = withDefaults(options);
  return ucfDataSet({
    ...folders,
    ...clips,
    classes: { from: "index", count: 101 },
    frames: [
      [240, 320],
      [226, 400],
    ],
    fields: { videos: "videos", splits: "splits", index: "index", classes: "splits" },
    describe: () => ({ component: "ucf101", options: { ...folders, ...describeClips(clips) } }),
  });
}
