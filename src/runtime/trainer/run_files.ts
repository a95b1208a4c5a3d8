import { isAbsolute, relative, sep } from "node:path";

/** The names of a run's own files. */
export const runFiles = {
  experiment: "experiment.json",
  metrics: "metrics.jsonl",
  log: "log.txt",
  program: ["experiment.ts", "experiment.ts.map", "experiment.mjs", "experiment.mjs.map"],
} as const;

/** Whether `path` is `folder` or lies below it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
