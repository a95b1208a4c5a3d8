import { RunError } from "../error.ts";
import type { Schedule } from "../network.ts";
import { constant } from "./constant.ts";
import { percent } from "./schedule.ts";

/** A number is that number all along. A schedule by itself must cover the whole run. */
export function asSchedule(value: number | Schedule): Schedule {
  const schedule = typeof value === "number" ? constant({ value }) : value;
  const over = schedule.over ?? 1;
  if (Math.abs(over - 1) > 1e-3) {
    throw new RunError(`the schedule covers ${percent(over)} of the run, not all of it`, {
      code: "V0703",
      help: "let the parts joined by `then` add up to 100%",
    });
  }
  return schedule;
}
