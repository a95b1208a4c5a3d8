/** "Did you mean …?": names that are close to what was written. */

/** Nobody misspells longer names: they were not typed by hand, and comparing them takes long. */
const longest = 100;

/** Which of `candidates` may have been meant, the likeliest first, at most three. */
export function suggest(written: string, candidates: readonly string[]): readonly string[] {
  if (written.length > longest) return [];
  const limit = Math.max(Math.floor(written.length / 3), 1);
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== written && Math.abs(candidate.length - written.length) <= limit)
    .map((candidate) => ({ candidate, distance: distanceOf(written, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** 0 where only upper and lower case differ, else the Damerau distance without regard to case. */
function distanceOf(a: string, b: string): number {
  return damerau(a.toLowerCase(), b.toLowerCase());
}

/** The fewest insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
export function damerau(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (beforePrevious[j - 2] ?? 0) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
