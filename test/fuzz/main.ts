/**
 * `npm run fuzz -- --inputs 1000000 --seed 1 --seconds 600 --depth check`: damaged programs by the hundred thousand. Input
 * `i` of a seed is the same everywhere, so `--seed S --from I --inputs 1` shows one again. Exit code 1 where vcl failed.
 */
import { isMainThread, workerData } from "node:worker_threads";
import { Inputs } from "./input.ts";
import type { Depth } from "./judge.ts";
import { type Found, JudgeThread } from "./judge-thread.ts";
import { shrink } from "./shrink.ts";
import { runWorker, type Took } from "./worker.ts";

/** Inputs between two looks at the clock. */
const portion = 500;
/** Different failures, after which it is enough. */
const most = 10;

interface Settings {
  readonly inputs: number;
  readonly seed: number;
  readonly from: number;
  readonly seconds: number;
  readonly depth: Depth;
  /** Milliseconds that one input may take. */
  readonly limit: number;
}

function settingsOf(argv: readonly string[]): Settings {
  const value = (name: string): string | undefined => {
    const at = argv.indexOf(`--${name}`);
    return at < 0 ? undefined : argv[at + 1];
  };
  const number = (name: string, otherwise: number): number =>
    Number((value(name) ?? "").replaceAll("_", "") || otherwise);
  return {
    inputs: number("inputs", 10_000),
    seed: number("seed", 1),
    from: number("from", 0),
    seconds: number("seconds", Number.POSITIVE_INFINITY),
    depth: value("depth") === "parse" ? "parse" : "check",
    limit: number("limit", 10_000),
  };
}

/** Failures of one cause: the same words but for numbers and names, from the same place. */
function causeOf(complaint: string): string {
  const [first = "", ...frames] = complaint.split("\n");
  const frame = frames.find((line) => line.trim().startsWith("at ")) ?? "";
  return `${first
    .replace(/\d+/g, "0")
    .replace(/`[^`]*`/g, "``")
    .slice(0, 60)} ${frame.replace(/:\d+:\d+\)?$/, "")}`;
}

async function main(settings: Settings): Promise<number> {
  const { seed, depth, from } = settings;
  const thread = new JudgeThread(new URL(import.meta.url), seed, settings.limit);
  const causes = new Map<string, Found>();
  let slowest: readonly Took[] = [];
  let done = 0;
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  while (done < settings.inputs && seconds() < settings.seconds && causes.size < most) {
    const end = from + Math.min(done + portion, settings.inputs);
    const result = await thread.range(from + done, end, depth);
    done = end - from;
    slowest = [...slowest, ...result.slowest].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 3);
    for (const found of result.found) {
      const cause = causeOf(found.complaint);
      if (causes.has(cause)) continue;
      causes.set(cause, found);
      await show(found, cause, settings, thread);
    }
  }
  await thread.end();
  const slow = slowest.map(({ index, milliseconds }) => `${milliseconds.toFixed(0)} ms (input ${index})`).join(", ");
  console.log(
    `${depth}: seed ${seed}, inputs ${from}..${from + done - 1}: ${done} in ${seconds().toFixed(0)} s, slowest ${slow}`,
  );
  console.log(causes.size === 0 ? "no failure" : `${causes.size} different failures`);
  return causes.size === 0 ? 0 : 1;
}

async function show(
  { index, complaint }: Found,
  cause: string,
  settings: Settings,
  thread: JudgeThread,
): Promise<void> {
  const { seed, depth } = settings;
  console.log(`\nfailure: --seed ${seed} --from ${index} --inputs 1 --depth ${depth}\n${complaint.slice(0, 1500)}`);
  const sameCause = async (input: Parameters<typeof thread.one>[0]): Promise<boolean> => {
    const again = await thread.one(input, depth);
    return again !== undefined && causeOf(again) === cause;
  };
  const input = new Inputs(seed).at(index);
  const tries = complaint.startsWith("hangs") ? 60 : 600;
  const { files, args, closed } = await shrink(input, sameCause, tries);
  for (const [name, text] of Object.entries(files)) console.log(`── ${name}\n${JSON.stringify(text)}`);
  console.log(JSON.stringify({ args, closed }));
}

if (isMainThread) process.exitCode = await main(settingsOf(process.argv.slice(2)));
else runWorker(workerData);
