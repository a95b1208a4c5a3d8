/** Expressions of a program as documents, from which they are laid out. */
import type { BinaryOp, Expression, Property } from "../plan/program.ts";
import type { Brackets, Document, Item } from "./document.ts";
import { literalText } from "./literal.ts";

/** An object with at least this many entries is opened where it is what a statement is about. */
const manyEntries = 4;

/** A long text does not go to a line of its own where the name before it is shorter than this. */
const shortestToLeave = 5;

/** The expression's document; `main` where it is what a statement is about. */
export function documentOf(expression: Expression, main = false): Document {
  return traced(expression, bodyOf(expression, main));
}

/** What stands behind `name:` or `name =`, the space included. */
export function assigned(expression: Expression, main = false): Document {
  const isText = expression.kind === "literal" && typeof expression.value === "string";
  if (isText) return traced(expression, { kind: "movable", text: literalText(expression) });
  return [" ", documentOf(expression, main)];
}

function traced({ span }: Expression, body: Document): Document {
  return span === undefined ? body : { kind: "region", span, body };
}

function bodyOf(expression: Expression, main: boolean): Document {
  switch (expression.kind) {
    case "literal":
      return literalText(expression);
    case "name":
      return expression.name;
    case "list":
      return brackets("[", expression.items.map(itemOf), {
        opened: opensAlways(expression.items),
        filled: expression.items.length > 1 && expression.items.every(isNumber),
      });
    case "object": {
      const spread = expression.spread.map((name) => ({ body: `...${name}` }));
      const entries = [...spread, ...expression.properties.map(propertyItem)];
      return brackets("{", entries, { opened: main && entries.length >= manyEntries, filled: false });
    }
    case "call": {
      const [only, ...more] = expression.args;
      const hugs = more.length === 0 && (only?.kind === "object" || only?.kind === "list");
      if (hugs) return [`${expression.callee}(`, documentOf(only, main), ")"];
      return [expression.callee, brackets("(", expression.args.map(itemOf), { opened: false, filled: false })];
    }
    case "binary":
      return [operand(expression, "left"), ` ${expression.op} `, operand(expression, "right")];
    case "negative": {
      const { operand: inner } = expression;
      return ["-", inner.kind === "binary" || isNegative(inner) ? inParentheses(inner) : documentOf(inner)];
    }
  }
}

function brackets(open: Brackets["open"], items: readonly Item[], how: Pick<Brackets, "opened" | "filled">): Brackets {
  return { kind: "brackets", open, items, ...how };
}

function itemOf(expression: Expression): Item {
  return { body: documentOf(expression) };
}

/** `clip: 8`, or `train` for `train: train`. */
function propertyItem({ name, value, comment }: Property): Item {
  const isShorthand = value.kind === "name" && value.name === name;
  const behind = name.length < shortestToLeave ? [" ", documentOf(value)] : assigned(value);
  const body = isShorthand ? documentOf(value) : [`${name}:`, behind];
  return comment === undefined ? { body } : { body, comment };
}

function isNumber(item: Expression): boolean {
  return item.kind === "literal" && typeof item.value === "number";
}

/** A list of several lists or several objects, each of more than one part, always stands open. */
function opensAlways(items: readonly Expression[]): boolean {
  const kind = items[0]?.kind;
  return items.length > 1 && items.every((item) => item.kind === kind && partsOf(item) > 1);
}

function partsOf(expression: Expression): number {
  if (expression.kind === "list") return expression.items.length;
  return expression.kind === "object" ? expression.spread.length + expression.properties.length : 0;
}

type Binary = Extract<Expression, { kind: "binary" }>;
const precedence: { readonly [op in BinaryOp]: number } = { "+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "**": 3 };

function operand(expression: Binary, side: "left" | "right"): Document {
  return isWrapped(expression, side) ? inParentheses(expression[side]) : documentOf(expression[side]);
}

/** Whether an operand needs parentheses: by precedence, and where Prettier puts them for the reader's sake. */
function isWrapped({ op, ...operands }: Binary, side: "left" | "right"): boolean {
  const inside = operands[side];
  if (isNegative(inside)) return op === "**" && side === "left";
  if (inside.kind !== "binary") return false;
  const [outer, inner] = [precedence[op], precedence[inside.op]];
  if (inner !== outer) return inner < outer || inside.op === "%";
  return side === "right" || op === "**" || op === "%" || (op !== inside.op && outer === 2);
}

/** What begins with a minus: two of them would be another operator. */
function isNegative(expression: Expression): boolean {
  if (expression.kind === "negative") return true;
  return expression.kind === "literal" && typeof expression.value === "number" && expression.value < 0;
}

function inParentheses(expression: Expression): Document {
  return ["(", documentOf(expression), ")"];
}
