/** Brackets around rows: blocks, lists, parameters. */
import type { CstNode, IToken } from "chevrotain";
import { Comma } from "../../../../grammar/tokens.ts";
import { type Doc, group, hardline, indent, line, softline } from "../doc.ts";
import { leadOf, remarks } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { type Commas, hasComments, type Lead, type Row, sideBySide } from "../rows.ts";
import { elementsOf, firstToken, isNode } from "./elements.ts";

/** A row without what stands before it. */
export interface Content extends Omit<Row, "lead"> {
  /** It cannot be the first on its line. */
  readonly glued?: boolean;
}

export interface BracketStyle {
  /** What stands inside the brackets on one line. */
  readonly pad: "" | " ";
  readonly commas: Commas;
  /** Written with a line break behind the opening bracket, it stays broken. */
  readonly staysBroken: boolean;
}

/** A node's rows between its brackets. */
export function bracketed(
  notes: Notes,
  node: CstNode,
  content: (notes: Notes, node: CstNode) => Content,
  { pad, commas, staysBroken }: BracketStyle,
): Doc {
  const { opener, items, closer, lastComma } = partsOf(node);
  const rows = items.map(({ item, comma }): Row => {
    const row = content(notes, item);
    const lead = leadOf(notes, firstToken(notes, item), comma);
    return { ...row, lead: row.glued ? { ...lead, held: true } : lead };
  });
  const end = endOf(notes, closer, lastComma);
  const [first] = items;
  if (!first && !hasComments(end)) return [opener.image, closer.image];
  const mustBreak = staysBroken && first && notes.before(firstToken(notes, first.item)).startsLine;
  const onOneLine = mustBreak ? undefined : sideBySide(rows, end, pad);
  const edge = end.held ? pad : pad === "" ? softline : line;
  return group([
    opener.image,
    indent({ kind: "rows", rows, end, commas, pad, onOneLine }),
    hasComments(end) ? hardline : edge,
    closer.image,
  ]);
}

interface Parts {
  readonly opener: IToken;
  readonly closer: IToken;
  /** Each with the comma before it. */
  readonly items: readonly { readonly item: CstNode; readonly comma: IToken | undefined }[];
  /** Behind the last item. */
  readonly lastComma: IToken | undefined;
}

export function partsOf(node: CstNode): Parts {
  const items: { readonly item: CstNode; readonly comma: IToken | undefined }[] = [];
  const brackets: IToken[] = [];
  let comma: IToken | undefined;
  for (const element of elementsOf(node)) {
    if (isNode(element)) {
      items.push({ item: element, comma });
      comma = undefined;
    } else if (element.tokenType === Comma) comma = element;
    else brackets.push(element);
  }
  const [opener, closer] = brackets;
  if (!opener || !closer) throw new Error(`${node.name} has no brackets`);
  return { opener, closer, items, lastComma: comma };
}

function endOf(notes: Notes, closer: IToken, comma: IToken | undefined): Lead {
  const { comments, held } = notes.before(closer);
  const before = comma ? notes.before(comma) : undefined;
  return { ...remarks([...(before?.comments ?? []), ...comments]), blank: false, held: held && before?.held !== false };
}
