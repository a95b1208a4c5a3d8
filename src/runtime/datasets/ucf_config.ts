/** What `ucf101`, `ucf_layout` and `motion` have in common, and what each of them makes of the UCF-101 layout. */
import type { Description } from "../component.ts";
import type { Sampler, Transform } from "../data.ts";

/** The fields that every data set in this layout has. */
export interface ClipOptions {
  /** The list this phase reads. */
  readonly split: "train" | "test";
  /** Consecutive frames in one clip, at least 1. */
  readonly clip: number;
  /** Frames from one clip's start to the next one's, at least 1. Default 1. */
  readonly step?: number;
  /** Which clips of each video an epoch shows. */
  readonly sample: Sampler;
  /** Clips of one epoch; null takes all. In train, other ones in each epoch; in test, whole videos, always the same ones. */
  readonly take?: number | null;
  /** Clips that go through the network together, at least 1. In test a batch holds whole videos. */
  readonly batch: number;
  /** Default: `clips` in train, `none` in test. `videos` keeps a video's clips together. */
  readonly shuffle?: "clips" | "videos" | "none";
  /** Leave out a last batch that is not full. Default false. */
  readonly dropLast?: boolean;
  readonly transform: Transform;
}

export interface FolderOptions {
  /** Folder with one sub-folder of videos per class. */
  readonly videos: string;
  /** Folder with classInd.txt and the train and test lists. */
  readonly splits: string;
  /** Which lists: 1 reads trainlist01.txt and testlist01.txt. Default 1. */
  readonly fold?: number;
  /** Where the frame index is kept. */
  readonly index: string;
}

/** How the classes are known: all that `classInd.txt` names, or those among them that the lists name, as many as stated. */
export interface ClassRule {
  readonly from: "index" | "lists";
  readonly count: number;
}

export interface UcfConfig extends Required<FolderOptions>, Required<ClipOptions> {
  readonly classes: ClassRule;
  /** Frame sizes that the experiment was checked with, height and width. */
  readonly frames: readonly (readonly [number, number])[];
  /** The fields at fault when one of the folders or the index is wrong, as the data set's declaration calls them. */
  readonly fields: {
    readonly videos: string;
    readonly splits: string;
    readonly index: string;
    readonly classes: string;
  };
  describe(): Description;
}

/** The clip options with their defaults filled in. */
export function withDefaults(options: ClipOptions): Required<ClipOptions> {
  const { split, clip, step = 1, sample, take = null, batch, dropLast = false, transform } = options;
  const shuffle = options.shuffle ?? (split === "train" ? "clips" : "none");
  return { split, clip, step, sample, take, batch, shuffle, dropLast, transform };
}

/** The clip options as a description's options. */
export function describeClips(options: Required<ClipOptions>): Description["options"] {
  return { ...options, sample: options.sample.describe(), transform: options.transform.describe() };
}
