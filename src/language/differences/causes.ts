/** Whether a value differs because somebody wrote another one there, or because of something else that it follows from. */
import { mentions } from "../names/mentions.ts";
import { textOfValue } from "../values/print.ts";
import { placesOf } from "../values/provenance.ts";
import type { Shown } from "../values/show.ts";
import { hasFields, isOpen } from "../values/show-value.ts";
import type { Origin, Value } from "../values/value.ts";
import type { Difference, Side } from "./difference.ts";

/** Why two values differ. */
export interface Why {
  readonly follows: boolean;
  /** Params and `let`s that differ, where the value is computed from them. */
  readonly names: readonly Difference[];
}

const written: Why = { follows: false, names: [] };
const follows: Why = { follows: true, names: [] };

export function whyDiffers(before: Shown, after: Shown): Why {
  const sides = [before, after];
  if (sides.some(({ how }) => how === "derived")) return follows;
  if (sides.every(({ how }) => how === "default" || how === "fact")) return follows;
  if (sides.every(({ held }) => held?.kind === "clip")) return follows;
  const [a, b] = [before.held, after.held];
  // `stage4.last` is another block where the depth is another.
  if (a?.kind === "block" && b?.kind === "block") return textOfValue(a) === textOfValue(b) ? follows : written;
  if (!a || !b || !sameRoot(a.origin, b.origin)) return written;
  if (rootOf(a.origin).how === "fact") return follows;
  const names = namesThatDiffer(a.origin, b.origin, new Set());
  // Nothing else explains it: then it stands for itself.
  return names === undefined ? written : { follows: true, names };
}

/** Where the value was set that `origin` may only name. */
function rootOf(origin: Origin): Origin {
  let root = origin;
  for (let steps = 0; root.source && steps < 100; steps++) root = root.source;
  return root;
}

function sameRoot(a: Origin, b: Origin): boolean {
  const [one, other] = [rootOf(a).span, rootOf(b).span];
  return (
    one.file.path === other.file.path &&
    one.file.text === other.file.text &&
    one.start === other.start &&
    one.end === other.end
  );
}

/** Names that the same expression mentions on both sides and that stand for different values; undefined where none does. */
function namesThatDiffer(a: Origin, b: Origin, seen: Set<string>): readonly Difference[] | undefined {
  const [one, other] = [rootOf(a), rootOf(b)];
  if (!one.expr || !one.scope || !other.scope) return undefined;
  const found: Difference[] = [];
  let differs = false;
  for (const { name } of mentions(one.expr)) {
    const [left, right] = [valueNamed(one, name), valueNamed(other, name)];
    if (!left || !right || seen.has(name) || textOfValue(left) === textOfValue(right)) continue;
    seen.add(name);
    differs = true;
    // A declared component's own fields stand in the experiment.
    if (hasFields(left)) continue;
    const behind = sameRoot(left.origin, right.origin) ? namesThatDiffer(left.origin, right.origin, seen) : undefined;
    found.push(...(behind ?? [{ paths: [name], group: "names", before: sideOf(left), after: sideOf(right) }]));
  }
  return differs ? found : undefined;
}

function valueNamed({ scope }: Origin, name: string): Value | undefined {
  const named = scope?.lookup(name);
  if (!named || named.kind === "namespace") return undefined;
  return "nameSpan" in named ? named.value() : named;
}

function sideOf(value: Value): Side {
  return { text: isOpen(value) ? "open" : textOfValue(value), how: value.origin.how, places: placesOf(value) };
}
