/** The batches of a run, loaded ahead of their use, until the run is interrupted. */
import type { LoadedBatch } from "../data.ts";
import { mayAbort, turn, unlessAborted } from "./interrupt.ts";
import type { Work } from "./position.ts";
import { type Fetched, prefetch } from "./prefetch.ts";

export interface BatchSource {
  /** The next batch; undefined at the end, or once the run is interrupted. */
  next(): Promise<Fetched<Work, LoadedBatch> | undefined>;
  /** Stops what is being loaded. */
  close(): void;
}

export interface BatchSourceOptions {
  readonly interrupted: AbortSignal;
  load(work: Work, signal: AbortSignal): Promise<LoadedBatch>;
  /** Whether this video's trouble has been seen before. */
  isKnown(work: Work, video: string): boolean;
}

/** Bytes of batches that may wait, and the most of them. */
const aheadBytes = 256 * 1024 * 1024;
const aheadBatches = 4;
/** Seconds in which the signal of a Ctrl-C arrives here after it has ended a decoder. */
const afterDecoder = 0.1;

export function openBatches(work: Iterator<Work>, options: BatchSourceOptions): BatchSource {
  const { interrupted } = options;
  const closed = new AbortController();
  const signal = AbortSignal.any([interrupted, closed.signal]);
  let bytes = 0;
  const batches = prefetch(
    work,
    (item: Work) => options.load(item, signal),
    () => Math.min(aheadBatches, Math.floor(aheadBytes / Math.max(1, bytes))),
  );
  return {
    async next() {
      // Engines that compute in this thread and batches that are ready give the event loop no turn by themselves.
      await turn();
      if (interrupted.aborted) return undefined;
      try {
        const fetched = await unlessAborted(interrupted, batches.next());
        if (fetched === undefined) return undefined;
        const { item, result } = fetched;
        bytes = Math.max(bytes, result.batch?.clips.byteLength ?? 0);
        // A terminal sends Ctrl-C to the decoders too: what died of it is not the data's fault.
        const isNew = result.troubles.some(({ video }) => !options.isKnown(item, video));
        if (isNew) await mayAbort(interrupted, afterDecoder);
        return interrupted.aborted ? undefined : fetched;
      } catch (error) {
        await mayAbort(interrupted, afterDecoder);
        if (interrupted.aborted) return undefined;
        throw error;
      }
    },
    close: () => closed.abort(),
  };
}
