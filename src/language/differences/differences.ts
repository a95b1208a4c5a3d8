/** Two resolved experiments, field by field. */
import type { Kind } from "../types/type.ts";
import { textOfValue } from "../values/print.ts";
import type { Shown } from "../values/show.ts";
import { hasFields } from "../values/show-value.ts";
import { whyDiffers } from "./causes.ts";
import { type Difference, type Differences, groups, pathAndGroup, type Side } from "./difference.ts";
import { entryPairs, fieldPairs, isReordered, kindOf, type Pair, stepPairs } from "./pairs.ts";

/** Both as `showExperiment` gives them. Where the values are the same it does not matter who set them. */
export function differences(before: Shown, after: Shown): Differences {
  const found: Found = { causes: [], consequences: [] };
  for (const pair of fieldPairs(before.fields, after.fields)) compare(pair, pair.name, found);
  const inOrder = (all: readonly Difference[]) =>
    merged(all).toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
  return { causes: inOrder(found.causes), consequences: inOrder(found.consequences) };
}

interface Found {
  readonly causes: Difference[];
  readonly consequences: Difference[];
}

/** What only one side has is a head, an entry or a step. */
function compare({ before, after }: Pair, path: string, found: Found): void {
  if (!before || !after) {
    found.causes.push(difference(path, before && sideOf(before), after && sideOf(after)));
    return;
  }
  const [a, b] = [before.held, after.held];
  if (a?.kind === "component" && b?.kind === "component") {
    const isSame = a.declaration.name === b.declaration.name;
    if (!isSame)
      found.causes.push(
        difference(path, sideOf(before, isLarge(a.declaration.kind)), sideOf(after, isLarge(b.declaration.kind))),
      );
    if (isSame || isLarge(a.declaration.kind)) compareFields(before, after, path, isSame, found);
  } else if (a?.kind === "list" && b?.kind === "list" && [...a.items, ...b.items].some(hasFields)) {
    const pairs = entryPairs(before.fields, after.fields);
    compareAll(pairs, path, found);
    if (isReordered(pairs, after.fields)) found.causes.push(difference(path, orderOf(before), orderOf(after)));
  } else if (a?.kind === "composed" && b?.kind === "composed") {
    compareAll(stepPairs(before.fields, after.fields), path, found);
  } else compareValues(before, after, path, found);
}

/** Of two data sets or two models of different sorts, what both have. */
function compareFields(before: Shown, after: Shown, path: string, isSame: boolean, found: Found): void {
  const pairs = fieldPairs(before.fields, after.fields);
  compareAll(isSame ? pairs : pairs.filter((each) => each.before && each.after), path, found);
}

function compareAll(pairs: readonly Pair[], path: string, found: Found): void {
  for (const pair of pairs) compare(pair, `${path}.${pair.name}`, found);
}

function isLarge(kind: Kind): boolean {
  return kind === "dataset" || kind === "model";
}

function compareValues(before: Shown, after: Shown, path: string, found: Found): void {
  const [a, b] = [sideOf(before), sideOf(after)];
  const isElsewhere =
    before.held?.kind === "path" && after.held?.kind === "path" && before.held.value !== after.held.value;
  if (a.text === b.text && !isElsewhere) return;
  // A path that is written the same may still lead elsewhere, from another folder.
  const sides = a.text === b.text ? ([whole(before, a), whole(after, b)] as const) : ([a, b] as const);
  const why = whyDiffers(before, after);
  (why.follows ? found.consequences : found.causes).push(difference(path, ...sides));
  found.causes.push(...why.names);
}

function whole({ held }: Shown, side: Side): Side {
  return held?.kind === "path" ? { ...side, text: held.value } : side;
}

function difference(at: string, before?: Side, after?: Side): Difference {
  const { path, group } = pathAndGroup(at);
  return { paths: [path], group, ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** A component in full, or by its name alone. */
function sideOf({ value, held, how, places, fields }: Shown, byName = false): Side {
  const at = value.startsWith("head ") ? fields.find(({ name }) => name === "at")?.value : undefined;
  const text =
    held && hasFields(held) ? (byName && held.kind === "component" ? held.declaration.name : textOfValue(held)) : value;
  return { text: at === undefined ? text : `${text} at ${at}`, how, places };
}

function orderOf(list: Shown): Side {
  return { ...sideOf(list), text: `[${list.fields.map(kindOf).join(", ")}]` };
}

/** The same change, made at the same place, is said once for all fields in which it shows. */
function merged(all: readonly Difference[]): Difference[] {
  const kept = new Map<string, Difference>();
  for (const each of all) {
    const key = JSON.stringify([each.group, keyOf(each.before), keyOf(each.after)]);
    const same = kept.get(key);
    kept.set(key, same ? { ...same, paths: [...new Set([...same.paths, ...each.paths])] } : each);
  }
  return [...kept.values()];
}

function keyOf(side: Side | undefined): unknown {
  const place = side?.places.findLast(({ role }) => role === "from") ?? side?.places[0];
  return side && [side.text, side.how, place?.span.file.path, place?.span.file.text.length, place?.span.start];
}
