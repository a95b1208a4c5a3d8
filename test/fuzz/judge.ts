/** What vcl owes to any input: no throw, places inside their texts, fixes that can be made, words that mean something. */
import { posix } from "node:path";
import { check } from "../../src/language/check.ts";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../../src/language/diagnostics/diagnostic.ts";
import { jsonReport } from "../../src/language/diagnostics/json.ts";
import { renderAll } from "../../src/language/diagnostics/render.ts";
import { shapesText } from "../../src/language/shapes/report.ts";
import type { SourceFile, Span } from "../../src/language/source/source-file.ts";
import { parse, parseExpression } from "../../src/language/syntax/parse.ts";
import { showExperiment } from "../../src/language/values/show.ts";
import { mapHost } from "../language/map-host.ts";
import type { Input } from "./input.ts";

/** How far an input goes: through the parser alone, or through all of `vcl check`. */
export type Depth = "parse" | "check";

/** What no message says of itself; an input may bring such a word along. */
const meaningless = /\bundefined\b|\bNaN\b|\[object/;

/** What is wrong with vcl, as shown by this input; undefined where nothing is. */
export function judge(input: Input, depth: Depth): string | undefined {
  try {
    const wrong = depth === "parse" ? judgeParse(input) : judgeCheck(input);
    return wrong && meaningless.test(wrong) && meaningless.test(JSON.stringify(input)) ? undefined : wrong;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : `thrown: ${String(error)}`;
  }
}

function judgeParse({ files }: Input): string | undefined {
  const [[name = "", text = ""] = []] = Object.entries(files);
  const file: SourceFile = { path: `/work/${name}`, text, origin: "file" };
  const { tree, diagnostics } = parse(file);
  const lone = parseExpression(file);
  return outside([tree, lone.expr], file) ?? judgeDiagnostics([...diagnostics, ...lone.diagnostics]);
}

function judgeCheck({ files, args, closed }: Input): string | undefined {
  const [main = ""] = Object.keys(files);
  const run = (texts: Input["files"]) =>
    check(posix.resolve("/work", main), mapHost(texts), { args, closed, cwd: "/work", pedantic: true });
  const result = run(files);
  const wrong = judgeDiagnostics(result.diagnostics);
  if (wrong !== undefined) return wrong;
  for (const experiment of result.experiments) {
    showExperiment(experiment, result);
    const shapes = shapesText(experiment);
    if (meaningless.test(shapes)) return `\`vcl shapes\` says nothing: ${shapes}`;
  }
  const { texts } = applyFixes(result.diagnostics);
  if (texts.size === 0) return undefined;
  const fixed = [...texts].map(([path, text]) => [posix.relative("/work", path), text]);
  return judgeDiagnostics(run({ ...files, ...Object.fromEntries(fixed) }).diagnostics);
}

function judgeDiagnostics(diagnostics: readonly Diagnostic[]): string | undefined {
  for (const diagnostic of diagnostics) {
    const { code, title, primary, secondary, why = "", fixes, helps, notes } = diagnostic;
    const edits = fixes.flatMap((fix) => fix.edits);
    const spans = [primary.span, ...secondary.map((label) => label.span), ...edits.map((edit) => edit.span)];
    const stray = spans.find((span) => !isInside(span));
    if (stray) return `${code} ${title}: its place ${stray.start}..${stray.end} lies outside the text`;
    if (fixes.some((fix) => clash(fix.edits.map((edit) => edit.span))))
      return `${code} ${title}: a fix's edits overlap`;
    const said = [title, primary.text, ...secondary.map((label) => label.text), why, ...helps, ...notes].join("\n");
    if (meaningless.test(said)) return `${code} says nothing: ${said}`;
  }
  renderAll(diagnostics, { folder: "/work" });
  JSON.stringify(jsonReport(diagnostics, "/work"));
  return undefined;
}

function isInside({ file, start, end }: Span): boolean {
  return start >= 0 && start <= end && end <= file.text.length;
}

function clash(spans: readonly Span[]): boolean {
  return spans.some((a, i) => spans.some((b, k) => i < k && a.file === b.file && a.start < b.end && b.start < a.end));
}

/** The first span in a tree that does not lie in its text. */
function outside(value: unknown, file: SourceFile): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("file" in value && "start" in value && "end" in value) {
    const span = value as Span;
    return span.file === file && isInside(span) ? undefined : `a node at ${span.start}..${span.end}, outside the text`;
  }
  for (const [key, part] of Object.entries(value)) {
    const found = key === "file" ? undefined : outside(part, file);
    if (found !== undefined) return found;
  }
  return undefined;
}
