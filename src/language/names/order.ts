/** In which order names are best evaluated: each after those that it mentions, so that evaluation never goes deep. */
import type { Ident } from "../syntax/ast.ts";
import { slotsOf } from "./amendments.ts";
import { mentions, mentionsInBlock } from "./mentions.ts";
import type { Module } from "./module.ts";
import { Slot } from "./slot.ts";

/**
 * All declared values of an instance. Where names wait for each other, the first of them in the file comes first: evaluation
 * then reports the cycle from there. A name may come twice.
 */
export function evaluationOrder(module: Module): readonly Slot[] {
  const ordered: Slot[] = [];
  const seen = new Set<Slot>();
  for (const slot of slotsOf(module.top)) {
    const open: { readonly slot: Slot; readonly waiting: Slot[] }[] = [];
    const waits = new Set<Slot>();
    const enter = (each: Slot) => {
      if (waits.has(each)) ordered.push(each);
      if (seen.has(each)) return;
      seen.add(each);
      waits.add(each);
      open.push({ slot: each, waiting: dependencies(each) });
    };
    enter(slot);
    for (let at = open.at(-1); at; at = open.at(-1)) {
      const next = at.waiting.pop();
      if (next) enter(next);
      else {
        ordered.push(at.slot);
        waits.delete(at.slot);
        open.pop();
      }
    }
  }
  return ordered;
}

function dependencies(slot: Slot): Slot[] {
  const own = namesIn(slot).map((each) => slot.scope.lookup(each.name));
  const changed = slot.changes.flatMap((change) => {
    const names = change.kind === "value" ? mentions(change.value) : mentionsInBlock(change.block);
    return names.map((each) => change.scope.lookup(each.name));
  });
  return [...own, ...changed].filter((each) => each instanceof Slot).reverse();
}

/** Every name that a declaration mentions. */
export function namesIn({ node }: Pick<Slot, "node">): readonly Ident[] {
  switch (node.kind) {
    case "param":
      return node.default ? mentions(node.default) : [];
    case "binding": {
      const defaults = node.parameters?.flatMap((each) => (each.default ? mentions(each.default) : [])) ?? [];
      return [...mentions(node.value), ...defaults];
    }
    case "experiment":
      return [...(node.base ? mentions(node.base) : []), ...(node.block ? mentionsInBlock(node.block) : [])];
  }
}
