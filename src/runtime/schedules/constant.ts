import type { Schedule } from "../network.ts";
import { share } from "./schedule.ts";

/** One value all along. */
export function constant(options: { readonly value: number; readonly over?: number }): Schedule {
  const over = share(options.over);
  return {
    over,
    describe: () => ({ component: "constant", options: { value: options.value, over } }),
    at: () => options.value,
  };
}
