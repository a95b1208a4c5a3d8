/** An exception's stack as data. */
import { fileURLToPath } from "node:url";
import { slashed } from "./disk-host.ts";

export interface StackFrame {
  /** Absolute, `/` between the parts; Node's own modules as `node:fs`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The function's name where it has one. */
  readonly name: string | undefined;
}

/** The frames of a stack, the innermost first. Places are those of the sources where Node knows their maps. */
export function stackFrames(stack: string | undefined): readonly StackFrame[] {
  return (stack ?? "").split("\n").flatMap((line): StackFrame[] => {
    const found = /^\s+at (?:async )?(?:(.*?) \()?((?:file:|node:|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/.exec(line);
    if (!found) return [];
    const [, name, place = "", row, column] = found;
    const file = place.startsWith("file:") ? pathOf(place) : place;
    return [{ file: slashed(file), line: Number(row), column: Number(column), name }];
  });
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
