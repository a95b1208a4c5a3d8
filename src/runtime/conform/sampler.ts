import type { Sampler } from "../data.ts";
import { stream } from "../random.ts";
import type { Fault, Seen, Trial } from "./observation.ts";

/** A sampler on videos of many lengths: window numbers that there are, and draws that are the stream's alone. */
export function observeSampler(sampler: Sampler, { seed, random }: Trial): Seen {
  const faults: Fault[] = [];
  for (const count of [1, 2, 3, 7, 50]) {
    const pick = (...keys: readonly (string | number)[]): readonly number[] =>
      sampler.pick(count, stream(seed, ...keys));
    const picked = pick("draws", count);
    const outside = picked.find((window) => !Number.isInteger(window) || window < 0 || window >= count);
    if (outside !== undefined)
      faults.push({ title: `of ${count} windows it picks number ${outside}`, why: `there are 0 to ${count - 1}` });
    if (picked.length === 0 || picked.length > sampler.clipsPerVideo) {
      faults.push({
        title: `of ${count} windows it picks ${picked.length}`,
        why: `its clipsPerVideo is ${sampler.clipsPerVideo}`,
      });
    }
    if (String(pick("draws", count)) !== String(picked)) faults.push({ title: "the same draws pick other windows" });
    if (!random && String(pick("other", count)) !== String(picked)) {
      faults.push({ title: "it draws at random and does not declare it", help: "write `random` into its declaration" });
    }
    if (faults.length > 0) break;
  }
  if (sampler.random !== random)
    faults.push({ title: `its \`random\` is ${sampler.random}, its declaration says ${random}`, about: "random" });
  return { outputs: [], faults };
}
