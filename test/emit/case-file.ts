/** Case files: Markdown with a `.vcl` program (and the files it imports) and, below it, what becomes of it. */
import { readFileSync, writeFileSync } from "node:fs";

export interface Case {
  readonly path: string;
  /** Texts of the sections whose title is a file's name, in order: the first one is the program. */
  readonly files: { readonly [name: string]: string };
  /** The arguments of the line `Arguments: …`. */
  readonly args: readonly string[];
  /** All that stands above the result. */
  readonly head: string;
  readonly expected: string;
}

const resultTitle = "\n## The program\n";

export function readCase(path: string): Case {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf(resultTitle);
  const head = (at < 0 ? text : text.slice(0, at)).trimEnd();
  const sections = [...head.matchAll(/^## `([^`]+)`\n+```\w*\n([\s\S]*?)^```$/gm)];
  const files = Object.fromEntries(sections.map(([, name = "", body = ""]) => [name, body]));
  const [, args = ""] = /^Arguments: (.*)$/m.exec(head) ?? [];
  const [, expected = ""] = /```ts\n([\s\S]*?)^```$/m.exec(at < 0 ? "" : text.slice(at)) ?? [];
  return { path, files, args: [...args.matchAll(/`([^`]+)`/g)].map(([, each = ""]) => each), head, expected };
}

export function writeCase({ path, head }: Case, result: string): void {
  writeFileSync(path, `${head}\n${resultTitle}\n\`\`\`ts\n${result}\`\`\`\n`);
}
