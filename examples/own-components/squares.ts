import { type Clip, type PhaseData, stream } from "vcl/runtime";
import { collate } from "vcl/runtime/datasets/clip_batch";
import { planTest, planTraining } from "vcl/runtime/datasets/clip_plan";
import { withDefaults } from "vcl/runtime/datasets/ucf_config";
import type { SquaresDataset, SquaresOptions } from "./squares.vcl.ts";

const classes = ["left", "right", "up", "down"];
const edge = 16;
const videoFrames = 12;
const videosOf = { train: 64, test: 32 };

export const squares: SquaresDataset = (options) => {
  const { split, clip, sample, batch, transform } = options;
  const describe = () => ({
    component: "squares",
    options: { split, clip, sample: sample.describe(), batch, transform: transform.describe() },
  });
  return {
    describe,
    // Nothing can be wrong with files where there are none.
    inspect: async () => [],
    open: async () => openPhase(options, describe),
  };
};

function openPhase(options: SquaresOptions, describe: PhaseData["describe"]): PhaseData {
  const { split, clip, sample, transform } = options;
  const videos = Array.from({ length: videosOf[split] }, (_, i) => ({
    name: `${split}/${i}`,
    label: i % classes.length,
    windows: videoFrames - clip + 1,
  }));
  // The runtime knows how an epoch's clips are drawn, ordered and put into batches.
  const plan = split === "train" ? planTraining : planTest;
  return {
    describe,
    classes,
    videosListed: videos.length,
    clipsPerVideo: sample.clipsPerVideo,
    protocol: `${sample.clipsPerVideo} ${sample.describe().component} ${sample.clipsPerVideo === 1 ? "clip" : "clips"}`,
    troubles: [],
    plan: (seed, epoch) => plan(videos, withDefaults(options), seed, epoch),
    load: async (refs, seed, epoch) => {
      const clips = refs.map(({ video, start, index }) => {
        const { name = "", label = 0 } = videos[video] ?? {};
        const draws = stream(seed, "transform", epoch, name, index);
        return { clip: transform.apply(render(name, label, start, clip), draws), label, video, name };
      });
      return { batch: collate(clips), troubles: [] };
    },
    videoName: (video) => videos[video]?.name ?? "",
    close: async () => {},
  };
}

/** The clip that begins at frame `start`: a pure function of the video's name, so that it looks the same in every epoch. */
function render(name: string, label: number, start: number, frames: number): Clip {
  const random = stream("squares", name);
  const [top, left, light] = [random.integer(0, edge - 1), random.integer(0, edge - 1), random.integer(120, 255)];
  const [down, right] = [
    [0, -1],
    [0, 1],
    [-1, 0],
    [1, 0],
  ][label] ?? [0, 0];
  const data = new Uint8Array(frames * edge * edge * 3);
  for (let i = 0; i < data.length; i++) data[i] = random.integer(0, 40);
  for (let t = 0; t < frames; t++) {
    for (let cell = 0; cell < 16; cell++) {
      const y = (top + (start + t) * (down ?? 0) + (cell >> 2) + 2 * edge) % edge;
      const x = (left + (start + t) * (right ?? 0) + (cell & 3) + 2 * edge) % edge;
      data.fill(light, ((t * edge + y) * edge + x) * 3, ((t * edge + y) * edge + x + 1) * 3);
    }
  }
  return { data, frames, height: edge, width: edge, channels: 3, scale: "u8" };
}
