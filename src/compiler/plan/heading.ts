/** What stands above a statement: the place in the `.vcl` file, its doc comment, what is known of its shape. */
import { posix } from "node:path";
import { positionAt, type Span } from "../../language/source/source-file.ts";
import type { Draft } from "./draft.ts";
import type { Heading } from "./program.ts";

/** `ucf101.vcl:23`, seen from the folder of the experiment's file. */
export function placeOf({ file, start }: Span, draft: Draft): string {
  const label = file.origin === "file" ? posix.relative(folderOf(draft), file.path) : file.path;
  return `${label}:${positionAt(file, start).line}`;
}

/** The folder that paths of the program are relative to. */
export function folderOf({ checked }: Draft): string {
  return posix.dirname(checked.file.path);
}

export function headingOf(
  { nameSpan, docs }: { readonly nameSpan: Span; readonly docs: readonly string[] },
  draft: Draft,
  more: readonly string[],
): Heading {
  return { place: placeOf(nameSpan, draft), lines: [...docs, ...more] };
}
