/** Which names an expression mentions: for what depends on what, and for what nothing uses. Walks without recursion. */
import type { Block, Entry, Expr, Ident } from "../syntax/ast.ts";

/** Every name of the expression that must be looked up, in order; called functions, fields and members are not among them. */
export function mentions(expr: Expr): readonly Ident[] {
  return mentionsOf([expr]);
}

export function mentionsInBlock(block: Block): readonly Ident[] {
  return mentionsOf([block]);
}

type Item = Expr | Block | Entry | Ident;

const builtIn = new Set(["ceil", "floor", "min", "max", "len", "product", "repeat", "dims", "distinct"]);

function mentionsOf(start: readonly Item[]): readonly Ident[] {
  const found: Ident[] = [];
  const open: Item[] = [...start].reverse();
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const inner = "kind" in item ? partsOf(item, found) : "entries" in item ? item.entries : [];
    for (let index = inner.length - 1; index >= 0; index--) {
      const part = inner[index];
      if (part) open.push(part);
    }
  }
  return found;
}

function partsOf(item: Expr | Entry, found: Ident[]): readonly Item[] {
  switch (item.kind) {
    case "name":
      found.push({ name: item.name, span: item.span });
      return [];
    case "shorthand":
      found.push(item.name);
      return [];
    case "set":
    case "append":
      return [item.value];
    case "head":
      return [item.value];
    case "amend":
      return [item.block];
    case "list":
      return item.items;
    case "member":
      return [item.object];
    case "call":
      return item.callee.kind === "name" && builtIn.has(item.callee.name) ? item.args : [item.callee, ...item.args];
    case "index":
      return [item.object, item.index];
    case "amended":
      return [item.base, item.block];
    case "binary":
      return [item.left, item.right];
    case "unary":
      return [item.operand];
    case "range":
      return [item.low, item.high];
    case "when":
      return [item.value, item.condition, item.otherwise];
    case "pipe":
      return item.stages;
    case "then":
      return item.parts;
    case "paren":
      return [item.inner];
    default:
      return [];
  }
}
