/** Runs at most `limit` tasks at a time, first come, first served. */
export interface Pool {
  readonly limit: number;
  /**
   * Rejects with the signal's reason if that has aborted before the task's turn. A running task sees to it itself; as it then
   * ends soon, so does the waiting of the others.
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createPool(limit: number): Pool {
  const slots = Math.max(1, Math.floor(limit));
  const waiting: (() => void)[] = [];
  let free = slots;

  return {
    limit: slots,
    run: async (task, signal) => {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        signal.throwIfAborted();
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
