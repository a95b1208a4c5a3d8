/** The comments of a program: headings above statements, doc comments above declarations. */
import type { Heading } from "../plan/program.ts";
import { commentText } from "./literal.ts";

/** `// ucf101.vcl:23  What the two phases share.`, further lines below the first one's text. */
export function headingLines({ place, lines }: Heading): string[] {
  const [first, ...rest] = lines.map(unindented);
  const indent = " ".repeat(place.length + 2);
  return [
    `// ${commentText(place)}${first === undefined ? "" : `  ${first}`}`,
    ...rest.map((line) => `// ${indent}${line}`),
  ].map((line) => line.trimEnd());
}

/** A doc comment: on one line if it is one. */
export function docLines(lines: readonly string[]): string[] {
  const texts = lines.map(unindented);
  if (texts.length <= 1) return texts.map((text) => `/** ${text} */`);
  return ["/**", ...texts.map((text) => ` * ${text}`.trimEnd()), " */"];
}

/** What ts-morph makes a doc comment of. */
export function docText(lines: readonly string[]): string {
  const texts = lines.map(unindented);
  return texts.length > 1 ? `\n${texts.join("\n")}` : (texts[0] ?? "");
}

/** A line of a comment without the space behind its marker. */
function unindented(line: string): string {
  return commentText(line).replace(/^ /, "");
}
