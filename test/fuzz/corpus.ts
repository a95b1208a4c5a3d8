/** Every vcl program of the repository: what inputs are made from. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program and the files that it imports; the first one is the program's own. */
export type Files = Readonly<Record<string, string>>;

const root = fileURLToPath(new URL("../../", import.meta.url));

function read(path: string): string {
  return readFileSync(root + path, "utf8");
}

function namesIn(folder: string, ending: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** Each file of a folder as a program, with its neighbours beside it. */
function folderOfPrograms(folder: string): Files[] {
  const files = namesIn(folder, ".vcl").map((name) => [name, read(`${folder}/${name}`)] as const);
  return files.map(([name, text]) => ({ [name]: text, ...Object.fromEntries(files) }));
}

/** The programs on a page; blocks that open with a file's name stand beside each. */
function page(path: string): Files[] {
  const blocks = [...read(path).matchAll(/^```vcl ?(\S*)\n([\s\S]*?)^```$/gm)];
  const beside = Object.fromEntries(blocks.flatMap(([, name, text = ""]) => (name ? [[name, text]] : [])));
  return blocks.flatMap(([, name, text = ""]) => (name ? [] : [{ "main.vcl": text, ...beside }]));
}

/** A case file's program, and those that stand with it. */
function caseFile(path: string): Files {
  const sections = [...read(path).matchAll(/^## `([^`]+\.vcl)`\n+```\w*\n([\s\S]*?)^```$/gm)];
  return Object.fromEntries(sections.map(([, name = "", text = ""]) => [name, text]));
}

/** The programs of the tour import its first one. */
function tour(): Files[] {
  const programs = page("docs/tour.md");
  const actions = programs[0]?.["main.vcl"] ?? "";
  return programs.map((files) => ({ ...files, "actions.vcl": actions }));
}

/** In a fixed order. */
export function corpus(): readonly Files[] {
  return [
    ...folderOfPrograms("examples"),
    ...folderOfPrograms("test/fixtures/language"),
    ...folderOfPrograms("test/fixtures/syntax"),
    ...namesIn("stdlib", ".vcl").map((name) => ({ "main.vcl": read(`stdlib/${name}`) })),
    ...namesIn("docs/diagnostics", ".md").flatMap((name) => page(`docs/diagnostics/${name}`)),
    ...tour(),
    ...namesIn("test/cases/emit", ".md").map((name) => caseFile(`test/cases/emit/${name}`)),
  ].filter((files) => Object.keys(files).length > 0);
}
