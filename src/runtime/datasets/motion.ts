import { join } from "node:path";
import type { DataSet } from "../data.ts";
import { makeMotion, stateOf } from "./motion_folder.ts";
import { frameHeight, frameWidth, motionClasses } from "./motion_scene.ts";
import { type ClipOptions, describeClips, withDefaults } from "./ucf_config.ts";
import { ucfDataSet } from "./ucf_data_set.ts";
import { ffmpegProblems } from "./ucf_listing.ts";

export interface MotionOptions extends ClipOptions {
  /** Where the videos lie or are made on first use: `videos/`, `splits/` and the frame index `frames.json`. */
  readonly folder: string;
}

/**
 * Sample videos that vcl makes itself: 192 of eight motions (144 train, 48 test), 320 x 240 pixels, 25 frames a second, 30 to
 * 80 frames. A mirrored video belongs to another class.
 */
export function motion(options: MotionOptions): DataSet {
  const { folder } = options;
  const clips = withDefaults(options);
  const inLayout = ucfDataSet({
    videos: join(folder, "videos"),
    splits: join(folder, "splits"),
    fold: 1,
    index: join(folder, "frames.json"),
    ...clips,
    classes: { from: "index", count: motionClasses.length },
    frames: [[frameHeight, frameWidth]],
    fields: { videos: "folder", splits: "folder", index: "folder", classes: "folder" },
    describe: () => ({ component: "motion", options: { folder, ...describeClips(clips) } }),
  });
  return {
    describe: () => inLayout.describe(),
    inspect: async () => {
      const state = stateOf(folder);
      if (state === "made") return inLayout.inspect();
      if (state !== "foreign") return ffmpegProblems("folder");
      const message = "the folder holds something else than vcl's sample videos";
      return [
        { code: "V0904", severity: "error", field: "folder", message, why: folder, helps: ["name another folder"] },
      ];
    },
    open: async (context) => {
      await makeMotion(folder, context);
      return inLayout.open(context);
    },
  };
}
