/** A resolved value as `vcl show` prints it: a tree with a column of places, or one field with all of its places. */
import { shownFile } from "../language/source/paths.ts";
import { positionAt, textOf } from "../language/source/source-file.ts";
import type { Shown } from "../language/values/show.ts";
import type { Colors } from "./terminal.ts";

type Place = Shown["places"][number];

/** A field without fields of its own is told with the text of each of its places. */
export function shownText(shown: Shown, cwd: string, colors: Colors): string {
  const head = [...shown.docs.map((line) => colors.dim(`/// ${line}`)), `${colors.bold(shown.path)}: ${shown.value}`];
  const places = shown.places.map((place) => placeLine(place, cwd, colors));
  const how = shown.how === "set" ? [] : [`  ${colors.dim(shown.how)}`];
  const lines = [...head, ...(places.length > 0 ? places : how)];
  if (shown.fields.length > 0) lines.push("", ...tree(shown.fields, cwd, colors));
  return `${lines.join("\n")}\n`;
}

const roles = { here: "set at", from: "which is", replaced: "in place of", follows: "follows from" } as const;

function placeLine(place: Place, cwd: string, { dim }: Colors): string {
  const given = place.how === "default" || place.how === "fact";
  const words = given && place.role !== "follows" ? place.how : roles[place.role];
  const text = textOf(place.span).replace(/\s+/g, " ").trim();
  const short = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  return `  ${words.padEnd(14)}${placeText(place, cwd).padEnd(24)}  ${dim(short)}`;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly place: string;
}

/** The widest that a column of names or values may get; longer ones push their own line only. */
const widest = 44;

function tree(fields: readonly Shown[], cwd: string, { dim }: Colors): string[] {
  const rows = rowsOf(fields, "", cwd);
  const width = (of: (row: Row) => string): number => Math.min(widest, Math.max(...rows.map((row) => of(row).length)));
  const [names, values] = [width(({ name }) => name), width(({ value }) => value)];
  return rows.map(({ name, value, place }) =>
    `${name.padEnd(names)}  ${value.padEnd(values)}  ${dim(place)}`.trimEnd(),
  );
}

function rowsOf(fields: readonly Shown[], indent: string, cwd: string): Row[] {
  return fields.flatMap((field) => [
    { name: `${indent}${field.name}`, value: shortValue(field), place: placesText(field, cwd) },
    ...rowsOf(field.fields, `${indent}  `, cwd),
  ]);
}

/** What stands below it in full need not stand here in full. */
function shortValue({ value, fields }: Shown): string {
  return fields.length > 0 && value.length > widest ? `${value.slice(0, widest - 1)}…` : value;
}

/** `ucf101.vcl:56:14`, `ucf101.vcl:28:10 (was base.vcl:3:9)`, `default`, `derived from ucf101.vcl:51:11`. */
function placesText(shown: Shown, cwd: string): string {
  const was = shown.how === "default" ? undefined : shown.places.find(({ role }) => role === "replaced");
  return `${originText(shown, cwd)}${was === undefined ? "" : ` (was ${placeText(was, cwd)})`}`;
}

/** Where a value was set, in one place or word. */
export function originText({ places, how }: Pick<Shown, "places" | "how">, cwd: string): string {
  const [first] = places;
  const follows = places.findLast(({ role }) => role === "follows");
  if (follows && how !== "set") return `${how === "derived" ? how : "follows"} from ${placeText(follows, cwd)}`;
  if (first === undefined || how === "default" || how === "derived" || how === "open") return how;
  const source = places.findLast(({ role }) => role === "from") ?? first;
  return placeText(source, cwd);
}

function placeText({ span: { file, start } }: Place, cwd: string): string {
  if (file.origin === "argument") return file.text;
  const { line, column } = positionAt(file, start);
  return `${shownFile(file, cwd)}:${line}:${column}`;
}

/** The same for machines; lines and columns count from 1. */
export function shownJson({ held: _, ...shown }: Shown, cwd: string): object {
  return {
    ...shown,
    places: placesJson(shown.places, cwd),
    fields: shown.fields.map((field) => shownJson(field, cwd)),
  };
}

/** Places for machines. */
export function placesJson(places: readonly Place[], cwd: string): readonly object[] {
  return places.map(({ span: { file, start, end }, how, role }) => {
    const [from, to] = [positionAt(file, start), positionAt(file, end)];
    return {
      file: shownFile(file, cwd),
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      how,
      role,
    };
  });
}
