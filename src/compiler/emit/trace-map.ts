/** From the places that a printed program remembers to its source map. */
import { positionAt, type SourceFile } from "../../language/source/source-file.ts";
import { encodeMappings, type Segment, type SourceMap, withoutRepeats } from "./source-map.ts";
import type { Mark } from "./traced-text.ts";

/**
 * The map of the file `name`, with the sources in the order in which they first appear. `nameOf` gives a source's name in
 * the map.
 */
export function traceMap(name: string, marks: readonly Mark[], nameOf: (file: SourceFile) => string): SourceMap {
  const files: SourceFile[] = [];
  const sourceOf = ({ span }: Mark): Segment["source"] => {
    if (span === undefined) return undefined;
    if (!files.includes(span.file)) files.push(span.file);
    const { line, column } = positionAt(span.file, span.start);
    return { index: files.indexOf(span.file), line: line - 1, column: column - 1 };
  };
  const segments = marks.map((mark): Segment => {
    const source = sourceOf(mark);
    return { line: mark.line, column: mark.column, ...(source === undefined ? {} : { source }) };
  });
  return {
    version: 3,
    file: name,
    sources: files.map(nameOf),
    sourcesContent: files.map(({ text }) => text),
    names: [],
    mappings: encodeMappings(withoutRepeats(segments)),
  };
}
