/** `vcl explain V0603`: the page of a diagnostic. `vcl explain`: all of them; `vcl explain pool`: those about it. */
import { readdirSync, readFileSync } from "node:fs";
import { suggest } from "../language/diagnostics/suggest.ts";
import type { CommandFile } from "./commands.ts";
import { Problem } from "./problem.ts";
import { colorsOf } from "./terminal.ts";

const pages = new URL("../../docs/diagnostics/", import.meta.url);

export const { define, run }: CommandFile = {
  define(command) {
    command.addHelpText("after", "\nExamples:\n  vcl explain V0603\n  vcl explain pool   (those that are about it)");
  },

  async run({ words }) {
    const [written] = words;
    if (written === undefined) return print(list(codes()));
    const page = pageOf(codeIn(written));
    if (page !== undefined) return print(forPeople(page));
    const about = codes().filter((code) => titleOf(code).toLowerCase().includes(written.toLowerCase()));
    if (about.length === 0) throw noSuchCode(written);
    return print(list(about));
  },
};

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

/** `V0603` of `v0603`, `603` and `error[V0603]`. */
function codeIn(written: string): string {
  const [, digits] = /^(?:(?:ERROR|WARNING|ADVICE)?\[)?V?(\d{3,4})\]?:?$/.exec(written.toUpperCase()) ?? [];
  return digits === undefined ? written.toUpperCase() : `V${digits.padStart(4, "0")}`;
}

function pageOf(code: string): string | undefined {
  return codes().includes(code) ? readFileSync(new URL(`${code}.md`, pages), "utf8") : undefined;
}

function titleOf(code: string): string {
  return /^# V\d{4}: (.*)$/m.exec(pageOf(code) ?? "")?.[1] ?? "";
}

function list(all: readonly string[]): string {
  return `${all.map((code) => `${code}  ${titleOf(code)}`).join("\n")}\n`;
}

/** Headings and code stand out in a terminal; elsewhere the page is printed as it is. */
function forPeople(page: string): string {
  const colors = colorsOf(process.stdout);
  if (!colors.isColorSupported) return page;
  let code = false;
  const lines = page.split("\n").flatMap((line) => {
    if (line.startsWith("```")) {
      code = !code;
      return [];
    }
    if (code) return [colors.cyan(`  ${line}`)];
    return [line.startsWith("#") ? colors.bold(line.replace(/^#+\s*/, "")) : line];
  });
  return lines.join("\n");
}

function noSuchCode(written: string): Problem {
  const near = suggest(codeIn(written), codes());
  return new Problem(`there is no diagnostic ${written}`, {
    help: near.length > 0 ? `did you mean ${near.join(", ")}?` : "vcl explain lists them all",
  });
}

/** Those that have a page; a test sees to it that all have. */
function codes(): readonly string[] {
  try {
    return readdirSync(pages)
      .flatMap((name) => /^(V\d{4})\.md$/.exec(name)?.[1] ?? [])
      .sort();
  } catch {
    return [];
  }
}
