export interface Fetched<Item, Result> {
  readonly item: Item;
  readonly result: Result;
}

export interface Prefetch<Item, Result> {
  /** The next item with its result, in the order of the items; undefined at the end. Rejects as its load did. */
  next(): Promise<Fetched<Item, Result> | undefined>;
}

/**
 * Loads items before they are asked for, so that loading overlaps with what is done with them. At most `ahead()` results are
 * loaded or loading beside the one that was handed out last; that bounds memory.
 */
export function prefetch<Item, Result>(
  items: Iterator<Item>,
  load: (item: Item) => Promise<Result>,
  ahead: () => number,
): Prefetch<Item, Result> {
  const queue: { readonly item: Item; readonly result: Promise<Result> }[] = [];
  let ended = false;
  const fill = (wanted: number): void => {
    while (!ended && queue.length < wanted) {
      const { value, done } = items.next();
      if (done) {
        ended = true;
        return;
      }
      const result = load(value);
      // Whoever takes it sees the rejection; one that is never taken must not end the process.
      result.catch(() => undefined);
      queue.push({ item: value, result });
    }
  };
  return {
    async next() {
      fill(Math.max(1, ahead()));
      const first = queue.shift();
      if (first === undefined) return undefined;
      const result = await first.result;
      fill(Math.max(1, ahead()));
      return { item: first.item, result };
    },
  };
}
