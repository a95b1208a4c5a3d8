/** The one layout of a `.vcl` file. Text in, text out: what a file means, and every comment in it, stays as it is. */
import { read } from "../../../grammar/read.ts";
import { linesOfAllowances } from "../diagnostics/allow.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parse } from "../syntax/parse.ts";
import { fileOf } from "./layout/file.ts";
import { notesOf } from "./notes.ts";
import { print } from "./print.ts";
import { isSameTree } from "./same-tree.ts";
import { withComments } from "./trailing.ts";

export interface Formatted {
  /** Lines end with LF, the last one too; the file's own text where it has mistakes. */
  readonly text: string;
  /** Mistakes of syntax: a file that has any is left as it is. */
  readonly diagnostics: readonly Diagnostic[];
}

export function format(file: SourceFile): Formatted {
  const { tree, diagnostics } = parse(file);
  if (diagnostics.length > 0) return { text: file.text, diagnostics };
  const reading = read(file.text, "file");
  // A line for which a warning is allowed keeps what it holds, or the warning would no longer be on it.
  const notes = notesOf(reading, new Set(linesOfAllowances(file, tree.allowances).keys()));
  const lines = withComments(print(fileOf(notes, reading.cst)));
  const text = lines.length === 1 && lines[0] === "" ? "" : `${lines.join("\n")}\n`;
  if (!isSameTree(tree, parse({ ...file, text }).tree))
    throw new Error(`the layout of ${file.path} would change what it means`);
  return { text, diagnostics };
}
