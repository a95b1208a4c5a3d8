/**
 * The pages of the diagnostics: what each shows is so.
 *
 * A page has a section of programs that give its code and nothing else, one of programs that give nothing and, where there is
 * a fix, one with the first program after it. A block that opens with a file's name (```vcl common.vcl) is no program: it
 * stands beside those of its page. Codes that are found by looking at the disk have a command and its message instead.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyFixes } from "../../src/language/diagnostics/apply-fixes.ts";
import { knownCodes } from "../../src/language/diagnostics/catalogue.ts";
import { check } from "../language/helpers.ts";

const folder = new URL("../../docs/diagnostics/", import.meta.url);

/** Found by looking at the disk, at a checkpoint or at the machine, or by running a component: no program gives them. */
const onDisk: ReadonlySet<string> = new Set([
  ...["V0904", "V0905", "V0906", "V0908", "V0909", "V0912", "V0913", "V0920", "V0921", "V0922"],
]);

interface Page {
  readonly bad: readonly string[];
  readonly good: readonly string[];
  readonly mended: readonly string[];
  /** Files beside the programs, by name. */
  readonly beside: Readonly<Record<string, string>>;
  readonly text: string;
}

function pageOf(code: string): Page {
  const text = readFileSync(new URL(`${code}.md`, folder), "utf8");
  const sections = text.split(/^## /m);
  const programs = (heading: string): readonly string[] => {
    const section = sections.find((each) => each.startsWith(`${heading}\n`)) ?? "";
    return [...section.matchAll(/^```vcl\n([\s\S]*?)^```$/gm)].map(([, program = ""]) => program);
  };
  const files = [...text.matchAll(/^```vcl (\S+)\n([\s\S]*?)^```$/gm)];
  return {
    bad: programs("A program that gives it"),
    good: programs("A program that does not"),
    mended: programs("The first one with its fix"),
    beside: Object.fromEntries(files.map(([, name = "", file = ""]) => [name, file])),
    text,
  };
}

describe("docs/diagnostics", () => {
  it("has a page for every code, and a code for every page", () => {
    const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, ""));
    expect(pages.sort()).toEqual([...knownCodes].sort());
  });

  it.each(knownCodes)("%s begins with its code, a title and the reasons", (code) => {
    expect(pageOf(code).text).toMatch(new RegExp(`^# ${code}: [^\\n]+[^.\\n]\\n\\n\\S`));
  });

  it.each(knownCodes.filter((code) => !onDisk.has(code)))("%s keeps its word", (code) => {
    const { bad, good, mended, beside } = pageOf(code);
    const diagnosticsOf = (program: string) => check({ "page.vcl": program, ...beside }).diagnostics;
    const titlesOf = (program: string) => diagnosticsOf(program).map((each) => `${each.code} ${each.title}`);
    expect(bad).toHaveLength(1);
    expect(good.length).toBeGreaterThan(0);
    const [first = ""] = bad;
    const given = diagnosticsOf(first);
    expect(given.map((each) => each.code)).toEqual([code]);
    for (const { title } of given) expect(title).toMatch(/^.{1,59}(?<!\.)$/);
    expect([...applyFixes(given).texts.values()]).toEqual(mended);
    for (const program of [...good, ...mended]) expect(titlesOf(program)).toEqual([]);
  });

  it.each([...onDisk])("%s shows a command and its message", (code) => {
    const { bad, text } = pageOf(code);
    const shown = [...text.matchAll(/^```sh\n(.+)\n```\n\n```text\n([\s\S]*?)^```$/gm)];
    expect(bad).toEqual([]);
    expect(shown.length).toBeGreaterThan(0);
    for (const [, command = "", message = ""] of shown) {
      expect(command).toMatch(/\bvcl (?:check|train) /);
      expect(message).toMatch(new RegExp(`^(?:error|warning)\\[${code}\\]: `));
      expect(message.trimEnd().endsWith(`vcl explain ${code}`)).toBe(true);
      // The place that the message shows is one of the command.
      for (const [, flag = ""] of message.matchAll(/^ ?1 │ (--.*)$/gm)) expect(command).toContain(flag);
    }
  });
});
