import type { Schedule } from "../network.ts";
import type { Fault, Seen } from "./observation.ts";

/** A schedule over a run of a few epochs: a rate at each place, the same whenever it is asked for. */
export function observeSchedule(schedule: Schedule): Seen {
  const epochs = 4;
  const places = Array.from({ length: 20 }, (_, i) => i / 20);
  const rates = places.map((where) => schedule.at(where, epochs));
  const faults: Fault[] = [];
  const wrong = rates.findIndex((rate) => typeof rate !== "number" || !Number.isFinite(rate) || rate < 0);
  if (wrong >= 0) faults.push({ title: `at ${100 * (places[wrong] ?? 0)}% of the run its rate is ${rates[wrong]}` });
  const again = places
    .toReversed()
    .map((where) => schedule.at(where, epochs))
    .toReversed();
  if (wrong < 0 && String(again) !== String(rates)) {
    faults.push({
      title: "it gives another rate when it is asked again",
      help: "the rate is a function of `where` alone",
    });
  }
  return { outputs: [], faults };
}
