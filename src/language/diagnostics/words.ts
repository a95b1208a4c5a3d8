/** Numbers and lists in the words of a message. */

/** `1 clip`, `8 clips`, `9,537 videos`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : many}`;
}

/** With commas every three digits: `33,166,272`. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** `83.2 MB`, `1.06 GB`: millions and thousands of millions. */
export function byteCount(bytes: number): string {
  return bytes < 999.5e6 ? `${Number((bytes / 1e6).toPrecision(3))} MB` : `${Number((bytes / 1e9).toPrecision(3))} GB`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(all: readonly string[], join = "and"): string {
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} ${join} ${all.at(-1)}`;
}

/** Whole numbers as runs: `128..143`, `1, 3..5`. They must be sorted. */
export function runsOf(values: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === value) last[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([low, high]) => (low === high ? `${low}` : `${low}..${high}`)).join(", ");
}

/** A text of at most `most` characters: of a longer one the middle is left out. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 3) / 2);
  // No half of a character that takes two units.
  const front = text.slice(0, half).replace(/[\uD800-\uDBFF]$/, "");
  const back = text.slice(-half).replace(/^[\uDC00-\uDFFF]/, "");
  return `${front} … ${back}`;
}
