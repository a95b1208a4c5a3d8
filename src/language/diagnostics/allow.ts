/** `// allow V0303: reason` silences a warning, with a reason that the next reader can judge. */
import { positionAt } from "../source/source-file.ts";
import type { Allowance, FileNode } from "../syntax/ast.ts";
import { diagnose, isKnownCode, knownCodes, traitsOf } from "./catalogue.ts";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import { lineText } from "./snippet.ts";
import { suggest } from "./suggest.ts";

/**
 * What remains after the allowances of these files. One holds for its own line and for the next line that is not a comment.
 * Errors cannot be allowed. An allowance that silences nothing, or gives no reason, is itself a warning (V0107); of codes that
 * this check did not look for (advice, unless `pedantic`; what only the command line sees) that is not said.
 */
export function applyAllowances(
  diagnostics: readonly Diagnostic[],
  files: readonly FileNode[],
  { pedantic }: { readonly pedantic: boolean },
): readonly Diagnostic[] {
  const allowances = allowancesOf(files);
  const used = new Set<Allowance>();
  const remaining = diagnostics.filter((each) => {
    const matching = allowances.filter((allowance) => silences(allowance, each));
    for (const allowance of matching) used.add(allowance);
    return matching.length === 0;
  });
  const unused = allowances.filter(
    (each) => !used.has(each) && (each.reason === "" || isLookedFor(each.code, pedantic)),
  );
  return [...remaining, ...unused.map((allowance) => unusedAllowance(allowance, diagnostics))];
}

/** What remains of findings that the command line adds. */
export function withoutAllowed(
  diagnostics: readonly Diagnostic[],
  allowances: readonly Allowance[],
): readonly Diagnostic[] {
  return diagnostics.filter((each) => !allowances.some((allowance) => silences(allowance, each)));
}

export function allowancesOf(files: readonly FileNode[]): readonly Allowance[] {
  return files.flatMap((file) => file.allowances);
}

function silences(allowance: Allowance, { code, severity, primary: { span } }: Diagnostic): boolean {
  if (severity === "error" || allowance.code !== code || allowance.reason === "") return false;
  return allowance.span.file === span.file && linesOf(allowance).includes(positionAt(span.file, span.start).line);
}

function isLookedFor(code: string, pedantic: boolean): boolean {
  if (!isKnownCode(code)) return true;
  const { severity, outside } = traitsOf(code);
  return outside !== true && (pedantic || severity !== "advice");
}

/** The allowance's line, and the next one below it that holds more than a comment. */
function linesOf({ span }: Allowance): readonly [number, number] {
  const { line } = positionAt(span.file, span.start);
  const { line: last } = positionAt(span.file, span.file.text.length);
  let next = line + 1;
  while (next < last && /^\s*\/\//.test(lineText(span.file, next))) next += 1;
  return [line, next];
}

function unusedAllowance(allowance: Allowance, diagnostics: readonly Diagnostic[]): Diagnostic {
  const { code, reason, loose, span } = allowance;
  const params = { name: code, what: "the allowance of" };
  if (/^V\d{4}$/.test(code) && !isKnownCode(code)) {
    const [close] = suggest(code, knownCodes);
    return diagnose("V0107", params, {
      primary: { span, text: `there is no ${code}` },
      helps: [close === undefined ? "a code stands in front of each message" : `did you mean ${close}?`],
    });
  }
  const traits = isKnownCode(code) ? traitsOf(code) : undefined;
  const isError =
    (traits?.severity === "error" && traits.also === undefined) ||
    diagnostics.some((each) => each.code === code && each.severity === "error" && each.primary.span.file === span.file);
  const removal: Fix = { title: "remove it", edits: [{ span: withItsLine(allowance), newText: "" }] };
  if (isError) {
    return diagnose("V0107", params, { primary: { span, text: "an error cannot be allowed" }, fixes: [removal] });
  }
  if (reason === "") {
    const colon: Fix = { title: `${code}: ${loose}`, edits: [{ span, newText: `// allow ${code}: ${loose}` }] };
    return diagnose("V0107", params, {
      primary: { span, text: loose === undefined ? "it gives no reason" : "a colon stands before the reason" },
      ...(loose === undefined ? { helps: [`// allow ${code}: why it is fine here`] } : { fixes: [colon] }),
    });
  }
  return diagnose("V0107", params, { primary: { span, text: "no such warning here" }, fixes: [removal] });
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
