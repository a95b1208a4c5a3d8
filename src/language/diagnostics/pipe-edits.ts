/** Changes to `a |> b |> c`. Each answers undefined where the parts do not stand side by side in the program. */

import type { Span } from "../source/source-file.ts";
import { textOf } from "../source/source-file.ts";
import type { ComponentValue } from "../values/value.ts";
import type { Edit } from "./diagnostic.ts";

type Parts = readonly ComponentValue[];

/** Takes one part out, with the `|>` that joins it to a neighbour. */
export function removePart(parts: Parts, index: number): readonly Edit[] | undefined {
  const part = parts[index]?.origin.span;
  if (part?.file.origin !== "file") return undefined;
  const { text } = part.file;
  const before = /\s*\|>\s*$/.exec(text.slice(0, part.start));
  if (before) return [{ span: { ...part, start: before.index }, newText: "" }];
  const after = /^\s*\|>\s*/.exec(text.slice(part.end));
  if (after) return [{ span: { ...part, end: part.end + after[0].length }, newText: "" }];
  return undefined;
}

/** Exchanges a part with the next one. */
export function swapParts(parts: Parts, index: number): readonly Edit[] | undefined {
  const part = parts[index]?.origin.span;
  const next = parts[index + 1]?.origin.span;
  if (!part || !next || !piped(part, next)) return undefined;
  return [
    { span: part, newText: textOf(next) },
    { span: next, newText: textOf(part) },
  ];
}

/** Puts another transform in front of a part. */
export function insertPart(parts: Parts, index: number, name: string): readonly Edit[] | undefined {
  const part = parts[index]?.origin.span;
  if (part?.file.origin !== "file") return undefined;
  return [{ span: { ...part, end: part.start }, newText: `${name} |> ` }];
}

/** Whether two expressions stand in the program with nothing but `|>` between them. */
function piped(a: Span, b: Span): boolean {
  if (a.file !== b.file || a.file.origin !== "file" || a.end > b.start) return false;
  return /^\s*\|>\s*$/.test(a.file.text.slice(a.end, b.start));
}
