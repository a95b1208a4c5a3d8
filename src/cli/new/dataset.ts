import type { Template } from "./template.ts";

/** Clips that are made as they are needed. */
export const datasetTemplate: Template = ({ name, factory, type, options }) => ({
  vcl: `/// Clips of which the left or the right half is bright, made as they are needed.
extern dataset ${name} from "./${name}.ts" {
  /// Which clips this phase shows.
  split: .train | .test
  /// Consecutive frames in one clip.
  clip: frames in 1..10
  /// Which clips of each video an epoch shows.
  sample: sampler
  /// Clips that go through the network together.
  batch: clips >= 1
  /// What is done to each clip, from left to right.
  transform: transform

  facts {
    classes:      2
    frames:       [16x16 px]
    shortest:     10 frames
    train_videos: 32
    test_videos:  16
  }

  yields tensor u8 [C: 3, T: clip, H: frame.h, W: frame.w]
  yields labels [N] of facts.classes
}
`,
  ts: `import { type Clip, type PhaseData, stream } from "vcl/runtime";
import { collate } from "vcl/runtime/datasets/clip_batch";
import { planTest, planTraining } from "vcl/runtime/datasets/clip_plan";
import { withDefaults } from "vcl/runtime/datasets/ucf_config";
import type { ${type}, ${options} } from "./${name}.vcl.ts";

const classes = ["left", "right"];
const edge = 16;
const videoFrames = 10;
const videosOf = { train: 32, test: 16 };

export const ${factory}: ${type} = (options) => {
  const { split, clip, sample, batch, transform } = options;
  const describe = () => ({
    component: "${name}",
    options: { split, clip, sample: sample.describe(), batch, transform: transform.describe() },
  });
  return {
    describe,
    // What is wrong with folders and files, before anything is read.
    inspect: async () => [],
    open: async () => openPhase(options, describe),
  };
};

function openPhase(options: ${options}, describe: PhaseData["describe"]): PhaseData {
  const { split, clip, sample, transform } = options;
  const videos = Array.from({ length: videosOf[split] }, (_, i) => ({
    name: \`\${split}/\${i}\`,
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
    protocol: \`\${sample.clipsPerVideo} \${sample.describe().component} clips\`,
    troubles: [],
    plan: (seed, epoch) => plan(videos, withDefaults(options), seed, epoch),
    load: async (refs, seed, epoch) => {
      const clips = refs.map(({ video, index }) => {
        const { name = "", label = 0 } = videos[video] ?? {};
        const draws = stream(seed, "transform", epoch, name, index);
        return { clip: transform.apply(render(name, label, clip), draws), label, video, name };
      });
      return { batch: collate(clips), troubles: [] };
    },
    videoName: (video) => videos[video]?.name ?? "",
    close: async () => {},
  };
}

/** Noise, and light on one half: a pure function of the video's name, so that it looks the same in every epoch. */
function render(name: string, label: number, frames: number): Clip {
  const random = stream("${name}", name);
  const data = Uint8Array.from({ length: frames * edge * edge * 3 }, (_, i) => {
    const isRight = Math.floor(i / 3) % edge >= edge / 2;
    return random.integer(0, 80) + (isRight === (label === 1) ? 100 : 0);
  });
  return { data, frames, height: edge, width: edge, channels: 3, scale: "u8" };
}
`,
});
