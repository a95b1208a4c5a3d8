/**
 * What follows from a syntax error is not the user's mistake: where the parser had to skip something, names and fields are
 * missing that are there to be read. Such findings are left out until the syntax is right.
 */
import { positionAt, type SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Syntax errors after which a part of the file may be missing from the tree; V0003 and V0005 are read as meant. */
const losing = ["V0001", "V0002", "V0004"];

export function losesParts({ code }: Diagnostic): boolean {
  return losing.includes(code);
}

/** Findings that something is not there. */
const absences = ["V0108", "V0206", "V0313", "V0606"];

/** The findings without those that a syntax error of the same file explains. */
export function withoutCascades(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const damaged = new Map<SourceFile, Set<number>>();
  for (const each of diagnostics) {
    if (!losesParts(each)) continue;
    const lines = damaged.get(each.primary.span.file) ?? new Set();
    damaged.set(each.primary.span.file, lines);
    for (const { span } of [each.primary, ...each.secondary]) lines.add(positionAt(span.file, span.start).line);
  }
  if (damaged.size === 0) return diagnostics;
  return diagnostics.filter((each) => {
    const lines = damaged.get(each.primary.span.file);
    return lines === undefined || each.code.startsWith("V00") || !isExplained(each, lines);
  });
}

function isExplained(found: Diagnostic, lines: ReadonlySet<number>): boolean {
  const { file } = found.primary.span;
  const isDamaged = ({ span }: Diagnostic["primary"]) =>
    span.file === file && lines.has(positionAt(file, span.start).line);
  if (absences.includes(found.code) || [found.primary, ...found.secondary].some(isDamaged)) return true;
  return found.code === "V0101" && isDeclaredSomewhere(found, lines);
}

/** Whether the name stands behind a keyword that declares it, or on a damaged line: it was there, but could not be read. */
function isDeclaredSomewhere({ primary: { span } }: Diagnostic, lines: ReadonlySet<number>): boolean {
  const { text } = span.file;
  const name = text.slice(span.start, span.end);
  if (!/^\w+$/.test(name)) return false;
  for (const { index } of text.matchAll(new RegExp(`\\b${name}\\b`, "g"))) {
    if (index === span.start) continue;
    const isDeclared = /\b(?:let|data|model|transform|param|experiment|extern\s+\w+|as)\s+$/.test(
      text.slice(Math.max(index - 40, 0), index),
    );
    if (isDeclared || lines.has(positionAt(span.file, index).line)) return true;
  }
  return false;
}
