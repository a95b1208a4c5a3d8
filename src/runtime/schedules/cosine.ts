import type { Schedule } from "../network.ts";
import type { RampOptions } from "./linear.ts";
import { share } from "./schedule.ts";

/** Half a wave of the cosine, step by step (Loshchilov and Hutter, arXiv:1608.03983, without restarts). */
export function cosine(options: RampOptions): Schedule {
  const { from, to } = options;
  const over = share(options.over);
  return {
    over,
    describe: () => ({ component: "cosine", options: { from, to, over } }),
    at: (where) => to + 0.5 * (from - to) * (1 + Math.cos(Math.PI * where)),
  };
}
