import type { Value } from "../../language/values/value.ts";

/** The value as what it comes to, whatever was written. */
export function withoutNames<V extends Value>(value: V): V {
  const { span, how } = value.origin;
  return {
    ...value,
    origin: { span, how },
    ...(value.kind === "list" ? { items: value.items.map(withoutNames) } : {}),
  };
}
