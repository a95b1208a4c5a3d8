/** What differs between two resolved experiments, field by field, in vcl's spelling. */

import type { FieldDifference } from "../experiment.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

export type Difference = FieldDifference;

/** Compares plain data; a component that became another one is a single difference. */
export function differences(was: Json | undefined, is: Json | undefined, path = ""): Difference[] {
  if (JSON.stringify(was ?? null) === JSON.stringify(is ?? null)) return [];
  const [before, after] = [fieldsOf(was), fieldsOf(is)];
  const renamed = before?.component !== after?.component;
  if (before === undefined || after === undefined || renamed) return [{ path, was: showValue(was), is: showValue(is) }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const at = (name: string): string => (path === "" ? snake(name) : `${path}.${snake(name)}`);
  return names.flatMap((name) => differences(before[name], after[name], at(name)));
}

/** `optimizer.lr 0.1 → 0.01, epochs 2 → 4`. */
export function describeDifferences(found: readonly Difference[]): string {
  return found.map(({ path, was, is }) => `${path} ${was} → ${is}`).join(", ");
}

/** A value as one writes it in a message: `[2,2,2,2]`, `sgd`, `none`. */
export function showValue(value: Json | undefined): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "object" && "component" in value) return String(value.component);
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * The named parts of a value: a component's options beside its name, a list of named things by their names. Undefined where
 * the value is compared as a whole.
 */
function fieldsOf(value: Json | undefined): { readonly [name: string]: Json | undefined } | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (!Array.isArray(value)) {
    const record = value as { readonly [name: string]: Json | undefined };
    const { options, ...rest } = record;
    return options !== null && typeof options === "object" ? { ...rest, ...(options as object) } : record;
  }
  const items: readonly Json[] = value;
  if (items.length === 0 || items.some((item) => fieldsOf(item) === undefined)) return undefined;
  const names = items.map((item, i) => nameOf(item) ?? String(i));
  return new Set(names).size === names.length
    ? Object.fromEntries(items.map((item, i) => [names[i] ?? i, item]))
    : undefined;
}

function nameOf(item: Json): string | undefined {
  const { name, component } = (fieldsOf(item) ?? {}) as { readonly name?: Json; readonly component?: Json };
  return typeof name === "string" ? name : typeof component === "string" ? component : undefined;
}

/** `weightDecay` is `weight_decay` in vcl. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
