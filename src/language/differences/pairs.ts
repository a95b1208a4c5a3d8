/** Which field, entry or step of one experiment is which of the other. */
import type { Shown } from "../values/show.ts";

export interface Pair {
  /** The last part of the path. */
  readonly name: string;
  readonly before?: Shown;
  readonly after?: Shown;
}

/** By their names: fields and heads. */
export function fieldPairs(before: readonly Shown[], after: readonly Shown[]): readonly Pair[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  return names.map((name) =>
    pairOf(
      name,
      before.find((each) => each.name === name),
      after.find((each) => each.name === name),
    ),
  );
}

/** Entries whose order does not matter, by what they are; of several of a kind, equal ones first. */
export function entryPairs(before: readonly Shown[], after: readonly Shown[]): readonly Pair[] {
  const left = new Set(after);
  const partner = new Map<Shown, Shown>();
  for (const wanted of [sameText, sameKind]) {
    for (const one of before) {
      const found = partner.has(one) ? undefined : [...left].find((other) => wanted(one, other));
      if (found === undefined) continue;
      partner.set(one, found);
      left.delete(found);
    }
  }
  return [
    ...before.map((one) => pairOf(entryName(one, before, after), one, partner.get(one))),
    ...[...left].map((one) => pairOf(entryName(one, after, before), undefined, one)),
  ];
}

/** Steps whose order matters: the longest run of the same ones is kept, the rest was taken out or put in. */
export function stepPairs(before: readonly Shown[], after: readonly Shown[]): readonly Pair[] {
  const lengths = commonLengths(before.map(kindOf), after.map(kindOf));
  const pairs: Pair[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (one && other && kindOf(one) === kindOf(other)) {
      pairs.push(pairOf(entryName(one, before, after), one, other));
      i++;
      j++;
    } else if (one && (!other || (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      pairs.push(pairOf(entryName(one, before, after), one, undefined));
      i++;
    } else if (other) {
      pairs.push(pairOf(entryName(other, after, before), undefined, other));
      j++;
    }
  }
  return pairs;
}

/** Whether the entries that both sides have stand in another order. */
export function isReordered(pairs: readonly Pair[], after: readonly Shown[]): boolean {
  const places = pairs.flatMap((each) => (each.before && each.after ? after.indexOf(each.after) : []));
  return places.some((place, i) => place < (places[i - 1] ?? 0));
}

/** What an entry is: the name of the component, or of the declared value. */
export function kindOf({ name, held }: Shown): string {
  return /^\d+$/.test(name) && held?.kind === "component" ? held.declaration.name : name;
}

/** By its component, as `vcl show` takes it too; by its number where there are several of that. */
function entryName(one: Shown, own: readonly Shown[], others: readonly Shown[]): string {
  const kind = kindOf(one);
  const isOnly = [own, others].every((all) => all.filter((each) => kindOf(each) === kind).length < 2);
  return isOnly ? kind : one.name;
}

function sameKind(one: Shown, other: Shown): boolean {
  return kindOf(one) === kindOf(other);
}

function sameText(one: Shown, other: Shown): boolean {
  return sameKind(one, other) && contents(one) === contents(other);
}

function contents({ value, fields }: Shown): string {
  return JSON.stringify([value, ...fields.map((each) => [each.name, contents(each)])]);
}

/** `lengths[i][j]`: how much is common to what begins at `i` and at `j`. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const lengths: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i], lengths[i + 1]];
      if (row && below) row[j] = a[i] === b[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

function pairOf(name: string, before: Shown | undefined, after: Shown | undefined): Pair {
  return { name, ...(before ? { before } : {}), ...(after ? { after } : {}) };
}
