/**
 * Text that remembers where its parts came from: while a region is open, whatever is written belongs to the region's span.
 * The innermost region wins; what is written outside of all regions came from nowhere.
 */
import type { Span } from "../../language/source/source-file.ts";

/** From this place on (line and column from 0) the text came from `span`. */
export interface Mark {
  readonly line: number;
  readonly column: number;
  readonly span: Span | undefined;
}

export interface TracedText {
  readonly text: string;
  /** Sorted by place; the first is at the beginning. */
  readonly marks: readonly Mark[];
}

export interface TracedWriter {
  /** The column that the next character will have. */
  readonly column: number;
  /** Text without line ends. */
  write(text: string): void;
  newLine(indent: number): void;
  region(span: Span | undefined, body: () => void): void;
  finish(): TracedText;
}

/** `start`: the column at which the first line will stand. */
export function createWriter(start = 0): TracedWriter {
  let text = "";
  let line = 0;
  let column = start;
  let current: Span | undefined;
  const marks: Mark[] = [{ line, column, span: undefined }];
  const enter = (span: Span | undefined): void => {
    current = span;
    marks.push({ line, column, span });
  };
  return {
    get column() {
      return column;
    },
    write(part) {
      text += part;
      column += part.length;
    },
    newLine(indent) {
      text += `\n${" ".repeat(indent)}`;
      line += 1;
      column = indent;
      marks.push({ line, column, span: current });
    },
    region(span, body) {
      if (span === undefined) return body();
      const outside = current;
      enter(span);
      body();
      enter(outside);
    },
    finish: () => ({ text, marks }),
  };
}
