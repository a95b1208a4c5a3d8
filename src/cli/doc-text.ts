/** Reference pages in a terminal. */
import { exampleLines } from "../language/reference/example-lines.ts";
import { groupsOf } from "../language/reference/markdown.ts";
import { type Condition, type FieldEntry, type ReferencePage, summaryOf } from "../language/reference/page.ts";
import type { Colors } from "./terminal.ts";
import { wrap } from "./wrap.ts";

export interface Look {
  readonly colors: Colors;
  /** Columns. */
  readonly width: number;
}

/** One page. */
export function pageText(page: ReferencePage, look: Look): string {
  const { bold, dim } = look.colors;
  const parts = [
    page.kind === page.name ? bold(page.name) : `${page.kind} ${bold(page.name)}`,
    documentation(page.docs, look),
    section(
      "In a file",
      exampleLines(page.example, look.width - 2).map((line) => `  ${look.colors.cyan(line)}`),
      look,
    ),
    page.is === undefined ? "" : section("Stands for", wrapped(page.is, 2, look), look),
    section(
      "Fields",
      page.fields.length === 0 ? ["  none"] : page.fields.flatMap((each) => fieldLines(each, look)),
      look,
    ),
    section(
      "Shapes",
      page.shapes.flatMap((each) => wrapped(each, 2, look)),
      look,
    ),
    section(
      "Must hold",
      page.conditions.flatMap((each) => conditionLines(each, look)),
      look,
    ),
    section(
      "Without effect",
      page.unused.map(({ field, when }) => `  ${field} when ${when}`),
      look,
    ),
    section(
      "Facts",
      page.facts.map(({ name, value }) => `  ${name}: ${value}`),
      look,
    ),
    dim(originOf(page)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function originOf({ declaredIn, module }: ReferencePage): string {
  const declared = declaredIn === undefined ? "part of the language" : `declared in ${declaredIn}`;
  return `${declared}${module ? `, implemented in ${module}` : ""}`;
}

/** Every page's name and first sentence, kind by kind. */
export function contentsText(pages: readonly ReferencePage[], { colors, width }: Look): string {
  const left = Math.max(...pages.map(({ name }) => name.length)) + 4;
  return groupsOf(pages)
    .map(({ heading, members }) => {
      const rows = members.flatMap((page) => {
        const [first = "", ...more] = wrap(summaryOf(page), Math.max(width - left, 30));
        return [
          `  ${colors.cyan(page.name)}${" ".repeat(left - page.name.length - 2)}${first}`,
          ...more.map((line) => " ".repeat(left) + line),
        ];
      });
      return `${colors.bold(heading)}\n${rows.map((row) => `${row.trimEnd()}\n`).join("")}`;
    })
    .join("\n");
}

function section(heading: string, lines: readonly string[], { colors }: Look): string {
  return lines.length === 0 ? "" : [colors.bold(heading), ...lines].join("\n");
}

/** Paragraphs are wrapped; lines that the comment indents stay as they are. */
function documentation(docs: readonly string[], look: Look): string {
  const blocks: string[][] = [];
  let before = "";
  for (const line of docs) {
    const joins = before !== "" && line !== "" && before.startsWith(" ") === line.startsWith(" ");
    if (line !== "") {
      if (joins) blocks.at(-1)?.push(line);
      else blocks.push([line]);
    }
    before = line;
  }
  return blocks
    .map((lines) =>
      lines[0]?.startsWith(" ") ? look.colors.cyan(lines.join("\n")) : wrapped(lines.join(" "), 0, look).join("\n"),
    )
    .join("\n\n");
}

function wrapped(text: string, indent: number, { width }: Look): string[] {
  return wrap(text, Math.max(width - indent, 30)).map((line) => `${" ".repeat(indent)}${line}`);
}

function fieldLines(field: FieldEntry, look: Look): string[] {
  const { cyan, dim } = look.colors;
  const written = field.default === undefined ? "" : ` = ${field.default}`;
  const notes = [
    field.how === "required" ? "required" : field.how === "derived" ? "follows from the rest" : "",
    field.positional ? "in parentheses" : "",
  ].filter((note) => note !== "");
  const note = notes.length === 0 ? "" : dim(`  (${notes.join(", ")})`);
  const docs = field.docs.length === 0 ? [] : wrapped(field.docs.join(" "), 6, look);
  return [`  ${cyan(field.name)}: ${field.type}${written}${note}`, ...docs];
}

function conditionLines({ severity, code, message, holds, where }: Condition, look: Look): string[] {
  const [first = "", ...more] = wrapped(holds, 2, look);
  return [
    first,
    ...more.map((line) => `  ${line}`),
    ...where.flatMap((each) => wrapped(`where ${each}`, 6, look)),
    ...wrapped(`else ${severity}${code === undefined ? "" : ` ${code}`}: ${message}`, 6, look),
  ];
}
