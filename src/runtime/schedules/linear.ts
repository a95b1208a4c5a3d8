import type { Schedule } from "../network.ts";
import { share } from "./schedule.ts";

export interface RampOptions {
  /** Value at the start. */
  readonly from: number;
  /** Value approached at the end. */
  readonly to: number;
  /** As a part of a chain: its share of the run. */
  readonly over?: number;
}

/** A straight line, step by step. */
export function linear(options: RampOptions): Schedule {
  const { from, to } = options;
  const over = share(options.over);
  return {
    over,
    describe: () => ({ component: "linear", options: { from, to, over } }),
    at: (where) => to * where + from * (1 - where),
  };
}
