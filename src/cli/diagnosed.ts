import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { report } from "./report.ts";

/** Ends a command with diagnostics that only came up while it worked: exit code 1. */
export class Diagnosed extends Error {
  readonly diagnostics: readonly Diagnostic[];
  /** More for whoever asked for it: the whole stack of an exception. */
  readonly more: string | undefined;

  constructor(diagnostics: readonly Diagnostic[], more?: string) {
    super(diagnostics.map(({ title }) => title).join("; "));
    this.diagnostics = diagnostics;
    this.more = more;
  }
}

/** On standard error. */
export function reportDiagnosed({ diagnostics, more }: Diagnosed, cwd: string): void {
  report(diagnostics, process.stderr, cwd);
  if (more !== undefined) console.error(`\n${more}`);
}
