import type { Meter, Outputs } from "../network.ts";
import { rankOf } from "./rank.ts";
import { countTopK, refuseLargeK } from "./topk.ts";

export interface VideoAccuracyOptions {
  /** The values of k, each at least 1 and at most the number of classes. Default: 1 alone. */
  readonly topk?: readonly number[];
  /** Which head, where the model has several. */
  readonly head?: string | null;
  /** Clips of each video in test, as the check derived or compared it; clips are gathered by their video, however many come. */
  readonly clipsPerVideo?: number | null;
}

interface Video {
  /** Sums of the clips' scores, class by class. */
  readonly sums: Float64Array;
  clips: number;
  readonly label: number;
}

/** Sums as the bytes of float64 in base64: exact, and short where thousands of videos are saved. */
type SavedVideo = readonly [video: number, label: number, clips: number, sums: string];

/**
 * The share of videos whose class is among the k with the highest scores, averaged over the video's clips: `top1`, `top5` …
 * A video's clips are gathered by its identity, wherever they stand, also in several batches. Classy Vision:
 * `video_accuracy`, which goes by a clip's place in its batch.
 */
export function videoAccuracy({ topk = [1], head = null, clipsPerVideo = null }: VideoAccuracyOptions = {}): Meter {
  return {
    ...(head === null ? {} : { head }),
    describe: () => ({ component: "video_accuracy", options: { topk, head, clipsPerVideo } }),
    start: () => {
      let videos = new Map<number, Video>();
      return {
        update: (outputs) => {
          refuseLargeK(topk, outputs.classes);
          for (const n of outputs.labels.keys()) gather(videos, outputs, n);
        },
        value: () => {
          const count = countTopK(topk);
          // The average has the order of the sum.
          for (const { sums, label } of videos.values()) count.add(rankOf(sums, 0, sums.length, label));
          return count.value();
        },
        save: () => [...videos].map(([id, { sums, clips, label }]): SavedVideo => [id, label, clips, encode(sums)]),
        load: (state) => {
          videos = new Map((state as readonly SavedVideo[]).map(restore));
        },
      };
    },
  };
}

function gather(videos: Map<number, Video>, { values, classes, labels, videos: ids }: Outputs, n: number): void {
  const id = ids[n] ?? -1;
  const video = videos.get(id) ?? { sums: new Float64Array(classes), clips: 0, label: labels[n] ?? -1 };
  for (let c = 0; c < classes; c++) video.sums[c] = (video.sums[c] ?? 0) + (values[n * classes + c] ?? 0);
  video.clips++;
  videos.set(id, video);
}

function encode(sums: Float64Array): string {
  return Buffer.from(sums.buffer, sums.byteOffset, sums.byteLength).toString("base64");
}

function restore([id, label, clips, sums]: SavedVideo): [number, Video] {
  const bytes = Uint8Array.from(Buffer.from(sums, "base64"));
  return [id, { sums: new Float64Array(bytes.buffer), clips, label }];
}
