import type { Severity } from "../diagnostic.ts";

export interface Traits {
  /** Another severity that it has in some cases. */
  readonly also?: Severity;
  /** Found by the command line, in what the runtime sees of the disk, the machine or the network; never by the front end. */
  readonly outside?: true;
}

export interface CodeEntry<P> extends Traits {
  readonly severity: Severity;
  readonly title: (params: P) => string;
}

/** Declares a code: its usual severity and its title as a function of typed parameters. */
export function code<P = Record<never, never>>(
  severity: Severity,
  title: (params: P) => string,
  traits: Traits = {},
): CodeEntry<P> {
  return { severity, title, ...traits };
}
