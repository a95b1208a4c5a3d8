/** Where findings go: each once, however many shape runs come upon it. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/source-file.ts";
import type { Evaluation } from "./evaluation.ts";

export interface Findings {
  report(diagnostic: Diagnostic): void;
  /** Whether anything with this code was found at this place. */
  has(code: string, span: Span): boolean;
  /** How many errors this experiment has. */
  errors(): number;
}

export function collectFindings(evaluation: Pick<Evaluation, "report">): Findings {
  const found = new Set<string>();
  let errors = 0;
  const key = (code: string, { file, start, end }: Span): string => `${code} ${start}:${end} ${file.path}`;
  return {
    has: (code, span) => found.has(key(code, span)),
    errors: () => errors,
    report(diagnostic) {
      const place = key(diagnostic.code, diagnostic.primary.span);
      if (found.has(place)) return;
      found.add(place);
      if (diagnostic.severity === "error") errors += 1;
      evaluation.report(diagnostic);
    },
  };
}

/** For trying something out: nothing is reported. */
export function collectSilently(): Findings {
  return { report: () => undefined, has: () => false, errors: () => 0 };
}
