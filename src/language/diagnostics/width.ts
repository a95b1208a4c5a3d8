/** Text as a terminal draws it: how wide characters are, and what stands for those that cannot be drawn. */

/** Columns between tab stops. */
const TAB = 4;

/** One character of a line: what is drawn for it, and how many columns that takes. */
export interface Cell {
  /** Offset in UTF-16 units from the line's start. */
  readonly at: number;
  readonly drawn: string;
  readonly width: number;
}

/** A line in cells. Tabs become spaces, control characters their pictures (␀), so that nothing can disturb the terminal. */
export function cells(line: string): Cell[] {
  const result: Cell[] = [];
  let at = 0;
  let column = 0;
  for (const character of line) {
    const width = character === "\t" ? TAB - (column % TAB) : widthOf(character);
    result.push({ at, drawn: character === "\t" ? " ".repeat(width) : picture(character), width });
    at += character.length;
    column += width;
  }
  return result;
}

export function widthOfText(text: string): number {
  return cells(text).reduce((sum, { width }) => sum + width, 0);
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  const hidden =
    (code >= 0x80 && code < 0xa0) || /[\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]|\p{Cs}/u.test(character);
  return hidden ? "\uFFFD" : character;
}

/** 0 for marks that join the character before them, 2 for East Asian wide characters and emoji, else 1. */
function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Me}|[\uFE00-\uFE0F]|\u200D/u.test(character) && picture(character) === character) return 0;
  if (/\p{Emoji_Presentation}/u.test(character)) return 2;
  return wide.some(([low, high]) => code >= low && code <= high) ? 2 : 1;
}

/** Unicode's East Asian Width W and F, in ranges that also take the gaps between their blocks. */
const wide = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
] as const;
