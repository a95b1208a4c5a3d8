/** The addon's errors as the program throws them. */
import { OutOfMemory } from "../out_of_memory.ts";

const outOfMemory = /^native: (?:(\S+): )?out of memory: (?:(\d+) MiB more were wanted, )?(\d+) MiB are in use$/;

/** An OutOfMemory where that is what the addon says, else the error itself. `limit`: the most bytes that the addon may take. */
export function nativeFailure(error: unknown, limit: number): unknown {
  const found = error instanceof Error ? outOfMemory.exec(error.message) : null;
  if (found === null) return error;
  const [, kernel, wanted, held] = found;
  const bytes = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text) * 2 ** 20;
  return new OutOfMemory({ engine: "native", kernel, wanted: bytes(wanted), held: bytes(held), limit });
}
