/** What is written between two tokens: a blank or a line break, and the comments that stand there. */
import type { IToken } from "chevrotain";
import { type Doc, hardline, indent, line, softline } from "./doc.ts";
import type { Note, Notes } from "./notes.ts";
import type { Lead } from "./rows.ts";

/** Nothing, a blank, or one of these as a place for a line break. */
export type Between = "" | " " | "softline" | "line";

/** What stands before a token in the middle of something. A line break where there is no place for one is indented. */
export function gap(notes: Notes, token: IToken, between: Between): Doc {
  const { comments, blank, held } = notes.before(token);
  if (comments.length > 0) {
    const broken: Doc = [commentLines(comments), { kind: "hard", blank }];
    return between === "" || between === " " ? indent(broken) : broken;
  }
  if (between === "softline") return held ? "" : softline;
  if (between === "line") return held ? " " : line;
  return between;
}

/** What stands before a closing bracket that has no rows before it; comments belong to what is inside. */
export function closingGap(notes: Notes, token: IToken): Doc {
  const { comments, held } = notes.before(token);
  if (comments.length > 0) return [indent(commentLines(comments)), hardline];
  return held ? "" : softline;
}

function commentLines(comments: readonly Note[]): Doc {
  return comments.map(
    ({ text, trailing, blank }): Doc => (trailing ? { kind: "comment", text } : [{ kind: "hard", blank }, text]),
  );
}

/** What stands before a row, of which the row before may be parted by a comma. */
export function leadOf(notes: Notes, next: IToken, comma?: IToken): Lead {
  const after = notes.before(next);
  if (!comma) return { ...remarks(after.comments), blank: after.blank, held: after.held };
  const before = notes.before(comma);
  const lead = { blank: after.blank, held: after.held && before.held };
  if (staysBeforeComma(before.comments, after.comments)) {
    const early = { ...remarks(before.comments), blank: false, held: false };
    return { ...remarks(after.comments), ...lead, beforeComma: early };
  }
  return { ...remarks([...before.comments, ...after.comments]), ...lead };
}

/** Behind the comma it would become documentation of what follows. */
function staysBeforeComma(before: readonly Note[], after: readonly Note[]): boolean {
  const [first] = after;
  const becomesOwn = before.length > 0 && first?.trailing === true && first.text.startsWith("///");
  return becomesOwn || before.some((note) => note.documents);
}

export function remarks(comments: readonly Note[]): Pick<Lead, "trailing" | "above"> {
  const [first, ...others] = comments;
  const above = first?.trailing ? others : comments;
  return {
    trailing: first?.trailing ? first.text : undefined,
    above: above.map(({ text, blank }) => ({ text, blank })),
  };
}
