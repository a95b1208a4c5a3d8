import { RunError } from "../error.ts";

/** Counts how many of the things seen were right within the best k, for several k. */
export interface TopK {
  add(rank: number): void;
  /** `{ top1: 0.5, top5: 1 }`; zeros where nothing was seen. */
  value(): { readonly [name: string]: number };
  counts(): { readonly seen: number; readonly hits: readonly number[] };
}

export function countTopK(
  topk: readonly number[],
  from: { seen: number; hits: readonly number[] } = { seen: 0, hits: [] },
): TopK {
  let { seen } = from;
  const hits = topk.map((_, i) => from.hits[i] ?? 0);
  return {
    add: (rank) => {
      seen++;
      for (const [i, k] of topk.entries()) if (rank < k) hits[i] = (hits[i] ?? 0) + 1;
    },
    value: () => Object.fromEntries(topk.map((k, i) => [`top${k}`, seen === 0 ? 0 : (hits[i] ?? 0) / seen])),
    counts: () => ({ seen, hits: [...hits] }),
  };
}

/** RunError where a k is larger than the number of classes. */
export function refuseLargeK(topk: readonly number[], classes: number): void {
  const largest = Math.max(...topk);
  if (largest > classes)
    throw new RunError(`topk asks for the best ${largest} of ${classes} classes`, { code: "V0801" });
}
