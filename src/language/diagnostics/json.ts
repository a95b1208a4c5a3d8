/** Diagnostics for machines: what `vcl check --json` prints. Lines and columns count from 1, columns in UTF-16 units. */
import { shownFile } from "../source/paths.ts";
import { positionAt, type Span } from "../source/source-file.ts";
import { isKnownCode } from "./catalogue.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";

interface JsonSpan {
  /** Relative to the folder given; for an argument, what was typed before it, such as `--set train.clip`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** The primary one first. */
  readonly labels: readonly (JsonSpan & { readonly text: string; readonly primary: boolean })[];
  readonly why: string | null;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly (JsonSpan & { readonly newText: string })[];
  }[];
  /** What a person may do; notes are among them. */
  readonly helps: readonly string[];
  /** The page that explains the code, in vcl's own folder; null for the codes of packages. */
  readonly docs: string | null;
}

export interface JsonReport {
  /** No errors; warnings do not count. */
  readonly ok: boolean;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export function jsonReport(diagnostics: readonly Diagnostic[], folder: string): JsonReport {
  return {
    ok: diagnostics.every(({ severity }) => severity !== "error"),
    diagnostics: diagnostics.map((each) => jsonDiagnostic(each, folder)),
  };
}

function jsonDiagnostic(diagnostic: Diagnostic, folder: string): JsonDiagnostic {
  const { code, severity, title, primary, secondary, why, fixes, helps, notes } = diagnostic;
  return {
    code,
    severity,
    title,
    labels: [primary, ...secondary].map((label) => ({
      ...jsonSpan(label.span, folder),
      text: label.text,
      primary: label === primary,
    })),
    why: why ?? null,
    fixes: fixes.map((fix) => ({
      title: fix.title,
      edits: fix.edits.map(({ span, newText }) => ({ ...jsonSpan(span, folder), newText })),
    })),
    helps: [...helps, ...notes],
    docs: isKnownCode(code) ? `docs/diagnostics/${code}.md` : null,
  };
}

function jsonSpan({ file, start, end }: Span, folder: string): JsonSpan {
  const from = positionAt(file, start);
  const to = positionAt(file, end);
  return {
    file: shownFile(file, folder),
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}
