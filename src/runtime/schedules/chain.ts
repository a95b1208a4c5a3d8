import { RunError } from "../error.ts";
import type { Schedule } from "../network.ts";
import { percent, share, slack } from "./schedule.ts";

/**
 * Schedules one after the other, each over its share of the run (Classy Vision's `composite` with rescaling). A boundary
 * belongs to the part that begins there. Epochs count from the start of a part.
 */
export function chain(parts: readonly Schedule[]): Schedule {
  if (parts.length === 0) throw new RunError("chain: there is no schedule in it");
  const shares = parts.map((part) => part.over ?? 1);
  const over = shares.reduce((sum, part) => sum + part, 0);
  if (over > 1 + 1e-3) {
    throw new RunError(`the schedules joined by \`then\` cover ${percent(over)} of the run`, {
      code: "V0703",
      help: "let their shares add up to 100%",
    });
  }
  const starts = shares.map((_, i) => shares.slice(0, i).reduce((sum, part) => sum + part, 0) / over);
  return {
    over: share(Math.min(over, 1)),
    describe: () => ({ component: "chain", options: { parts: parts.map((part) => part.describe()) } }),
    at: (where, epochs) => {
      const place = starts.findLastIndex((start) => where + slack > start);
      const part = parts[place] as Schedule;
      const length = (shares[place] as number) / over;
      const inside = Math.max(0, (where - (starts[place] as number)) / length);
      return part.at(inside, epochs * length);
    },
  };
}
