/** Types of fields, parameters and tensors. */
import type { CstNode } from "chevrotain";
import { Bar, Colon } from "../../../../grammar/tokens.ts";
import { type Doc, group, indent } from "../doc.ts";
import { gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { bracketed, type Content } from "./brackets.ts";
import { chainOf, hanging } from "./chains.ts";
import { elementsOf, firstToken, inARow, isNode } from "./elements.ts";
import { glued, member, quantity } from "./operands.ts";

/** `.a | .b?`, broken before each bar. */
export function typeOf(notes: Notes, node: CstNode): Doc {
  const [first, ...others] = elementsOf(node);
  if (!first || !isNode(first)) throw new Error("a type begins with an alternative");
  const rest = others.map((part): Doc => {
    if (isNode(part)) return [gap(notes, firstToken(notes, part), " "), simpleType(notes, part)];
    return [gap(notes, part, part.tokenType === Bar ? "line" : ""), part.image];
  });
  return group([simpleType(notes, first), indent(rest)]);
}

function simpleType(notes: Notes, node: CstNode): Doc {
  const [inner] = elementsOf(node);
  if (!inner || !isNode(inner)) throw new Error("a type is a member, a list or a name");
  if (inner.name === "member") return member(notes, inner);
  return inner.name === "listType" ? listType(notes, inner) : inARow(notes, elementsOf(inner), partOfNamed);
}

/** `[int >= 1; len(blocks)]` */
function listType(notes: Notes, node: CstNode): Doc {
  return inARow(notes, elementsOf(node), partOfNamed, (part, before) => {
    return isNode(part) && !isNode(before) && before.image === ";" ? " " : "";
  });
}

function partOfNamed(notes: Notes, node: CstNode): Doc {
  switch (node.name) {
    case "type":
      return typeOf(notes, node);
    case "simpleType":
      return simpleType(notes, node);
    case "quantity":
      return quantity(notes, node);
    case "path":
      return member(notes, node);
    case "dims":
      return bracketed(notes, node, dim, { pad: "", commas: "each", staysBroken: false });
    default:
      return hanging(notes, chainOf(node));
  }
}

/** `C: 3` */
function dim(notes: Notes, node: CstNode): Content {
  const between = (part: { readonly image?: string } | CstNode): "" | " " =>
    !("children" in part) && part.image === Colon.LABEL ? "" : " ";
  return { cells: [], value: inARow(notes, elementsOf(node), partOfNamed, between), ...glued(notes, node) };
}
