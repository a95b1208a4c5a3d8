/** `classInd.txt`: a line per class with its number, from 1, and its name. */
export type ClassIndex =
  | { readonly kind: "classes"; readonly names: readonly string[] }
  | { readonly kind: "unreadable"; readonly line: number; readonly text: string };

/** Class names in the order of their numbers. Reads either kind of line end. */
export function parseClassIndex(text: string): ClassIndex {
  const classes: { number: number; name: string }[] = [];
  const seen = new Set<number | string>();
  for (const [i, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const [, number = "", name = ""] = /^(\d+)[ \t]+(.+)$/.exec(line) ?? [];
    if (name === "" || seen.has(Number(number)) || seen.has(name))
      return { kind: "unreadable", line: i + 1, text: line };
    seen.add(Number(number)).add(name);
    classes.push({ number: Number(number), name });
  }
  return { kind: "classes", names: classes.sort((a, b) => a.number - b.number).map(({ name }) => name) };
}
