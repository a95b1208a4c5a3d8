/** Where what nobody wrote follows from: a derived field, and a default that hangs on other fields. */
import { mentions } from "../names/mentions.ts";
import { type Place, placesOf } from "./provenance.ts";
import type { ComponentValue, ExperimentValue, Value } from "./value.ts";

/**
 * The places that made a derived value what it is: those of the number that it goes back to, as the shape runs tell it, and
 * of the fields that its rule mentions. None of them lies in the declaration itself.
 */
export function followsFrom(value: Value, of: ComponentValue | ExperimentValue, name: string): readonly Place[] {
  if (of.kind !== "component") return [];
  const field = of.declaration.fields.get(name);
  const named = field?.default === undefined ? [] : mentions(field.default).map((each) => of.settings.get(each.name));
  // A size without a source, such as the channels of a decoded clip, has the component's own place.
  const own = value.origin.span === of.origin.span ? [] : [value];
  const values = field?.derived ? [...own, ...named] : named;
  const places = values.flatMap((each) => (each ? placesOf(each) : []));
  const isElsewhere = ({ span }: Place): boolean =>
    span.file !== of.declaration.file || of.declaration.file.origin === "file";
  return places
    .filter((each) => isElsewhere(each) && each.role !== "replaced" && each.span !== field?.default?.span)
    .map((each) => ({ ...each, role: "follows" as const }));
}
