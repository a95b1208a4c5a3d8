/** What the emitter prints as literals: derived fields, and defaults that hang on other fields. */
import type { CheckedExperiment } from "../checked.ts";
import { followsFromOthers } from "../declarations/declaration.ts";
import { derivedValues } from "../shapes/derived.ts";
import { collectSilently } from "../shapes/findings.ts";
import { plainSituation, type Situation } from "../shapes/situation.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { everyComponent } from "./components.ts";
import type { Context } from "./context.ts";

export function derivedOf(context: Context): CheckedExperiment["derived"] {
  const all = new Map<ComponentValue, ReadonlyMap<string, Value>>();
  const situations = inShapeRuns(context);
  for (const { component, phase } of everyComponent(context)) {
    const test = context.phases.find((each) => each.role === "test");
    const places = situations.get(component) ?? [
      plainSituation(component, phase),
      ...(test ? [plainSituation(component, test)] : []),
    ];
    const values = valuesOf(component, places, context);
    if (values.size > 0) all.set(component, values);
  }
  return all;
}

/** Where the model and each head stand, by phase: their dims are known there. */
function inShapeRuns({ runs, model }: Context): ReadonlyMap<ComponentValue, readonly Situation[]> {
  const places = new Map<ComponentValue, Situation[]>();
  const add = (component: ComponentValue, situation: Situation): void => {
    places.set(component, [...(places.get(component) ?? []), situation]);
  };
  for (const { phase, frames } of runs.phases.toSorted(
    (a, b) => Number(b.phase.role === "train") - Number(a.phase.role === "train"),
  )) {
    for (const frame of frames?.slice(0, 1) ?? []) {
      const [trunk] = frame.trunk ?? [];
      if (model && trunk) add(model, { ...trunk.situation, phase });
      for (const { head } of runs.heads) {
        const [at] = frame.heads.get(head.name.name) ?? [];
        if (at && head.value.kind === "component") add(head.value, at.situation);
      }
    }
  }
  return places;
}

/** By field; the first phase that has something to say of it does. */
function valuesOf(
  component: ComponentValue,
  places: readonly Situation[],
  { evaluation }: Context,
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const silent = { evaluation, findings: collectSilently() };
  for (const place of places) {
    for (const [name, value] of derivedValues(place, silent)) if (!values.has(name)) values.set(name, value);
  }
  const [first] = places;
  for (const field of component.declaration.fields.values()) {
    if (field.derived || !first || component.settings.has(field.name) || !field.default) continue;
    const value = followsFromOthers(field, component.declaration)
      ? evaluation.fieldOf(component, field.name, first.extra)
      : undefined;
    if (value && value.kind !== "poison" && value.kind !== "clip") values.set(field.name, value);
  }
  return values;
}
