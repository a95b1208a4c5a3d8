/** A number that cannot stay: the nearest ones that could. */
import { exactly, isExact } from "../dims/interval.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue, Value } from "../values/value.ts";
import { truthOf } from "./conditions.ts";
import type { Checking, Failure, Remedies } from "./requires.ts";

/** How far is looked on either side. */
const reach = 64;

/** A component as it would be with one field set otherwise, or left out. */
export function withSetting(component: ComponentValue, name: string, value: Value | undefined): ComponentValue {
  const settings = new Map(component.settings);
  if (value) settings.set(name, value);
  else settings.delete(name);
  return { ...component, settings };
}

/** `nearest that fits: groups: 16 or groups: 32`, for the first whole number that a failed condition goes back to. */
export function nearestNumber(failure: Failure, passes: (component: ComponentValue) => boolean): string | undefined {
  const field = failure.fields.find(({ value }) => value.kind === "number" && value.whole && isExact(value.interval));
  if (field?.value.kind !== "number") return undefined;
  const { name, value } = field;
  const now = value.interval.low;
  const at = (size: number): Value => ({ ...value, interval: exactly(size) });
  const fits = (size: number): boolean => passes(withSetting(failure.situation.component, name, at(size)));
  const near = Array.from({ length: reach }, (_, i) => i + 1);
  const below = near.map((step) => now - step).find((size) => size >= 1 && fits(size));
  const above = near.map((step) => now + step).find(fits);
  const found = [below, above].flatMap((size) => (size === undefined ? [] : [`\`${name}: ${textOfValue(at(size))}\``]));
  return found.length === 0 ? undefined : `nearest that fits: ${found.join(" or ")}`;
}

/** The same where the condition alone decides. */
export function nearestRemedies(failure: Failure, { evaluation }: Checking): Remedies {
  const { situation, require } = failure;
  const help = nearestNumber(
    failure,
    (component) => truthOf(require.condition, { ...situation, component }, evaluation) === true,
  );
  return help === undefined ? {} : { helps: [help] };
}
