/** A user's mistake (or a doubt about it), as data. Rendered by `render.ts` for people and `json.ts` for machines. */
import type { Span } from "../source/source-file.ts";

export type Severity = "error" | "warning" | "advice";

export interface Label {
  readonly span: Span;
  /** At most eight words; may be empty on a primary label whose title says it all. */
  readonly text: string;
}

export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** A change that a machine may make because there is one right answer. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Diagnostic {
  /** `V0603`, or a package's own such as `ACME012`. */
  readonly code: string;
  readonly severity: Severity;
  /** Lower case, no full stop, under 60 characters. */
  readonly title: string;
  /** What is wrong, here. */
  readonly primary: Label;
  /** Facts elsewhere, across files too. */
  readonly secondary: readonly Label[];
  /** The numbers or the chain; one line. */
  readonly why?: string;
  readonly fixes: readonly Fix[];
  readonly helps: readonly string[];
  readonly notes: readonly string[];
}
