/**
 * Checks of small programs in tests.
 *
 *     expectDiagnostics(tutorial(["fold\n", "fold: ⟦4⟧\n"]), { code: "V0204", title: "fold is 1, 2 or 3" });
 *
 * A source may carry markers, which are taken out before it is checked: ⟦…⟧ around the primary span of each diagnostic, in
 * the order in which they are reported, and ‹…› around secondary ones. Where there are markers of a sort, all spans of that
 * sort must be marked (secondary ones that lie in the standard library or in an argument cannot be). Several files are a
 * record from name to source, the program's own file first. `check` is the front end itself, with the real standard library.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect } from "vitest";
import { check as checkProgram } from "../../src/language/check.ts";
import type { Argument, CheckOptions, CheckResult } from "../../src/language/checked.ts";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../../src/language/diagnostics/diagnostic.ts";
import type { Span } from "../../src/language/source/source-file.ts";
import { mapHost } from "./map-host.ts";

export type Sources = string | Readonly<Record<string, string>>;

/** What a diagnostic must be; only what is given is compared. */
export interface Expected {
  readonly code: string;
  readonly title?: string;
  readonly severity?: Diagnostic["severity"];
  /** Text of the primary label. */
  readonly label?: string;
  /** Texts of the secondary labels, in order. */
  readonly secondary?: readonly string[];
  readonly why?: string | RegExp;
  /** Titles of the fixes. */
  readonly fixes?: readonly string[];
  readonly helps?: readonly string[];
}

export interface ProgramOptions extends Partial<CheckOptions> {
  /** `["--fold", "4"]` and `["--set", "train.clip=32 frames"]`, one after the other. */
  readonly flags?: readonly string[];
}

const root = new URL("../../", import.meta.url);

/** A sample of the language's own page. */
export function fixture(name: string): string {
  return readFileSync(new URL(`test/fixtures/language/${name}`, root), "utf8");
}

/** The tutorial with some texts replaced; each must be there. */
export function tutorial(...changes: readonly (readonly [from: string, to: string])[]): Record<string, string> {
  return { "ucf101.vcl": edited(fixture("ucf101.vcl"), changes), "common.vcl": fixture("common.vcl") };
}

export function edited(text: string, changes: readonly (readonly [from: string, to: string])[]): string {
  let result = text;
  for (const [from, to] of changes) {
    if (!result.includes(from)) throw new Error(`not in the text: ${from}`);
    result = result.replace(from, () => to);
  }
  return result;
}

function argumentsOf(flags: readonly string[]): readonly Argument[] {
  const args: Argument[] = [];
  for (let index = 0; index < flags.length; index += 2) {
    const [flag = "", text = ""] = flags.slice(index, index + 2);
    const equals = text.indexOf("=");
    if (flag === "--set") args.push({ kind: "set", name: text.slice(0, equals), text: text.slice(equals + 1) });
    else args.push({ kind: "param", name: flag.slice(2), text });
  }
  return args;
}

/** Checks a program; markers are taken out first. */
export function check(sources: Sources, options: ProgramOptions = {}): CheckResult {
  const files = typeof sources === "string" ? { "main.vcl": sources } : sources;
  const plain = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, unmarked(text).text]));
  const [main = "main.vcl"] = Object.keys(files);
  const { flags = [], ...rest } = options;
  return checkProgram(posix.resolve("/work", main), mapHost(plain), {
    args: argumentsOf(flags),
    closed: false,
    cwd: "/work",
    pedantic: false,
    ...rest,
  });
}

/** Checks that a program has exactly these diagnostics, in this order, at the marked places. */
export function expectDiagnostics(
  sources: Sources,
  expected: Expected | readonly Expected[],
  options: ProgramOptions = {},
): readonly Diagnostic[] {
  const files = typeof sources === "string" ? { "main.vcl": sources } : sources;
  const { diagnostics } = check(sources, options);
  const all = Array.isArray(expected) ? (expected as readonly Expected[]) : [expected as Expected];
  expect(diagnostics.map((each, index) => summary(each, all[index]))).toEqual(all.map((each) => each.code));
  for (const [index, each] of all.entries()) {
    const found = diagnostics[index];
    if (found) expectOne(found, each);
  }
  const marks = Object.entries(files).flatMap(([name, text]) =>
    unmarked(text).marks.map((mark) => ({ ...mark, path: posix.resolve("/work", name) })),
  );
  const isInFile = (span: Span) => span.file.origin === "file";
  const primaries = diagnostics.map((each) => each.primary.span).filter(isInFile);
  const secondaries = diagnostics.flatMap((each) => each.secondary.map((label) => label.span)).filter(isInFile);
  expectSpans(
    primaries,
    marks.filter((each) => each.kind === "primary"),
  );
  expectSpans(
    secondaries,
    marks.filter((each) => each.kind === "secondary"),
  );
  return diagnostics;
}

/** For the message of a failing test: what was reported, where an expectation is missing. */
function summary(found: Diagnostic, expected?: Expected): string {
  return expected?.code === found.code ? found.code : `${found.code} ${found.title}`;
}

function expectOne(found: Diagnostic, expected: Expected): void {
  const { why, ...rest } = expected;
  const actual = {
    code: found.code,
    title: found.title,
    severity: found.severity,
    label: found.primary.text,
    secondary: found.secondary.map((each) => each.text),
    fixes: found.fixes.map((each) => each.title),
    helps: found.helps,
  };
  expect(actual).toMatchObject(rest);
  if (typeof why === "string") expect(found.why).toBe(why);
  else if (why) expect(found.why).toMatch(why);
}

interface Mark {
  readonly kind: "primary" | "secondary";
  readonly start: number;
  readonly end: number;
}

function expectSpans(found: readonly Span[], marks: readonly (Mark & { readonly path: string })[]): void {
  if (marks.length === 0) return;
  const text = ({ path, start, end }: { readonly path: string; readonly start: number; readonly end: number }) =>
    `${posix.basename(path)} ${start}..${end}`;
  const actual = found.map((span) => text({ path: span.file.path, start: span.start, end: span.end }));
  expect([...new Set(actual)].sort()).toEqual([...new Set(marks.map(text))].sort());
}

/** A text without its markers, and where they were. */
export function unmarked(marked: string): { readonly text: string; readonly marks: readonly Mark[] } {
  const marks: Mark[] = [];
  const open: { readonly kind: Mark["kind"]; readonly start: number }[] = [];
  let text = "";
  for (const character of marked) {
    if (character === "⟦" || character === "‹")
      open.push({ kind: character === "⟦" ? "primary" : "secondary", start: text.length });
    else if (character === "⟧" || character === "›") {
      const mark = open.pop();
      if (mark) marks.push({ ...mark, end: text.length });
    } else text += character;
  }
  return { text, marks };
}

/** Checks that the first fix of each diagnostic makes a program without it. */
export function expectFixed(sources: Sources, options: ProgramOptions = {}): Record<string, string> {
  const files = typeof sources === "string" ? { "main.vcl": sources } : sources;
  const plain = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, unmarked(text).text]));
  const { diagnostics } = check(plain, options);
  const { texts } = applyFixes(diagnostics);
  const after = Object.fromEntries(
    Object.entries(plain).map(([name, text]) => [
      name,
      [...texts].find(([path]) => path === posix.resolve("/work", name))?.[1] ?? text,
    ]),
  );
  const left = check(after, options).diagnostics;
  expect(left.map((each) => `${each.code} ${each.title}`)).toEqual([]);
  return after;
}
