/** The runtime, as far as commands need it: the one way from the command line to it, taken only by commands that do. */
export type Tools = typeof import("../runtime/tools.ts");

export function loadTools(): Promise<Tools> {
  return import("../runtime/tools.ts");
}
