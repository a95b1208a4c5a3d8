/** A list of which some items cannot stay: those that can are offered instead. */

import { replaceValue } from "../diagnostics/edits.ts";
import { textOfValue } from "../values/print.ts";
import type { Value } from "../values/value.ts";
import { truthOf } from "./conditions.ts";
import type { Checking, Failure, Remedies } from "./requires.ts";

/** Whether an equal item stands before it. */
export function isRepeated(item: Value, items: readonly Value[]): boolean {
  return firstLike(item, items) !== item;
}

/** The first item that is equal to this one: itself, where nothing before it is. */
export function firstLike(item: Value, items: readonly Value[]): Value | undefined {
  const text = textOfValue(item);
  return items.find((each) => textOfValue(each) === text);
}

/** `topk: [1]` for `topk: [1, 5]` over four classes, `[1, 5]` for `[1, 1, 5]`. */
export function listRemedies({ fields, situation, require }: Failure, { evaluation }: Checking): Remedies {
  const field = fields.find((each) => each.value.kind === "list");
  if (field?.value.kind !== "list") return {};
  const { name, value } = field;
  const passes = (items: readonly Value[]): boolean => {
    const settings = new Map(situation.component.settings).set(name, { ...value, items });
    return (
      truthOf(require.condition, { ...situation, component: { ...situation.component, settings } }, evaluation) === true
    );
  };
  const fit = value.items.filter((item) => passes([item]));
  const kept = fit.length < value.items.length ? fit : value.items.filter((item) => !isRepeated(item, value.items));
  if (kept.length === 0 || kept.length === value.items.length || !passes(kept)) return {};
  const text = textOfValue({ ...value, items: kept });
  const edit = replaceValue(value, text);
  return edit ? { fixes: [{ title: `${name}: ${text}`, edits: [edit] }] } : { helps: [`${name}: ${text}`] };
}
