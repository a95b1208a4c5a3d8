/** Which clips an epoch shows and how they form batches: pure functions of the seed and the epoch. */
import type { ClipRef, EpochPlan } from "../data.ts";
import { stream } from "../random.ts";
import type { ClipOptions } from "./ucf_config.ts";

export interface PlanVideo {
  readonly name: string;
  readonly label: number;
  /** Places where a clip can start; 0 for a video that is left out. */
  readonly windows: number;
}

type Options = Required<ClipOptions>;

/** Windows of a video: floor((frames - clip) / step) + 1; a shorter video has none. */
export function countWindows(frames: number, clip: number, step: number): number {
  return frames < clip ? 0 : Math.floor((frames - clip) / step) + 1;
}

/**
 * A training epoch: each video's clips as the sampler draws them, of these the first `take` of the epoch's own permutation
 * (so none comes twice and every epoch sees others), in the order that `shuffle` says.
 */
export function planTraining(videos: readonly PlanVideo[], options: Options, seed: number, epoch: number): EpochPlan {
  const all = videos.flatMap((video, place) => clipsOf(video, place, options, seed, epoch));
  const order = stream(seed, "order", "train", epoch).permutation(all.length);
  const taken = order.slice(0, options.take ?? all.length);
  // Numbers in `all` stand in the order of the list, a video's clips together.
  const clips = (numbers: readonly number[]): ClipRef[] => numbers.flatMap((n) => all[n] ?? []);
  if (options.shuffle === "clips") return chunk(clips(taken), options);
  const inListOrder = clips([...taken].sort((a, b) => a - b));
  if (options.shuffle === "none") return chunk(inListOrder, options);
  return chunk(shuffleVideos(byVideo(inListOrder), "train", seed, epoch).flat(), options);
}

/** A test epoch: whole videos, the same ones every time; unless single clips are shuffled, no batch cuts a video in two. */
export function planTest(videos: readonly PlanVideo[], options: Options, seed: number, epoch: number): EpochPlan {
  const places = chooseVideos(videos, options, seed);
  const groups = places.map((place) => {
    const video = videos[place];
    return video === undefined ? [] : clipsOf(video, place, options, seed, epoch);
  });
  if (options.shuffle === "clips") {
    const clips = groups.flat();
    const order = stream(seed, "order", "test", epoch).permutation(clips.length);
    return chunk(
      order.flatMap((n) => clips[n] ?? []),
      options,
    );
  }
  return chunkVideos(options.shuffle === "videos" ? shuffleVideos(groups, "test", seed, epoch) : groups, options);
}

/**
 * The videos that `take` leaves in test: as many whole videos as it has clips for, dealt round-robin over the classes in an
 * order drawn from the seed, each class's own in drawn order too. Places in the order of the list.
 */
export function chooseVideos(videos: readonly PlanVideo[], { take, sample }: Options, seed: number): readonly number[] {
  const usable = [...videos.keys()].filter((place) => (videos[place]?.windows ?? 0) > 0);
  if (take === null) return usable;
  const labels = [...new Set(usable.map((place) => videos[place]?.label ?? -1))].sort((a, b) => a - b);
  const hands = stream(seed, "take", "classes")
    .permutation(labels.length)
    .map((k) => {
      const own = usable.filter((place) => videos[place]?.label === labels[k]);
      return stream(seed, "take", "class", labels[k] ?? -1)
        .permutation(own.length)
        .map((n) => own[n] ?? 0);
    });
  const rounds = Math.max(0, ...hands.map((hand) => hand.length));
  const dealt = Array.from({ length: rounds }, (_, round) => hands.flatMap((hand) => hand[round] ?? [])).flat();
  return dealt.slice(0, Math.floor(take / sample.clipsPerVideo)).sort((a, b) => a - b);
}

function clipsOf(
  { name, windows }: PlanVideo,
  place: number,
  options: Options,
  seed: number,
  epoch: number,
): ClipRef[] {
  if (windows === 0) return [];
  const picked = options.sample.pick(windows, stream(seed, "sample", epoch, name));
  return picked.map((window, index) => ({ video: place, start: window * options.step, index }));
}

/** Neighbours of the same video together. */
function byVideo(clips: readonly ClipRef[]): ClipRef[][] {
  const groups: ClipRef[][] = [];
  for (const clip of clips) {
    const group = groups.at(-1);
    if (group !== undefined && group[0]?.video === clip.video) group.push(clip);
    else groups.push([clip]);
  }
  return groups;
}

function shuffleVideos(groups: readonly ClipRef[][], split: string, seed: number, epoch: number): ClipRef[][] {
  const order = stream(seed, "order", "videos", split, epoch).permutation(groups.length);
  return order.map((n) => groups[n] ?? []);
}

function chunk(clips: readonly ClipRef[], { batch, dropLast }: Options): EpochPlan {
  const batches: ClipRef[][] = [];
  for (let i = 0; i < clips.length; i += batch) batches.push(clips.slice(i, i + batch));
  return dropLast && (batches.at(-1)?.length ?? batch) < batch ? batches.slice(0, -1) : batches;
}

/** A video with more clips than a batch holds is the only one that is cut. */
function chunkVideos(groups: readonly ClipRef[][], options: Options): EpochPlan {
  const { batch, dropLast, sample } = options;
  if (groups.some((group) => group.length > batch)) return chunk(groups.flat(), options);
  const batches: ClipRef[][] = [];
  for (const group of groups) {
    const last = batches.at(-1);
    if (last !== undefined && last.length + group.length <= batch) last.push(...group);
    else batches.push([...group]);
  }
  const hasRoom = (batches.at(-1)?.length ?? batch) + sample.clipsPerVideo <= batch;
  return dropLast && hasRoom ? batches.slice(0, -1) : batches;
}
