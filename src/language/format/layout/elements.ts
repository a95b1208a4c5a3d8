/** Reading concrete syntax nodes in the order of the text. Files that are laid out have no mistakes, so nothing is missing. */
import type { CstNode, IToken } from "chevrotain";
import type { Doc } from "../doc.ts";
import { type Between, gap } from "../gap.ts";
import type { Notes } from "../notes.ts";

export type Element = CstNode | IToken;

export function isNode(element: Element): element is CstNode {
  return "children" in element;
}

export function startOf(element: Element): number {
  return isNode(element) ? (element.location?.startOffset ?? 0) : element.startOffset;
}

/** All that a node is made of. */
export function elementsOf(node: CstNode): readonly Element[] {
  return Object.values(node.children)
    .flat()
    .sort((a, b) => startOf(a) - startOf(b));
}

export function firstToken(notes: Notes, element: Element): IToken {
  return isNode(element) ? notes.tokenAt(startOf(element)) : element;
}

/** How a part that is no token is written. */
export type Writer = (notes: Notes, node: CstNode) => Doc;

/** The parts one behind the other. `between` says what stands before a part; nothing stands before the first. */
export function inARow(
  notes: Notes,
  parts: readonly Element[],
  writer: Writer,
  between: (part: Element, before: Element) => Between = () => " ",
): Doc {
  return parts.map((part, at): Doc => {
    const before = parts[at - 1];
    const doc = isNode(part) ? writer(notes, part) : part.image;
    return before ? [gap(notes, firstToken(notes, part), between(part, before)), doc] : doc;
  });
}
