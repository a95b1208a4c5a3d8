/** What components and programs of one's own are written with. Components of vcl are modules of their own: `vcl/runtime/heads/…`. */
export type * from "./component.ts";
export type * from "./contract.ts";
export type * from "./data.ts";
export { RunError } from "./error.ts";
export type * from "./experiment.ts";
export type * from "./network.ts";
export { type Key, type Random, stream } from "./random.ts";
export { runExperiment } from "./trainer/run_experiment.ts";
export { version } from "./version.ts";
