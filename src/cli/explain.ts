/** `vcl explain V0603`: the page of a diagnostic. */
import { readdirSync, readFileSync } from "node:fs";
import { isKnownCode, knownCodes } from "../language/diagnostics/catalogue.ts";
import { suggest } from "../language/diagnostics/suggest.ts";
import type { CommandFile } from "./commands.ts";
import { Problem } from "./problem.ts";
import { colorsOf } from "./terminal.ts";

const pages = new URL("../../docs/diagnostics/", import.meta.url);

export const { define, run }: CommandFile = {
  define(command) {
    command.addHelpText("after", "\nExample:\n  vcl explain V0603");
  },

  async run({ words }) {
    const written = words[0] ?? "";
    const code = written.toUpperCase().replace(/^(?:ERROR|WARNING|ADVICE)?\[?(V\d+)\]?$/, "$1");
    const page = pageOf(code);
    if (page !== undefined) process.stdout.write(forPeople(page));
    else if (isKnownCode(code))
      console.log(`${code} has no page of its own; its message says what is wrong, where and why.`);
    else throw noSuchCode(written);
    return 0;
  },
};

function pageOf(code: string): string | undefined {
  if (!/^V\d{4}$/.test(code)) return undefined;
  try {
    return readFileSync(new URL(`${code}.md`, pages), "utf8");
  } catch {
    return undefined;
  }
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
  const near = suggest(written.toUpperCase(), [...new Set([...knownCodes, ...pageNames()])]).slice(0, 3);
  return new Problem(`there is no diagnostic ${written}`, {
    help:
      near.length > 0
        ? `did you mean ${near.join(", ")}?`
        : "a code is written V0603; it stands in front of each message",
  });
}

function pageNames(): string[] {
  try {
    return readdirSync(pages)
      .filter((name) => /^V\d{4}\.md$/.test(name))
      .map((name) => name.slice(0, 5));
  } catch {
    return [];
  }
}
