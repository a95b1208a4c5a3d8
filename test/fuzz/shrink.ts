/** Makes a failing input small: as long as it fails in the same way, parts of it are left out. */
import type { Input } from "./input.ts";
import { tokensOf } from "./tokens.ts";

/** Whether an input still fails in the way that is looked for. */
export type Fails = (input: Input) => Promise<boolean> | boolean;

/** At most `tries` inputs are judged. */
export async function shrink(input: Input, fails: Fails, tries = 600): Promise<Input> {
  let left = tries;
  const still = async (candidate: Input): Promise<boolean> => left-- > 0 && (await fails(candidate));
  let best = input;
  const attempt = async (candidate: Input): Promise<boolean> => {
    if (!(await still(candidate))) return false;
    best = candidate;
    return true;
  };
  await attempt({ ...best, args: [], closed: false });
  const [main = "", ...others] = Object.keys(best.files);
  for (const name of others) {
    await attempt({ ...best, files: Object.fromEntries(Object.entries(best.files).filter(([each]) => each !== name)) });
  }
  for (const name of [main, ...others.filter((each) => each in best.files)]) {
    for (const cut of [linesOf, tokensOf, charactersOf]) {
      const withText = (parts: readonly string[]): Input => ({
        ...best,
        files: { ...best.files, [name]: parts.join("") },
      });
      await leaveOut(cut(best.files[name] ?? ""), (parts) => attempt(withText(parts)));
    }
  }
  return best;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Of long texts a search by characters would take too many tries. */
function charactersOf(text: string): string[] {
  return text.length > 400 ? [text] : [...text];
}

/** Leaves out halves, quarters, … down to single parts, each time that `accepts` what is left. */
async function leaveOut(
  all: readonly string[],
  accepts: (parts: readonly string[]) => Promise<boolean>,
): Promise<void> {
  let parts = [...all];
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length; ) {
      const without = [...parts.slice(0, at), ...parts.slice(at + size)];
      if (await accepts(without)) parts = without;
      else at += size;
    }
  }
}
