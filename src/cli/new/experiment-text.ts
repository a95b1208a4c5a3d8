/** A new experiment, as text: a data set, a network and the usual recipe. */
import { format } from "../../language/format/format.ts";

/** What a new experiment is about. */
export interface Wishes {
  readonly data: "motion" | "ucf_layout" | "ucf101";
  /** Folder of the videos; undefined makes it a param that is given with each run. */
  readonly videos: string | undefined;
  /** Folder of the split lists. */
  readonly splits: string | undefined;
  /** For `ucf_layout`; the others know. */
  readonly classes: number;
  /** Frames of a clip. */
  readonly clip: number;
  readonly network: "small" | "medium" | "large";
  readonly epochs: number;
}

interface Network {
  readonly fields: readonly Entry[];
  /** Stages, for the head's place. */
  readonly stages: number;
  readonly short: string;
  readonly crop: string;
  readonly test: string;
}

type Entry = readonly [name: string, value: string];

const networks: Readonly<Record<Wishes["network"], Network>> = {
  small: {
    fields: [
      ["blocks", "[1, 1, 1]"],
      ["planes", "8"],
      ["stem_planes", "8"],
    ],
    stages: 3,
    short: "72..84 px",
    crop: "64x64 px",
    test: "72 px",
  },
  medium: {
    fields: [
      ["blocks", "[1, 1, 1, 1]"],
      ["planes", "32"],
      ["stem_planes", "32"],
    ],
    stages: 4,
    short: "96..112 px",
    crop: "96x96 px",
    test: "96 px",
  },
  large: {
    fields: [
      ["blocks", "[2, 2, 2, 2]"],
      ["planes", "64"],
    ],
    stages: 4,
    short: "128..160 px",
    crop: "112x112 px",
    test: "128 px",
  },
};

/** The text of `name`'s file. It has no problems, and is formatted. */
export function experimentText(name: string, wishes: Wishes): string {
  const { data, clip, network: size, epochs } = wishes;
  const network = networks[size];
  const isMotion = data === "motion";
  const train = isMotion
    ? "resize_short(40 px) |> to_float"
    : `resize_short(${network.short}) |> random_crop(${network.crop}) |> flip(50%) |> to_float`;
  const test = `resize_short(${isMotion ? "40 px" : network.test}) |> to_float`;
  const lines = [
    `//! ${about(wishes)}`,
    "//!",
    `//!     vcl train ${name}.vcl${isMotion ? "" : commandParams(wishes)}`,
    "",
    ...params(wishes),
    "/// Passes over the training sample.",
    `param epochs: epochs >= 1 = ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
    "",
    ...block(`let clips = ${data}`, [
      ...sharedFields(name, wishes),
      ["clip", `${clip} ${clip === 1 ? "frame" : "frames"}`],
    ]),
    "",
    ...block("data train = clips", [
      ["split", ".train"],
      ["sample", "random(1 clip per video)"],
      ["batch", isMotion ? "16 clips" : "8 clips"],
      // Batch norm of a rest of one or two clips is noise.
      ...(isMotion ? [] : [["drop_last", "true"] as const]),
      ["transform", train],
    ]),
    "",
    ...block("data test = clips", [
      ["split", ".test"],
      ["sample", "uniform(4 clips per video)"],
      ["batch", isMotion ? "16 clips" : "4 clips"],
      ["transform", test],
    ]),
    "",
    ...block("model network = resnext3d", network.fields, [
      "",
      `  head class at stage${network.stages}.last = fully_convolutional_linear {}`,
    ]),
    "",
    ...block(`experiment ${name}`, [
      ["phases", "[train, test]"],
      ["model", "network"],
      ["loss", "cross_entropy"],
      ["optimizer", "sgd { lr: cosine { from: 0.05, to: 0 }, momentum: 0.9, nesterov: true, weight_decay: 1e-4 }"],
      ["epochs", ""],
      ["meters", "[accuracy, video_accuracy]"],
      ["hooks", "[log_progress { every: 4 steps }, best { by: test.video_accuracy.top1 }]"],
    ]),
    "",
  ];
  return format({ path: `${name}.vcl`, text: lines.join("\n"), origin: "file" }).text;
}

function about({ data, classes }: Wishes): string {
  if (data === "motion") return "Eight kinds of motion, in sample videos that vcl makes itself.";
  return data === "ucf101" ? "The 101 actions of UCF-101." : `${classes} classes of videos, laid out like UCF-101.`;
}

function commandParams({ videos, splits }: Wishes): string {
  return `${videos === undefined ? " --videos FOLDER" : ""}${splits === undefined ? " --splits FOLDER" : ""}`;
}

function params({ data, videos, splits }: Wishes): readonly string[] {
  const given = (folder: string | undefined): string => (folder === undefined ? "" : ` = ${JSON.stringify(folder)}`);
  if (data === "motion") {
    return [
      "/// Folder for the sample videos; vcl makes them on the first run.",
      `param videos: dir${given(videos ?? "runs/motion")}`,
      "",
    ];
  }
  const lists =
    data === "ucf101"
      ? "classInd.txt, trainlist01.txt … testlist03.txt"
      : "classInd.txt, trainlist01.txt and testlist01.txt";
  return [
    "/// Folder with one sub-folder of videos per class.",
    `param videos: dir${given(videos)}`,
    "",
    `/// Folder with ${lists}.`,
    `param splits: dir${given(splits)}`,
    "",
  ];
}

function sharedFields(name: string, { data, classes }: Wishes): readonly Entry[] {
  if (data === "motion") return [["folder", "videos"]];
  const shared: readonly Entry[] = [
    ["videos", ""],
    ["splits", ""],
    ["index", `"runs/${name}-frames.json"`],
  ];
  return data === "ucf101" ? shared : [...shared, ["classes", `${classes}`]];
}

/** Fields one below the other; a field without a value has that of its name. */
function block(head: string, entries: readonly Entry[], more: readonly string[] = []): readonly string[] {
  const lines = entries.map(([name, value]) => (value === "" ? `  ${name}` : `  ${name}: ${value}`));
  return [`${head} {`, ...lines, ...more, "}"];
}
