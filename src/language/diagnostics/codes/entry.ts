import type { Severity } from "../diagnostic.ts";

export interface CodeEntry<P> {
  readonly severity: Severity;
  readonly title: (params: P) => string;
}

/** Declares a code: its usual severity and its title as a function of typed parameters. */
export function code<P = Record<never, never>>(severity: Severity, title: (params: P) => string): CodeEntry<P> {
  return { severity, title };
}
