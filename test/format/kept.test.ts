/** The repository's own programs are laid out. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { format } from "../../src/language/format/format.ts";
import { programFiles, root } from "./program-files.ts";
import { fileOf } from "./words.ts";

describe("`vcl fmt` changes nothing", () => {
  it.each(programFiles("examples", "stdlib").map((path) => path.slice(root.length)))("in %s", (path) => {
    const text = readFileSync(join(root, path), "utf8");
    expect(format(fileOf(text)).text).toBe(text);
  });

  const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => [name, readFileSync(join(root, "docs", name), "utf8")] as const)
    .filter(([, page]) => page.includes("```vcl"));

  // What a fix leaves behind is shown as the fix leaves it.
  it.each(pages)("in the programs of docs/%s", (_, page) => {
    const [shown = ""] = page.split("\n## The first one with its fix\n");
    for (const [, program = ""] of shown.matchAll(/```vcl[^\n]*\n([\s\S]*?)```/g)) {
      expect(format(fileOf(program)).text).toBe(program);
    }
  });
});
