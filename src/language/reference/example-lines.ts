/** An example as a person would break it into lines. */

/** One line, or a field a line where that would be longer than `width`. */
export function exampleLines(example: string, width: number): readonly string[] {
  const [, front, inside = ""] = /^(.*?\{) (.*) \}$/.exec(example) ?? [];
  if (example.length <= width || front === undefined) return [example];
  return [front, ...fieldsOf(inside).map((field) => `  ${field}`), "}"];
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
