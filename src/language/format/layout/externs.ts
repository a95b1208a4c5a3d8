/** Components' declarations: fields, facts, shape rules, requirements. */
import type { CstNode } from "chevrotain";
import { Else, In, When } from "../../../../grammar/tokens.ts";
import { type Doc, group, hardline, indent, isPlain } from "../doc.ts";
import { gap } from "../gap.ts";
import type { Notes } from "../notes.ts";
import { blockOf } from "./blocks.ts";
import { bracketed, type Content } from "./brackets.ts";
import { chainOf, hanging } from "./chains.ts";
import { type Element, elementsOf, firstToken, inARow, isNode } from "./elements.ts";
import { valueBehind } from "./operands.ts";
import { typeOf } from "./types.ts";

export function parametersOf(notes: Notes, node: CstNode): Doc {
  const parameter = (_: Notes, each: CstNode): Content => fieldDecl(notes, elementsOf(firstNode(each)), []);
  return bracketed(notes, node, parameter, { pad: "", commas: "between", staysBroken: true });
}

export function externBody(notes: Notes, node: CstNode): Doc {
  return bracketed(notes, node, item, { pad: " ", commas: "none", staysBroken: true });
}

function firstNode(node: CstNode): CstNode {
  const first = elementsOf(node).find(isNode);
  if (!first) throw new Error(`${node.name} has no part`);
  return first;
}

function item(notes: Notes, node: CstNode): Content {
  const elements = elementsOf(node);
  const [first, second] = elements;
  if (first && isNode(first)) {
    if (first.name === "fieldDecl") return fieldDecl(notes, elementsOf(first), []);
    return { cells: [], value: first.name === "blocks" ? blocks(notes, first) : requirement(notes, elementsOf(first)) };
  }
  if (first && second && isNode(second)) {
    if (second.name === "fieldDecl") return fieldDecl(notes, elementsOf(second), [first]);
    if (second.name === "shapeType") return shapeRule(notes, first.image, second);
  }
  const last = elements.at(-1);
  if (!last || !isNode(last)) return { cells: [], value: inARow(notes, elements, word) };
  if (last.name === "block") return { cells: [], value: inARow(notes, elements, blockOf) };
  return { cells: [], value: [inARow(notes, elements.slice(0, -1), word), valueBehind(notes, last)] };
}

function word(_: Notes, node: CstNode): Doc {
  throw new Error(`${node.name} is no word`);
}

/** `derived name: type = default in phase`; `before` is the word `derived`. */
function fieldDecl(notes: Notes, elements: readonly Element[], before: readonly Element[]): Content {
  const [name, colon, type, ...rest] = elements;
  if (!name || !colon || !type || !isNode(type)) throw new Error("a field has a name and a type");
  const key = inARow(notes, [...before, name, colon], word, (part) => (part === colon ? "" : " "));
  const beforeType = gap(notes, firstToken(notes, type), " ");
  const value = [typeOf(notes, type), rest.map((part): Doc => defaultPart(notes, part))];
  if (!isPlain(key) || !isPlain(beforeType)) return { cells: [], value: [key, beforeType, value] };
  return { cells: [key], value, shape: before.length > 0 ? "derived" : "field", mayEndRun: true };
}

function defaultPart(notes: Notes, part: Element): Doc {
  return isNode(part) ? valueBehind(notes, part) : [gap(notes, part, " "), part.image];
}

/** `takes tensor [C, T]`; neighbours have their types in a column. */
function shapeRule(notes: Notes, keyword: string, node: CstNode): Content {
  const elements = elementsOf(node);
  const before = gap(notes, firstToken(notes, node), " ");
  const value = group(
    elements.map((part): Doc => {
      if (!isNode(part))
        return part.tokenType === When
          ? indent([gap(notes, part, "line"), part.image])
          : [gap(notes, part, " "), part.image];
      return part.name === "type" ? typeOf(notes, part) : indent(valueAfterWord(notes, part));
    }),
  );
  if (!isPlain(before)) return { cells: [], value: [keyword, before, value] };
  return { cells: [keyword], value, shape: "shape", mayEndRun: true };
}

/** An expression behind a word such as `when` or `require`. */
export function valueAfterWord(notes: Notes, expr: CstNode): Doc {
  return [gap(notes, firstToken(notes, expr), " "), hanging(notes, chainOf(expr))];
}

/** `blocks stage{i in 1..4}.block{j in 0..n} yields tensor [N]` */
function blocks(notes: Notes, node: CstNode): Doc {
  const write = (_: Notes, part: CstNode): Doc => (part.name === "type" ? typeOf(notes, part) : segment(notes, part));
  return inARow(notes, elementsOf(node), write, (part, before) => {
    const isDot = (element: Element): boolean => !isNode(element) && element.image === ".";
    return isDot(part) || isDot(before) ? "" : " ";
  });
}

function segment(notes: Notes, node: CstNode): Doc {
  const range = (_: Notes, part: CstNode): Doc => hanging(notes, chainOf(part));
  return inARow(notes, elementsOf(node), range, (part, before) => {
    const isIn = (element: Element): boolean => !isNode(element) && element.tokenType === In;
    return isIn(part) || isIn(before) ? " " : "";
  });
}

/** The message has a line of its own: it is read more often than the condition. */
function requirement(notes: Notes, elements: readonly Element[]): Doc {
  return elements.map((part, at): Doc => {
    if (isNode(part)) return indent(valueAfterWord(notes, part));
    if (at === 0) return part.image;
    const otherwise = part.tokenType === Else;
    const { comments, held } = notes.before(part);
    const breaks = otherwise && comments.length === 0 && !held;
    return indent([breaks ? hardline : gap(notes, part, otherwise ? "line" : " "), part.image]);
  });
}
