/** `{ … }`: the entries that amend a value. */
import type { CstNode } from "chevrotain";
import { Head, PlusAssign } from "../../../../grammar/tokens.ts";
import { type Doc, group, isPlain } from "../doc.ts";
import { gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { bracketed, type Content } from "./brackets.ts";
import { chainOf, flush, hanging } from "./chains.ts";
import { type Element, elementsOf, firstToken, inARow, isNode } from "./elements.ts";
import { canMove, member, valueBehind } from "./operands.ts";

export function blockOf(notes: Notes, node: CstNode): Doc {
  return bracketed(notes, node, entry, { pad: " ", commas: "none", staysBroken: true });
}

function entry(notes: Notes, node: CstNode): Content {
  const elements = elementsOf(node);
  const [path, sign, value] = elements;
  if (!path || !isNode(path)) return { cells: [], value: head(notes, elements) };
  const name = member(notes, path);
  // `head` before another word would declare a head.
  if (!sign) return { cells: [], value: name, passes: true, needsComma: firstToken(notes, path).tokenType === Head };
  if (isNode(sign)) return amendment(notes, name, sign);
  if (!value || !isNode(value)) throw new Error("a sign has a value behind it");
  const glue = sign.tokenType === PlusAssign ? " " : "";
  return field(
    notes,
    [name, gap(notes, sign, glue), sign.image],
    value,
    sign.tokenType === PlusAssign ? undefined : "field",
  );
}

/** `head action at stage4.last = …` */
function head(notes: Notes, elements: readonly Element[]): Doc {
  const value = elements.at(-1);
  if (!value || !isNode(value)) throw new Error("a head has a value");
  return [inARow(notes, elements.slice(0, -1), member), valueBehind(notes, value)];
}

/** `optimizer { … }` */
function amendment(notes: Notes, name: Doc, node: CstNode): Content {
  const block = blockOf(notes, node);
  const before = gap(notes, firstToken(notes, node), " ");
  if (!isPlain(name) || !isPlain(before)) return { cells: [], value: [name, before, block] };
  return { cells: [name], value: block, shape: "amendment" };
}

/** A name, its sign and a value; aligned with those around it where there is a shape. */
export function field(notes: Notes, name: Doc, value: CstNode, shape: string | undefined): Content {
  const before = notes.before(firstToken(notes, value));
  if (shape === undefined || !isPlain(name) || before.comments.length > 0) {
    return { cells: [], value: [name, valueBehind(notes, value)] };
  }
  const moves = canMove(notes, value);
  const chain = chainOf(value);
  return {
    cells: [name],
    value: moves ? flush(notes, chain) : group(hanging(notes, chain)),
    shape,
    ...(moves ? { moves } : { mayEndRun: true }),
  };
}
