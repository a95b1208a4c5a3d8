/** An example as it stands in a file, broken into lines. */
import { format } from "../format/format.ts";

/** One line, or a field a line where that would be longer than `width`: laid out as `vcl fmt` does it. */
export function exampleLines(example: string, width: number): readonly string[] {
  const [, front, inside = ""] = /^(.*?\{) (.*) \}$/.exec(example) ?? [];
  if (example.length <= width || front === undefined) return [example];
  return [front, ...laidOut(fieldsOf(inside)), "}"];
}

/** Fields of a block, in any of which they are laid out alike. */
function laidOut(fields: readonly string[]): readonly string[] {
  const text = ["let example = it {", ...fields.map((field) => `  ${field}`), "}"].join("\n");
  return format({ path: "example.vcl", text, origin: "file" }).text.trimEnd().split("\n").slice(1, -1);
}

/** Cuts at commas outside brackets. */
function fieldsOf(inside: string): string[] {
  const fields: string[] = [""];
  let depth = 0;
  for (const part of inside.match(/[([{]|[)\]}]|, |[^([{)\]},]+|,/g) ?? []) {
    if (/^[([{]$/.test(part)) depth += 1;
    if (/^[)\]}]$/.test(part)) depth -= 1;
    if (part === ", " && depth === 0) fields.push("");
    else fields[fields.length - 1] += part;
  }
  return fields;
}
