import type { IToken } from "chevrotain";
import { tokenMatcher } from "chevrotain";
import { isDeclaring } from "../../../../grammar/places.ts";
import { LCurly, Name, Star, Text } from "../../../../grammar/tokens.ts";
import type { Notes } from "../notes.ts";

/** `model { … }` as a value: at the start of a line it would be read as a declaration. */
export function staysOnLine(notes: Notes, first: IToken): boolean {
  const next = notes.after(first);
  return (
    isDeclaring(first) && next !== undefined && [Name, LCurly, Star, Text].some((type) => tokenMatcher(next, type))
  );
}
