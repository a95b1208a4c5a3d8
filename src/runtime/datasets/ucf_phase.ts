import type { OpenContext, PhaseData, Trouble } from "../data.ts";
import { RunError } from "../error.ts";
import { type Decoder, openDecoder } from "../video/decode.ts";
import { type IndexedVideo, refreshIndex } from "../video/frame_index.ts";
import { createPool } from "../video/pool.ts";
import type { VideoFacts } from "../video/probe.ts";
import { openFfmpeg } from "../video/tools.ts";
import { clipLoader, type PhaseVideo } from "./clip_loader.ts";
import { chooseVideos, countWindows, planTest, planTraining } from "./clip_plan.ts";
import { counted, firstThree } from "./data_problem.ts";
import type { UcfConfig } from "./ucf_config.ts";
import type { UcfListing } from "./ucf_listing.ts";

/** Opens one phase of a data set whose listing is in order: looks at the videos that the frame index does not know yet. */
export async function openPhase(config: UcfConfig, listing: UcfListing, context: OpenContext): Promise<PhaseData> {
  const ffmpeg = await openFfmpeg();
  const pool = createPool(context.decoders);
  const { signal, report } = context;
  const names = listing.videos.map(({ name }) => name);
  const indexed = await refreshIndex({
    index: config.index,
    folder: config.videos,
    names,
    ffmpeg,
    pool,
    signal,
    report,
  });

  const troubles: Trouble[] = [];
  const videos = listing.videos.map(({ name, label }): PhaseVideo => {
    const judged = judge(config, indexed.get(name));
    if (judged.kind === "left out") troubles.push({ video: name, reason: judged.reason });
    const { facts, windows } = judged.kind === "used" ? judged : { facts: undefined, windows: 0 };
    return { name, label, windows, facts };
  });
  refuseEmpty(config, listing, videos, troubles);
  reportOddities(config, videos, report);
  return phaseOf(config, listing.classes, videos, troubles, await openDecoder(ffmpeg, pool));
}

type Judged =
  | { readonly kind: "used"; readonly facts: VideoFacts; readonly windows: number }
  | { readonly kind: "left out"; readonly reason: string };

function judge({ split, clip, step }: UcfConfig, video: IndexedVideo | undefined): Judged {
  if (video === undefined) return { kind: "left out", reason: "it was not looked at" };
  if (video.kind === "unusable") return { kind: "left out", reason: video.reason };
  const { facts } = video;
  const windows = countWindows(facts.frames, clip, step);
  if (windows > 0) return { kind: "used", facts, windows };
  // In test every video counts: a short one is continued by its last frame.
  if (split === "test") return { kind: "used", facts, windows: 1 };
  return { kind: "left out", reason: `it has ${counted(facts.frames, "frame")}, fewer than a clip's ${clip}` };
}

function refuseEmpty(
  config: UcfConfig,
  listing: UcfListing,
  videos: readonly PhaseVideo[],
  troubles: readonly Trouble[],
): void {
  const { split, take, sample } = config;
  if (videos.every(({ facts }) => facts === undefined)) {
    const [first] = troubles;
    throw new RunError(`none of the ${counted(videos.length, "video")} of ${listing.list} can be used`, {
      ...(first === undefined ? {} : { help: `the first is ${first.video}: ${first.reason}` }),
    });
  }
  if (split === "test" && take !== null && take < sample.clipsPerVideo) {
    throw new RunError(`\`take\` is ${counted(take, "clip")}, less than one video's ${sample.clipsPerVideo}`, {
      help: `take: ${sample.clipsPerVideo} clips`,
    });
  }
}

function reportOddities({ frames }: UcfConfig, videos: readonly PhaseVideo[], report: (message: string) => void): void {
  const damaged = videos.filter(({ facts }) => facts?.damage !== undefined);
  const say = ({ name, facts }: PhaseVideo): string => `${name} (${counted(facts?.frames ?? 0, "frame")})`;
  if (damaged.length > 0) {
    const who = firstThree(damaged.map(say));
    report(`${counted(damaged.length, "video is", "videos are")} damaged; the frames that decode are used: ${who}`);
  }
  const sizes = frames.map(([height, width]) => `${height}x${width}`);
  const other = videos.filter(({ facts }) => facts !== undefined && !sizes.includes(`${facts.height}x${facts.width}`));
  if (other.length > 0) {
    const who = firstThree(other.map(({ name, facts }) => `${name} (${facts?.height}x${facts?.width})`));
    report(`${counted(other.length, "video has", "videos have")} another frame size than ${sizes.join(", ")}: ${who}`);
  }
}

function phaseOf(
  config: UcfConfig,
  classes: readonly string[],
  videos: readonly PhaseVideo[],
  troubles: readonly Trouble[],
  decoder: Decoder,
): PhaseData {
  const { split, take, sample } = config;
  const { clipsPerVideo } = sample;
  const wholeVideos = split === "test" && take !== null;
  return {
    describe: () => config.describe(),
    classes,
    videosListed: wholeVideos ? chooseVideos(videos, config, 0).length : videos.length,
    clipsPerVideo,
    protocol: `${clipsPerVideo} ${sample.describe().component} ${clipsPerVideo === 1 ? "clip" : "clips"}`,
    troubles,
    plan: (seed, epoch) => (split === "train" ? planTraining : planTest)(videos, config, seed, epoch),
    load: clipLoader(config, videos, decoder),
    videoName: (place) => videos[place]?.name ?? "",
    close: () => decoder.close(),
  };
}
