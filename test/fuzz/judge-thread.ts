/** A worker with a watch: whatever is asked of it, an answer comes, `hangs` where it takes too long. */
import { Worker } from "node:worker_threads";
import type { Input } from "./input.ts";
import type { Depth } from "./judge.ts";
import type { Answer, Task, Took } from "./worker.ts";

export interface Found {
  readonly index: number;
  readonly complaint: string;
}

export interface RangeResult {
  readonly found: readonly Found[];
  readonly slowest: readonly Took[];
}

export class JudgeThread {
  private worker: Worker | undefined;
  private readonly progress = new SharedArrayBuffer(4);
  private readonly script: URL;
  private readonly seed: number;
  private readonly limit: number;

  /** `limit` is how many milliseconds an input may take. */
  constructor(script: URL, seed: number, limit: number) {
    this.script = script;
    this.seed = seed;
    this.limit = limit;
  }

  /** Judges a range of inputs; one that hangs is left behind, and a new thread goes on after it. */
  async range(from: number, end: number, depth: Depth): Promise<RangeResult> {
    const found: Found[] = [];
    const slowest: Took[] = [];
    for (let next = from; next < end; ) {
      const at = new Int32Array(this.progress);
      Atomics.store(at, 0, -1);
      const answer = await this.ask({ kind: "range", from: next, end, depth }, found, () => Atomics.load(at, 0));
      if (answer?.kind === "done") slowest.push(...answer.slowest);
      else found.push({ index: Atomics.load(at, 0), complaint: this.hangs() });
      next = answer ? end : Atomics.load(at, 0) + 1;
    }
    return { found, slowest };
  }

  async one(input: Input, depth: Depth): Promise<string | undefined> {
    const answer = await this.ask({ kind: "one", input, depth }, [], () => 0);
    return answer ? (answer.kind === "one" ? answer.complaint : undefined) : this.hangs();
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private hangs(): string {
    return `hangs: no answer after ${this.limit / 1000} s`;
  }

  /** The last answer to a task; undefined where `position` stood still too long. */
  private ask(task: Task, found: Found[], position: () => number): Promise<Answer | undefined> {
    this.worker ??= new Worker(this.script, { workerData: { seed: this.seed, progress: this.progress } });
    const { worker } = this;
    return new Promise((resolve, reject) => {
      let last = { position: position(), time: performance.now() };
      const watch = setInterval(() => {
        if (position() !== last.position) last = { position: position(), time: performance.now() };
        // Before the first input a thread reads the corpus.
        const patience = last.position < 0 ? 60_000 : this.limit;
        if (performance.now() - last.time > patience) settle(undefined);
      }, 100);
      const hear = (answer: Answer): void => {
        if (answer.kind === "wrong") found.push(answer);
        else settle(answer);
      };
      const settle = (answer: Answer | undefined): void => {
        clearInterval(watch);
        worker.off("message", hear).off("error", reject);
        if (answer) resolve(answer);
        else this.end().then(() => resolve(undefined), reject);
      };
      worker.on("message", hear).on("error", reject).postMessage(task);
    });
  }
}
