/** Comments behind code stand in one column: a fixed one, so that a changed line leaves its neighbours as they are. */
import { flatWidth } from "./doc.ts";
import type { Line } from "./print.ts";
import { COMMENT_COLUMN } from "./style.ts";

/** Code wider than this moves no neighbour's comment. */
const WIDEST = 60;

/** Blanks between code and comment, at least. */
const DISTANCE = 2;

export function withComments(lines: readonly Line[]): readonly string[] {
  const texts: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const start = at;
    let column = COMMENT_COLUMN;
    for (; lines[at]?.comment !== undefined; at += 1) column = Math.max(column, columnOf(lines[at]));
    for (const line of lines.slice(start, at)) texts.push(joined(line, column));
    const other = lines[at];
    if (other) texts.push(other.text);
    at += 1;
  }
  return texts;
}

function columnOf(line: Line | undefined): number {
  const width = flatWidth(line?.text ?? "");
  return width > WIDEST ? 0 : width + DISTANCE;
}

function joined({ text, comment = "" }: Line, column: number): string {
  return `${text}${" ".repeat(Math.max(column - flatWidth(text), DISTANCE))}${comment}`;
}
