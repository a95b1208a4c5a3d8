/** Ctrl-C: once to stop after the step, twice to stop at once. */

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  readonly requested: boolean;
  release(): void;
}

/** The part of `process` that signals come through; a test hands in its own. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(signal: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}

/** Listens until released. The first SIGINT or SIGTERM calls `first`, the second ends the process with code 130. */
export function listenForInterrupt(first: () => void, source: SignalSource = process): Interrupt {
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) {
      source.exit(130);
      return;
    }
    controller.abort();
    first();
  };
  source.on("SIGINT", listener);
  source.on("SIGTERM", listener);
  return {
    signal: controller.signal,
    get requested() {
      return controller.signal.aborted;
    },
    release() {
      source.off("SIGINT", listener);
      source.off("SIGTERM", listener);
    },
  };
}

/** What `promise` gives, or undefined as soon as `signal` aborts. Leaves nothing behind on the signal. */
export function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) stop();
  });
}

/** Lets everything that waits in the event loop run once: signals, decoded frames. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits up to `seconds` for the signal to abort. */
export async function mayAbort(signal: AbortSignal, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1000 * seconds);
  });
  await unlessAborted(signal, later);
  clearTimeout(timer);
}
