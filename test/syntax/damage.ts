/** Ways to damage a program, one token at a time. */
import { read } from "../../grammar/read.ts";

export interface Damage {
  readonly how: "deleted" | "doubled" | "swapped";
  readonly text: string;
  /** Lines, from 1, of the first and last character that the damage touched. */
  readonly lines: readonly [number, number];
  readonly what: string;
}

export function damages(text: string): Damage[] {
  const tokens = read(text, "file").tokens.map((token) => ({
    image: token.image,
    start: token.startOffset,
    end: token.startOffset + token.image.length,
  }));
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  return tokens.flatMap(({ image, start, end }, at): Damage[] => {
    const lines = [lineAt(start), lineAt(end)] as const;
    const deleted: Damage = { how: "deleted", text: text.slice(0, start) + text.slice(end), lines, what: image };
    const doubled: Damage = { how: "doubled", text: `${text.slice(0, end)} ${text.slice(start)}`, lines, what: image };
    const next = tokens[at + 1];
    if (!next) return [deleted, doubled];
    const swapped: Damage = {
      how: "swapped",
      text: text.slice(0, start) + next.image + text.slice(end, next.start) + image + text.slice(next.end),
      lines: [lineAt(start), lineAt(next.end)],
      what: `${image} ${next.image}`,
    };
    return [deleted, doubled, swapped];
  });
}
