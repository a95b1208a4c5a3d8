/** The names of a program: what each would be called, and what it is called where that is taken. */

import type { Declared, Draft, Names } from "./draft.ts";
import { importsOf } from "./imports.ts";
import { camelCase, createNamer } from "./names.ts";
import { orderedGroups } from "./order.ts";

/** Names as if no two were the same: enough to find out what there is to name. */
export const wantedNames: Names = { of: wantedName, imported: (_module, name) => name };

/** Every name decided, imported ones first, since those are known elsewhere. `draft` was lowered with the wanted names. */
export function decidedNames(draft: Draft): Names {
  const namer = createNamer();
  const imported = new Map<string, string>();
  for (const { module, name } of importsOf(draft)) imported.set(`${module} ${name}`, namer.name(name, ""));
  const names = new Map<Declared, string>();
  for (const param of draft.params) {
    const name = camelCase(param.name);
    names.set(param, draft.fixed.has(param) ? namer.name(name, "Param") : `params.${name}`);
  }
  const { value } = draft.checked;
  for (const declared of [...orderedGroups(draft).map((group) => group.declared), value]) {
    names.set(declared, namer.name(wantedName(declared), suffixOf(declared)));
  }
  return {
    of: (declared) => names.get(declared) ?? wantedName(declared),
    imported: (module, name) => imported.get(`${module} ${name}`) ?? name,
  };
}

function wantedName(declared: Declared): string {
  if (declared.kind === "component")
    return "declaration" in declared ? declared.declaration.kind : camelCase(declared.name);
  if (declared.kind === "experiment" && "settings" in declared)
    return camelCase(declared.binding?.name ?? "experiment");
  return "name" in declared ? camelCase(declared.name) : "experiment";
}

/** What a name gets behind it where it is taken: `motionData`. */
function suffixOf(declared: Declared): string {
  switch (declared.kind) {
    case "data":
      return "Data";
    case "model":
    case "component":
      return "Model";
    case "transform":
      return "Transform";
    case "experiment":
      return "Experiment";
    default:
      return "Value";
  }
}
