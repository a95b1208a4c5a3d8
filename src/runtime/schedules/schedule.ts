/** What the schedules share. */
import { RunError } from "../error.ts";

/** Slack for progress that was computed by division: a boundary reached up to rounding counts as reached (Classy Vision's). */
export const slack = 1e-6;

/** `over` of a part, checked. */
export function share(over: number | undefined): number {
  const value = over ?? 1;
  if (!(value > 0 && value <= 1))
    throw new RunError(`a schedule's part must cover above 0% and up to 100% of the run, not ${percent(value)}`);
  return value;
}

export function percent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))}%`;
}
