/** The thread that judges inputs. The main thread watches it and ends it where an input takes too long. */
import { parentPort } from "node:worker_threads";
import { type Input, Inputs } from "./input.ts";
import { type Depth, judge } from "./judge.ts";

export type Task =
  /** Inputs `from` to `end - 1`. */
  | { readonly kind: "range"; readonly from: number; readonly end: number; readonly depth: Depth }
  | { readonly kind: "one"; readonly input: Input; readonly depth: Depth };

export interface Took {
  readonly index: number;
  readonly milliseconds: number;
}

export type Answer =
  | { readonly kind: "wrong"; readonly index: number; readonly complaint: string }
  | { readonly kind: "done"; readonly slowest: readonly Took[] }
  | { readonly kind: "one"; readonly complaint: string | undefined };

export interface WorkerSettings {
  readonly seed: number;
  /** One number: the input that is being judged. */
  readonly progress: SharedArrayBuffer;
}

export function runWorker({ seed, progress }: WorkerSettings): void {
  const port = parentPort;
  if (!port) throw new Error("this runs in a thread of its own");
  const at = new Int32Array(progress);
  const inputs = new Inputs(seed);
  const say = (answer: Answer): void => port.postMessage(answer);
  port.on("message", (task: Task) => {
    if (task.kind === "one") {
      say({ kind: "one", complaint: judge(task.input, task.depth) });
      return;
    }
    const took: Took[] = [];
    for (let index = task.from; index < task.end; index += 1) {
      Atomics.store(at, 0, index);
      const started = performance.now();
      const complaint = judge(inputs.at(index), task.depth);
      took.push({ index, milliseconds: performance.now() - started });
      if (complaint !== undefined) say({ kind: "wrong", index, complaint });
    }
    say({ kind: "done", slowest: took.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3) });
  });
}
