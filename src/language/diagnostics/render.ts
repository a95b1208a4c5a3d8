/** Diagnostics as people read them: the place, the facts elsewhere, the reason, what to do. */
import { shownFile } from "../source/paths.ts";
import { positionAt } from "../source/source-file.ts";
import { isKnownCode } from "./catalogue.ts";
import type { Diagnostic, Label } from "./diagnostic.ts";
import { helpLines } from "./helps.ts";
import { type Palette, plain } from "./palette.ts";
import { edge, type Mark, snippet } from "./snippet.ts";
import { clipped, grouped } from "./words.ts";

/** Places elsewhere that are drawn; of more, only how many there are. */
const MOST_PLACES = 20;

/** Characters of a title, a label, a reason: what a program repeats in them, such as a text, may be of any length. */
const LONGEST = { title: 200, label: 200, reason: 2_000 } as const;

export interface RenderOptions {
  /** Absolute; files are named as seen from here. */
  readonly folder: string;
  readonly palette?: Palette;
}

/** All of them, a blank line between, and below them how many there are. The empty text where there is none. */
export function renderAll(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  if (diagnostics.length === 0) return "";
  return `${[...diagnostics.map((each) => render(each, options)), countOf(diagnostics)].join("\n\n")}\n`;
}

/** `2 errors, 1 warning`. */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  return (["error", "warning", "advice"] as const)
    .map((severity) => [severity, diagnostics.filter((each) => each.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}${count > 1 && severity !== "advice" ? "s" : ""}`)
    .join(", ");
}

/** One diagnostic, without a line end behind it. */
export function render(diagnostic: Diagnostic, options: RenderOptions): string {
  const palette = options.palette ?? plain;
  const tone = palette[diagnostic.severity];
  const marks: Mark[] = [
    { label: shortened(diagnostic.primary), primary: true },
    ...diagnostic.secondary.slice(0, MOST_PLACES).map((label) => ({ label: shortened(label), primary: false })),
  ];
  const unshown = diagnostic.secondary.length - MOST_PLACES;
  const gutter = Math.max(...marks.map(({ label }) => String(lineOf(label)).length));
  const [main, ...groups] = groupsOf(marks, diagnostic.why !== undefined);
  const blank = edge(gutter, palette);
  const indent = " ".repeat(gutter + 1);
  const block = (group: readonly Mark[], corner: string): string[] => [
    `${indent}${palette.gutter(`${corner} ${placeOf(group, options.folder)}`)}`,
    ...(corner === "┌─" ? [blank] : []),
    ...snippet(group, gutter, palette, tone),
  ];
  const early = groups.filter(({ early }) => early).flatMap(({ marks }) => block(marks, "├─"));
  const late = groups.filter(({ early }) => !early).flatMap(({ marks }) => block(marks, "├─"));
  const rest = [
    ...helpLines(diagnostic).map((line) => `${indent}${palette.help("help:")} ${clipped(line, LONGEST.reason)}`),
    ...diagnostic.notes.map((note) => `${indent}note: ${clipped(note, LONGEST.reason)}`),
    ...(unshown > 0 ? [`${indent}note: ${grouped(unshown)} more places are not shown`] : []),
    ...(isKnownCode(diagnostic.code) ? [`${indent}vcl explain ${diagnostic.code}`] : []),
  ];
  return [
    `${tone(`${diagnostic.severity}[${diagnostic.code}]`)}${palette.title(`: ${clipped(diagnostic.title, LONGEST.title)}`)}`,
    ...block(main?.marks ?? [], "┌─"),
    ...early,
    ...(rest.length > 0 || late.length > 0 || diagnostic.why !== undefined ? [blank] : []),
    ...(diagnostic.why === undefined ? [] : [`${indent}= ${clipped(reason(diagnostic.why), LONGEST.reason)}`]),
    ...late,
    ...(late.length > 0 && rest.length > 0 ? [blank] : []),
    ...rest,
  ].join("\n");
}

function shortened(label: Label): Label {
  return { ...label, text: clipped(label.text, LONGEST.label) };
}

function lineOf(label: Mark["label"]): number {
  return positionAt(label.span.file, label.span.start).line;
}

/** A list that names itself (`sgd has: lr, momentum`) needs no further introduction. */
function reason(why: string): string {
  return /^[\w` ]{1,50}: /.test(why) ? why : `why: ${why}`;
}

function placeOf(marks: readonly Mark[], folder: string): string {
  const shown = marks.find(({ primary }) => primary) ?? marks[0];
  if (!shown) return "";
  const { file, start } = shown.label.span;
  const { line, column } = positionAt(file, start);
  return `${shownFile(file, folder)}:${line}:${column}`;
}

interface Group {
  readonly marks: readonly Mark[];
  /** Shown with the mistake; the others explain the `why` and stand below it. */
  readonly early: boolean;
}

/**
 * The first group is drawn around the primary label: all of its file, or, where a `why` follows, the first fact and what is
 * near. The others are drawn on their own, one for each stretch of a file.
 */
function groupsOf(marks: readonly Mark[], hasWhy: boolean): Group[] {
  const [primary, ...others] = marks;
  if (!primary) return [];
  const main = [primary];
  const apart: Group[] = [];
  others.forEach((mark, index) => {
    const sameFile = mark.label.span.file === primary.label.span.file;
    const near = main.some(({ label }) => Math.abs(lineOf(label) - lineOf(mark.label)) <= 2);
    if (sameFile && (!hasWhy || index === 0 || near)) {
      main.push(mark);
      return;
    }
    const last = apart.at(-1);
    const early = !hasWhy || index === 0;
    if (last?.early === early && last.marks[0]?.label.span.file === mark.label.span.file) {
      apart.splice(-1, 1, { marks: [...last.marks, mark], early });
    } else apart.push({ marks: [mark], early });
  });
  return [{ marks: main, early: true }, ...apart];
}
