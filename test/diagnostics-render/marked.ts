/** Sources with marked places, so that tests of messages need no offsets. */
import type { SourceFile, Span } from "../../src/language/source/source-file.ts";

export function sourceFile(path: string, text: string, origin: SourceFile["origin"] = "file"): SourceFile {
  return { path, text, origin };
}

/** The span of `words` in the file: its only occurrence, or the `nth` from 1. */
export function spanOf(file: SourceFile, words: string, nth?: number): Span {
  let start = file.text.indexOf(words);
  for (let left = (nth ?? 1) - 1; left > 0; left -= 1) start = file.text.indexOf(words, start + 1);
  if (start < 0) throw new Error(`"${words}" is not in ${file.path}`);
  if (nth === undefined && file.text.indexOf(words, start + 1) >= 0)
    throw new Error(`"${words}" is in ${file.path} twice`);
  return { file, start, end: start + words.length };
}
