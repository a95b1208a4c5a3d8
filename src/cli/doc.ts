/** `vcl doc sgd`: a component's reference page. */
import { suggest } from "../language/diagnostics/suggest.ts";
import { filePages, libraryPages } from "../language/reference/library.ts";
import { markdownOf } from "../language/reference/markdown.ts";
import type { ReferencePage } from "../language/reference/page.ts";
import { kindPlural } from "../language/types/describe.ts";
import { kinds } from "../language/types/type.ts";
import { checkFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { diskHost } from "./disk-host.ts";
import { contentsText, pageText } from "./doc-text.ts";
import { Problem } from "./problem.ts";
import { colorsOf, shownPath } from "./terminal.ts";

export const { define, run }: CommandFile = {
  define(command) {
    command
      .option("--markdown", "print Markdown")
      .addHelpText(
        "after",
        "\nExamples:\n  vcl doc                    every component\n  vcl doc sgd\n  vcl doc meters             those of a kind\n" +
          "  vcl doc my_head exp.vcl    one of your own, declared or imported there\n  vcl doc exp.vcl            all of those",
      );
  },

  async run(given) {
    const { names, file } = sorted(given.words);
    const own = file === undefined ? [] : ownPages(file, given);
    const [name] = names;
    const library = libraryPages(diskHost());
    if (name === undefined) return printContents(file === undefined ? library : own, file, given);
    const all = [...own, ...library];
    const page = all.find((each) => each.name === name);
    if (page) return printPage(page, given);
    const ofKind = all.filter(({ kind }) => [kind, kind === "experiment" ? "" : kindPlural(kind)].includes(name));
    if (ofKind.length > 0) return printContents(ofKind, undefined, given);
    throw noSuchComponent(name, all);
  },
};

/** A word that ends in `.vcl` or names a path is the file, whichever comes first. */
function sorted(words: readonly string[]): { readonly names: readonly string[]; readonly file: string | undefined } {
  const isFile = (word: string): boolean => word.endsWith(".vcl") || word.includes("/");
  const names = words.filter((word) => !isFile(word));
  const [file = names[1], second] = words.filter(isFile);
  if (second !== undefined) throw new Problem("`vcl doc` takes one file", { exitCode: 2, help: "vcl doc --help" });
  return { names, file };
}

/** What the file declares and what it imports. */
function ownPages(file: string, given: Given): readonly ReferencePage[] {
  const { files } = checkFile(file, given, false);
  return filePages(files, diskHost()).map((page) => ({
    ...page,
    ...(page.declaredIn === undefined ? {} : { declaredIn: shownPath(page.declaredIn, given.cwd) }),
    ...(page.module?.startsWith("/") ? { module: shownPath(page.module, given.cwd) } : {}),
  }));
}

function printContents(pages: readonly ReferencePage[], file: string | undefined, given: Given): 0 {
  if (pages.length === 0 && file !== undefined) {
    throw new Problem(`${file} declares no component, and imports none`, {
      help: "`vcl doc` without a file lists those that come with vcl",
    });
  }
  const text = given.options.markdown === true ? markdownOf(pages, "Components") : contentsText(pages, look());
  process.stdout.write(text);
  return 0;
}

function printPage(page: ReferencePage, given: Given): 0 {
  process.stdout.write(given.options.markdown === true ? markdownOf([page], page.name) : pageText(page, look()));
  return 0;
}

function look() {
  return { colors: colorsOf(process.stdout), width: Math.min(process.stdout.columns ?? 100, 120) };
}

/** A near name, or the component that has a field of that name. */
function noSuchComponent(name: string, all: readonly ReferencePage[]): Problem {
  const near = suggest(name, [...all.map((page) => page.name), ...kinds]);
  const withField = all.filter(({ fields }) => fields.some((field) => field.name === name)).map((page) => page.name);
  const help =
    near.length > 0
      ? `did you mean ${near.join(", ")}?`
      : withField.length > 0
        ? `${name} is a field of ${withField.join(", ")}: vcl doc ${withField[0]}`
        : `\`vcl doc\` lists them; of a component of your own, name the file too: vcl doc ${name} exp.vcl`;
  return new Problem(`there is no component \`${name}\``, { help });
}
