import { join } from "node:path";
import type { Clip, ClipRef, LoadedBatch, PhaseData, Trouble } from "../data.ts";
import { stream } from "../random.ts";
import type { DecodeRequest, Decoder } from "../video/decode.ts";
import type { VideoFacts } from "../video/probe.ts";
import { cover } from "../video/windows.ts";
import { type BatchClip, collate, cutClip } from "./clip_batch.ts";
import { createClipCache, watch } from "./clip_cache.ts";
import type { PlanVideo } from "./clip_plan.ts";
import type { UcfConfig } from "./ucf_config.ts";

export interface PhaseVideo extends PlanVideo {
  /** Undefined where the video cannot be used. */
  readonly facts: VideoFacts | undefined;
}

const cacheBytes = 256 * 1024 * 1024;

/** Makes the function that decodes and transforms the clips of a batch. */
export function clipLoader(config: UcfConfig, videos: readonly PhaseVideo[], decoder: Decoder): PhaseData["load"] {
  const { clip: length, transform, sample } = config;
  // Random clips hardly ever come again.
  const cache = createClipCache(sample.random ? 0 : cacheBytes);

  const requestOf = (place: number, starts: readonly number[]): DecodeRequest | undefined => {
    const { name, facts } = videos[place] ?? {};
    if (name === undefined || facts === undefined) return undefined;
    const ranges = cover(starts.map((start) => ({ first: start, count: Math.min(length, facts.frames - start) })));
    return { file: join(config.videos, name), facts, ranges };
  };

  return async (refs, seed, epoch, signal): Promise<LoadedBatch> => {
    signal.throwIfAborted();
    const requests = new Map<number, DecodeRequest>();
    for (const [place, starts] of startsByVideo(refs.filter(({ video, start }) => !cache.get(video, start)))) {
      const request = requestOf(place, starts);
      if (request !== undefined) requests.set(place, request);
    }
    const answers = await decoder.decode([...requests.values()], signal);
    const decoded = new Map([...requests.keys()].map((place, i) => [place, answers[i]]));

    const troubles: Trouble[] = [];
    for (const [place, answer] of decoded) {
      if (answer?.kind === "broken") troubles.push({ video: videos[place]?.name ?? "", reason: answer.reason });
    }
    const finish = ({ video, start, index }: ClipRef, name: string): Clip | undefined => {
      const kept = cache.get(video, start);
      if (kept !== undefined) return kept;
      const [request, answer] = [requests.get(video), decoded.get(video)];
      if (request === undefined || answer?.kind !== "frames") return undefined;
      const { height, width, frames } = request.facts;
      const cut = cutClip({ data: answer.data, ranges: request.ranges, height, width }, start, length, frames);
      const draws = watch(stream(seed, "transform", epoch, name, index));
      const clip = transform.apply(cut, draws);
      if (!draws.drawn) cache.keep(video, start, clip);
      return clip;
    };
    const clips = refs.flatMap((ref): BatchClip[] => {
      const { name, label } = videos[ref.video] ?? {};
      if (name === undefined || label === undefined) return [];
      const clip = finish(ref, name);
      return clip === undefined ? [] : [{ clip, label, video: ref.video, name }];
    });
    return { batch: collate(clips), troubles };
  };
}

function startsByVideo(refs: readonly ClipRef[]): ReadonlyMap<number, readonly number[]> {
  const starts = new Map<number, number[]>();
  for (const { video, start } of refs) starts.set(video, [...(starts.get(video) ?? []), start]);
  return starts;
}
