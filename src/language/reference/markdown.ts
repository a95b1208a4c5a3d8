/** Reference pages as Markdown: `docs/components.md`, and what `vcl doc --markdown` prints. */
import { kindPlural } from "../types/describe.ts";
import { kinds } from "../types/type.ts";
import { exampleLines } from "./example-lines.ts";
import type { Condition, FieldEntry, ReferencePage } from "./page.ts";

/** Longer examples take a line for each field. */
const widest = 100;

/** All pages, kind by kind, below a table of contents. */
export function markdownOf(pages: readonly ReferencePage[], title: string, introduction = ""): string {
  const groups = groupsOf(pages);
  const contents = groups.map(
    ({ heading, members }) => `- ${heading}: ${members.map(({ name }) => `[${name}](#${name})`).join(", ")}`,
  );
  const sections = groups.flatMap(({ heading, members }) => [`## ${heading}`, ...members.map(markdownPage)]);
  const parts = [`# ${title}`, introduction, contents.join("\n"), ...sections];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Pages by kind, in the order of the kinds; the experiment's own comes last. */
export function groupsOf(
  pages: readonly ReferencePage[],
): readonly { readonly heading: string; readonly members: readonly ReferencePage[] }[] {
  return [...kinds, "experiment" as const]
    .map((kind) => ({
      heading: kind === "experiment" ? "The experiment" : capital(kindPlural(kind)),
      members: pages.filter((page) => page.kind === kind),
    }))
    .filter(({ members }) => members.length > 0);
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function markdownPage(page: ReferencePage): string {
  const parts = [
    `### ${page.name}`,
    page.docs.join("\n").trim(),
    fence(exampleLines(page.example, widest).join("\n")),
    page.is === undefined ? "" : `It stands for \`${page.is}\`.`,
    page.fields.length === 0 ? "No fields." : fieldTable(page.fields),
    page.shapes.length === 0 ? "" : fence(page.shapes.join("\n")),
    list("Must hold:", page.conditions.map(conditionText)),
    list(
      "Without effect:",
      page.unused.map(({ field, when }) => `\`${field}\` when \`${when}\``),
    ),
    list(
      "Facts:",
      page.facts.map(({ name, value }) => `\`${name}: ${value}\``),
    ),
    originOf(page),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function originOf({ declaredIn, module }: ReferencePage): string {
  const declared = declaredIn === undefined ? "Part of the language" : `Declared in \`${declaredIn}\``;
  return `${declared}${module ? `, implemented in \`${module}\`` : ""}.`;
}

function fence(text: string): string {
  return `\`\`\`vcl\n${text}\n\`\`\``;
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : [heading, "", ...items.map((item) => `- ${item}`)].join("\n");
}

function fieldTable(fields: readonly FieldEntry[]): string {
  const rows = fields.map((field) => [
    `\`${field.name}\`${field.positional ? " in `( )`" : ""}`,
    `\`${field.type}\``,
    defaultText(field),
    field.docs.join(" "),
  ]);
  const lines = [["field", "type", "default", "meaning"], ["---", "---", "---", "---"], ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}

function defaultText({ how, default: written }: FieldEntry): string {
  if (how === "required") return "required";
  return `${how === "derived" ? "follows: " : ""}\`${written ?? "none"}\``;
}

function conditionText({ severity, code, message, holds, where }: Condition): string {
  const name = code === undefined ? severity : `${severity} ${code}`;
  const meaning = where.length === 0 ? "" : `, where ${where.map((each) => `\`${each}\``).join(", ")}`;
  return `\`${holds}\`${meaning}; else ${name}: ${message}`;
}
