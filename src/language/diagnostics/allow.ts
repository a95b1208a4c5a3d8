/** `// allow V0303: reason` silences a warning, with a reason that the next reader can judge. */
import { positionAt } from "../source/source-file.ts";
import type { Allowance, FileNode } from "../syntax/ast.ts";
import { diagnose } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { lineText } from "./snippet.ts";

/**
 * What remains after the allowances of these files. One holds for its own line and for the next line that is not a comment.
 * Errors cannot be allowed. An allowance that silences nothing, or gives no reason, is itself a warning (V0107).
 */
export function applyAllowances(diagnostics: readonly Diagnostic[], files: readonly FileNode[]): readonly Diagnostic[] {
  const allowances = files.flatMap((file) =>
    file.allowances.map((allowance) => ({ allowance, lines: linesOfAllowance(allowance) })),
  );
  const used = new Set<Allowance>();
  const remaining = diagnostics.filter(({ code, severity, primary: { span } }) => {
    if (severity === "error") return true;
    const { line } = positionAt(span.file, span.start);
    const matching = allowances.filter(
      ({ allowance, lines }) =>
        allowance.code === code && allowance.span.file === span.file && allowance.reason !== "" && lines.includes(line),
    );
    for (const { allowance } of matching) used.add(allowance);
    return matching.length === 0;
  });
  const unused = allowances.map(({ allowance }) => allowance).filter((allowance) => !used.has(allowance));
  return [...remaining, ...unused.map((allowance) => unusedAllowance(allowance, diagnostics))];
}

/** The allowance's line, and the next one below it that holds more than a comment. */
export function linesOfAllowance({ span }: Allowance): readonly [number, number] {
  const { line } = positionAt(span.file, span.start);
  const { line: last } = positionAt(span.file, span.file.text.length);
  let next = line + 1;
  while (next < last && /^\s*\/\//.test(lineText(span.file, next))) next += 1;
  return [line, next];
}

function unusedAllowance(allowance: Allowance, diagnostics: readonly Diagnostic[]): Diagnostic {
  const { code, reason, span } = allowance;
  const isError = diagnostics.some(
    (each) => each.code === code && each.severity === "error" && each.primary.span.file === span.file,
  );
  if (reason === "") {
    return diagnose(
      "V0107",
      { name: code, what: "the allowance of" },
      { primary: { span, text: "it gives no reason" }, helps: [`// allow ${code}: why it is fine here`] },
    );
  }
  return diagnose(
    "V0107",
    { name: code, what: "the allowance of" },
    {
      primary: { span, text: isError ? "an error cannot be allowed" : "no such warning here" },
      fixes: [{ title: "remove it", edits: [{ span: withItsLine(allowance), newText: "" }] }],
    },
  );
}

/** The whole line where the comment stands alone; else the comment and the blanks before it. */
function withItsLine({ span }: Allowance): Allowance["span"] {
  const { text } = span.file;
  let start = span.start;
  while (start > 0 && /[ \t]/.test(text[start - 1] ?? "")) start -= 1;
  const alone = start === 0 || /[\r\n]/.test(text[start - 1] ?? "");
  if (!alone) return { ...span, start };
  const lineEnd = /\r\n|\r|\n/y;
  lineEnd.lastIndex = span.end;
  return { ...span, start, end: span.end + (lineEnd.exec(text)?.[0].length ?? 0) };
}
