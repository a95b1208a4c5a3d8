import { RunError } from "../error.ts";
import type { Experiment, PhaseProblem } from "../experiment.ts";

/** What is wrong with the folders, lists and indexes of an experiment, each problem once. No video is opened. */
export async function inspectData(experiment: Experiment): Promise<PhaseProblem[]> {
  const found = new Map<string, PhaseProblem>();
  for (const [phase, data] of Object.entries(experiment.phases)) {
    for (const problem of await data.inspect()) {
      const key = `${problem.code}/${problem.field}/${problem.message}`;
      if (!found.has(key)) found.set(key, { ...problem, phase });
    }
  }
  return [...found.values()];
}

/** The first problem that forbids a run, as the error that ends it. */
export function forbidding(problems: readonly PhaseProblem[]): RunError | undefined {
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return undefined;
  const more = errors.length === 1 ? "" : ` (and ${errors.length - 1} more)`;
  return new RunError(`${problemText(first)}${more}`, { code: first.code, help: first.helps.join("\n") });
}

/** `data train, videos: no such folder: /data/ucf`. */
export function problemText(problem: PhaseProblem): string {
  const why = problem.why === undefined ? "" : `; ${problem.why}`;
  return `data ${problem.phase}, ${problem.field}: ${problem.message}${why}`;
}
