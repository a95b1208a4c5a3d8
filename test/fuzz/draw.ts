/** Random draws that follow from a seed alone, so that an input can be made again from two numbers. */

export interface Draw {
  /** A whole number from 0 to `end - 1`; 0 where `end` is not positive. */
  readonly below: (end: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Undefined only of an empty list. */
  readonly pick: <T>(all: readonly T[]) => T | undefined;
}

/** Other streams for other seeds and other indices (splitmix32). */
export function drawOf(seed: number, index: number): Draw {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca77)) | 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => (end > 0 ? Math.floor(next() * end) : 0);
  return { below, chance: (probability) => next() < probability, pick: (all) => all[below(all.length)] };
}
