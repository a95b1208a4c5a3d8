/** `// allow V0303: reason` silences a warning, with a reason that the next reader can judge. */
import { positionAt, type SourceFile } from "../source/source-file.ts";
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
  const silencers = silencersOf(allowances);
  const used = new Set<Allowance>();
  const remaining = diagnostics.filter((each) => {
    const matching = silencers(each);
    for (const allowance of matching) used.add(allowance);
    return matching.length === 0;
  });
  const unused = allowances.filter(
    (each) => !used.has(each) && (each.reason === "" || isLookedFor(each.code, pedantic)),
  );
  const errors = new Map<SourceFile, Set<string>>();
  for (const { code, severity, primary } of diagnostics) {
    if (severity !== "error") continue;
    const { file } = primary.span;
    errors.set(file, (errors.get(file) ?? new Set()).add(code));
  }
  return [
    ...remaining,
    ...unused.map((each) => unusedAllowance(each, errors.get(each.span.file)?.has(each.code) === true)),
  ];
}

/** What remains of findings that the command line adds. */
export function withoutAllowed(
  diagnostics: readonly Diagnostic[],
  allowances: readonly Allowance[],
): readonly Diagnostic[] {
  const silencers = silencersOf(allowances);
  return diagnostics.filter((each) => silencers(each).length === 0);
}

export function allowancesOf(files: readonly FileNode[]): readonly Allowance[] {
  return files.flatMap((file) => file.allowances);
}

/** Which of them silence a diagnostic. */
function silencersOf(allowances: readonly Allowance[]): (diagnostic: Diagnostic) => readonly Allowance[] {
  const files = new Map<SourceFile, Allowance[]>();
  for (const allowance of allowances) {
    const { file } = allowance.span;
    const others = files.get(file);
    if (others) others.push(allowance);
    else files.set(file, [allowance]);
  }
  const byLine = new Map([...files].map(([file, own]) => [file, linesOfAllowances(file, own)]));
  return ({ code, severity, primary: { span } }) => {
    if (severity === "error" || !byLine.has(span.file)) return [];
    const here = byLine.get(span.file)?.get(positionAt(span.file, span.start).line) ?? [];
    return here.filter((each) => each.code === code && each.reason !== "");
  };
}

/** A file's allowances by the lines for which they hold: their own, and the next one below that is more than a comment. */
export function linesOfAllowances(
  file: SourceFile,
  allowances: readonly Allowance[],
): ReadonlyMap<number, readonly Allowance[]> {
  const found = new Map<number, Allowance[]>();
  const add = (line: number, allowance: Allowance): void => {
    const others = found.get(line);
    if (others) others.push(allowance);
    else found.set(line, [allowance]);
  };
  const { line: last } = positionAt(file, file.text.length);
  // From the last one up, so that lines of comments are looked at once.
  let next = last;
  let seen = last;
  for (const allowance of [...allowances].reverse()) {
    const { line } = positionAt(file, allowance.span.start);
    for (; seen > line + 1; seen -= 1) if (!isComment(file, seen - 1)) next = seen - 1;
    add(line, allowance);
    add(next, allowance);
  }
  return found;
}

function isComment(file: SourceFile, line: number): boolean {
  return /^\s*\/\//.test(lineText(file, line));
}

function isLookedFor(code: string, pedantic: boolean): boolean {
  if (!isKnownCode(code)) return true;
  const { severity, outside } = traitsOf(code);
  return outside !== true && (pedantic || severity !== "advice");
}

function unusedAllowance(allowance: Allowance, hasError: boolean): Diagnostic {
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
  const isError = (traits?.severity === "error" && traits.also === undefined) || hasError;
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
