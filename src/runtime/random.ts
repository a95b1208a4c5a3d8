/**
 * Random draws as pure functions of keys: the same (seed, purpose, epoch, sample) gives the same numbers with any number of
 * workers, in any order, and after a resume. There is no global generator anywhere in vcl.
 *
 * Keys are hashed with FNV-1a and mixed by the finaliser of MurmurHash3; the stream is xoshiro128** (Blackman and Vigna,
 * arXiv:1805.01407).
 */
export type Key = string | number;

/** A stream of draws. Each call moves it on. */
export interface Random {
  /** Uniform in [0, 1), with 53 bits. */
  next(): number;
  /** A whole number, both ends included. */
  integer(low: number, high: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): number[];
}

/** The stream that belongs to these keys: `stream(seed, "crop", epoch, sample)`. */
export function stream(...keys: readonly Key[]): Random {
  let [a, b, c, d] = stateOf(keys);
  const bits = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const next = (): number => ((bits() >>> 5) * 67108864 + (bits() >>> 6)) / 9007199254740992;
  const integer = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    permutation: (n) => {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = integer(0, i);
        const kept = order[i] as number;
        order[i] = order[j] as number;
        order[j] = kept;
      }
      return order;
    },
  };
}

/** 128 bits of the keys, from four hashes that start apart: with 32, two of a long run's samples would share a stream. */
function stateOf(keys: readonly Key[]): [number, number, number, number] {
  const text = keys.map((key) => `${typeof key === "number" ? "n" : "s"}${key}`).join("\u0000");
  const lane = (start: number): number => {
    let hash = start;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return finalise(hash);
  };
  // The offset basis of FNV-1a and its sums with multiples of the golden ratio's bits; the last is odd, so never all zero.
  return [lane(0x811c9dc5), lane(0x1f54576e), lane(0xbd8bd117), lane(0x5bc34ac0) | 1];
}

function finalise(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
