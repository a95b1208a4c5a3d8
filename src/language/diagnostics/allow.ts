/** `// allow V0303: reason` silences a warning, with a reason that the next reader can judge. */
import { positionAt, type SourceFile } from "../source/source-file.ts";
import type { Allowance, FileNode } from "../syntax/ast.ts";
import { diagnose } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { lineText } from "./snippet.ts";

/**
 * What remains after the allowances of these files. One holds for its own line and for the next line that is not a comment.
 * Errors cannot be allowed. An allowance that silences nothing, or gives no reason, is itself a warning (V0107).
 */
export function applyAllowances(diagnostics: readonly Diagnostic[], files: readonly FileNode[]): readonly Diagnostic[] {
  const known = new Map(files.map((file) => [file.file, byLine(file)]));
  const used = new Set<Allowance>();
  const errors = new Map<SourceFile, Set<string>>();
  const remaining = diagnostics.filter(({ code, severity, primary: { span } }) => {
    if (severity === "error") {
      errors.set(span.file, (errors.get(span.file) ?? new Set()).add(code));
      return true;
    }
    const { line } = positionAt(span.file, span.start);
    const matching = (known.get(span.file)?.get(line) ?? []).filter((each) => each.code === code && each.reason !== "");
    for (const allowance of matching) used.add(allowance);
    return matching.length === 0;
  });
  const unused = files.flatMap(({ allowances }) => allowances.filter((allowance) => !used.has(allowance)));
  return [
    ...remaining,
    ...unused.map((each) => unusedAllowance(each, errors.get(each.span.file)?.has(each.code) === true)),
  ];
}

/** A file's allowances by the lines for which they hold: their own, and the next one below that is more than a comment. */
function byLine({ file, allowances }: FileNode): ReadonlyMap<number, readonly Allowance[]> {
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

function unusedAllowance(allowance: Allowance, isError: boolean): Diagnostic {
  const { code, reason, span } = allowance;
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
