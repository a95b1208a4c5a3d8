import type { DataProblem } from "../data.ts";
import { RunError } from "../error.ts";

/** The problem as the error that ends a run. */
export function runError({ code, message, why, helps }: DataProblem): RunError {
  const text = why === undefined ? message : `${message}: ${why}`;
  return new RunError(text, { code, ...(helps.length === 0 ? {} : { help: helps.join("\n") }) });
}

/** "a, b, c and 11 more": the first three of many. */
export function firstThree(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** "1 video", "14 videos". */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
