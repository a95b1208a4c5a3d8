/** What stands at the top level of a file. */
import type { CstNode } from "chevrotain";
import { Colon } from "../../../../grammar/tokens.ts";
import { type Doc, group, indent, isPlain } from "../doc.ts";
import { gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { blockOf } from "./blocks.ts";
import { bracketed, type Content } from "./brackets.ts";
import { chainOf } from "./chains.ts";
import { type Element, elementsOf, firstToken, isNode } from "./elements.ts";
import { externBody, parametersOf, valueAfterWord } from "./externs.ts";
import { amendedParts, member, valueBehind } from "./operands.ts";
import { typeOf } from "./types.ts";

export function declaration(notes: Notes, statement: CstNode): Content {
  const [node] = elementsOf(statement);
  if (!node || !isNode(node)) throw new Error("a statement is a node");
  const elements = elementsOf(node);
  if (node.name === "check") return { cells: [], value: check(notes, elements) };
  return columns(notes, node, elements) ?? { cells: [], value: inOrder(notes, elements) };
}

/** `data train = base.train { … }` and `data train { … }`: neighbours of the same kind have their braces in a column. */
function columns(notes: Notes, node: CstNode, elements: readonly Element[]): Content | undefined {
  if (node.name !== "binding" && node.name !== "experiment") return undefined;
  const [keyword, , sign, value, block] = elements;
  if (!keyword || isNode(keyword) || !sign) return undefined;
  const name = inOrder(notes, elements.slice(0, 2));
  if (isNode(sign)) {
    if (elements.length > 3) return undefined;
    return withoutComments(notes, [sign], { cells: [name], value: blockOf(notes, sign), shape: `${keyword.image} {` });
  }
  if (!value || !isNode(value)) return undefined;
  const shape = `${keyword.image} =`;
  if (block && isNode(block) && value.name === "path") {
    const cells = [name, inOrder(notes, [sign, value])];
    return withoutComments(notes, [sign, block], { cells, value: blockOf(notes, block), shape });
  }
  const chain = value.name === "expr" && elements.length === 4 ? chainOf(value) : undefined;
  const amended = chain?.links.length === 0 ? amendedParts(notes, chain.first) : undefined;
  if (!amended) return undefined;
  const cells = [name, [sign.image, gap(notes, firstToken(notes, value), " "), amended.base]];
  return withoutComments(notes, [sign], { cells, value: amended.block, shape });
}

/** Undefined where comments stand in the cells, or before the parts that begin one. */
function withoutComments(notes: Notes, starts: readonly Element[], row: Content): Content | undefined {
  const areFree = starts.every((part) => notes.before(firstToken(notes, part)).comments.length === 0);
  return areFree && isPlain(row.cells) ? row : undefined;
}

/** Words and parts one behind the other; nothing stands before parentheses and colons. */
function inOrder(notes: Notes, elements: readonly Element[]): Doc {
  return elements.map((element, at): Doc => {
    if (isNode(element) && element.name === "expr") return valueBehind(notes, element);
    const glue = isNode(element) ? element.name === "parameters" : element.tokenType === Colon;
    const before = at === 0 ? "" : gap(notes, firstToken(notes, element), glue ? "" : " ");
    return [before, isNode(element) ? part(notes, element) : element.image];
  });
}

function part(notes: Notes, node: CstNode): Doc {
  switch (node.name) {
    case "importedNames":
      return bracketed(notes, node, importedName, { pad: " ", commas: "each", staysBroken: false });
    case "parameters":
      return parametersOf(notes, node);
    case "externBody":
      return externBody(notes, node);
    case "block":
      return blockOf(notes, node);
    case "type":
      return typeOf(notes, node);
    default:
      return member(notes, node);
  }
}

function importedName(notes: Notes, node: CstNode): Content {
  return { cells: [], value: member(notes, node) };
}

/** `check CONDITION else "message"` */
function check(notes: Notes, [keyword, condition, ...message]: readonly Element[]): Doc {
  if (!keyword || isNode(keyword) || !condition || !isNode(condition)) throw new Error("a check has a condition");
  const rest = message.map((word, at): Doc => {
    return [gap(notes, firstToken(notes, word), at === 0 ? "line" : " "), isNode(word) ? "" : word.image];
  });
  return group([keyword.image, indent([indent(valueAfterWord(notes, condition)), rest])]);
}
