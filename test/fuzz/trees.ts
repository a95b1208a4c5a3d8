/** Damage that keeps a program well-formed for the most part: nodes of its tree replaced, wrapped, moved, repeated. */
import type { SourceFile, Span } from "../../src/language/source/source-file.ts";
import { parse } from "../../src/language/syntax/parse.ts";
import type { Draw } from "./draw.ts";
import { numbers } from "./tokens.ts";

export type Sort = "expr" | "entry" | "item" | "decl" | "type" | "block" | "name";

export interface Part {
  readonly sort: Sort;
  /** What is most like it: the same kind of expression, an entry for the same field. */
  readonly like: string;
  readonly start: number;
  readonly end: number;
}

/** Where each kind of node belongs; what a kind does not tell (a list, a member) its place in the parent does. */
const sorts: Readonly<Record<string, Sort>> = {
  ...Object.fromEntries(
    "number dims string bool none member-literal name call index amended binary unary range when pipe then paren"
      .split(" ")
      .map((kind) => [kind, "expr" as const]),
  ),
  ...Object.fromEntries("set shorthand append amend head".split(" ").map((kind) => [kind, "entry" as const])),
  ...Object.fromEntries(
    "field facts takes yields blocks let random unused require".split(" ").map((kind) => [kind, "item" as const]),
  ),
  ...Object.fromEntries(
    "param binding experiment check amendment extern".split(" ").map((kind) => [kind, "decl" as const]),
  ),
  ...Object.fromEntries("union optional named".split(" ").map((kind) => [kind, "type" as const])),
};

/** Every node of a text's tree that can be exchanged for another of its sort. */
export function partsOf(text: string): readonly Part[] {
  const file: SourceFile = { path: "/part.vcl", text, origin: "file" };
  const found: Part[] = [];
  const visit = (value: unknown, key: string): void => {
    if (typeof value !== "object" || value === null || value === file) return;
    if ("span" in value) {
      const { start, end } = value.span as Span;
      const sort = sortOf(value, key);
      if (sort && end > start) found.push({ sort, like: likenessOf(value, sort, text), start, end });
    }
    for (const [name, part] of Object.entries(value)) {
      if (name !== "span") visit(part, Array.isArray(value) ? key : name);
    }
  };
  visit(parse(file).tree, "");
  return found;
}

function sortOf(node: object, key: string): Sort | undefined {
  if (!("kind" in node)) return "entries" in node ? "block" : "name" in node && !("value" in node) ? "name" : undefined;
  const isType = key === "type" || key === "of" || key === "alternatives";
  if (node.kind === "list" || node.kind === "member") return isType ? "type" : "expr";
  return sorts[String(node.kind)];
}

function likenessOf(node: object, sort: Sort, text: string): string {
  const kind = "kind" in node ? `${sort} ${node.kind}` : sort;
  if (sort !== "entry" || !("path" in node)) return kind;
  const path = node.path as readonly { readonly span: Span }[];
  return `${kind} ${path.map(({ span }) => text.slice(span.start, span.end)).join(".")}`;
}

/** `$` is the expression. */
const wraps = [
  ..."($)|[$]|[$, $]|[[$]]|-$|not $|-(-($))|$ ^ $|2 ^ $|$ ^ 1023|$ * $|$ * 1e308|$ / 0|$ % 0|$ / $|$ - $|$ + $".split(
    "|",
  ),
  ..."repeat($, 1000000)|repeat($, 1152921504606846976)|repeat($, -1)|repeat($, 2)|repeat(repeat($, 1000), 1000)".split(
    "|",
  ),
  ..."product($)|product($, 4)|len($)|max($)|min($, $)|ceil($)|floor($ / 3)|distinct($)|dims($, $, $)|dims($, $)".split(
    "|",
  ),
  ..."$ {}|$ { x: 1 }|$ { $ }|$.last|$.x|$[1]|$[0]|$()|$($)|$ then $|$ px|$ frames|$ clips per video|$%".split("|"),
  ..."$ when true else $|$ when $ else $|$..$|$..<1|0..$|$ == $|$ <= $|$ and $|$ or $|sgd { lr: $ }|[1, 2, 3, $]".split(
    "|",
  ),
  ..."$ |> $~to_float |> $~resnext3d { blocks: $ }~multistep { values: $, at: $ }~random_crop($)~resize_short($)".split(
    "~",
  ),
];

/** Texts of other programs' nodes, by sort and by likeness. */
export type Library = ReadonlyMap<string, readonly string[]>;

export function damageTree(text: string, library: Library, draw: Draw): string {
  const parts = partsOf(text);
  const part = draw.pick(parts);
  if (!part) return text;
  const same = parts.filter((each) => each.sort === part.sort);
  const textOf = ({ start, end }: Part): string => text.slice(start, end);
  const put = (by: string): string => text.slice(0, part.start) + by + text.slice(part.end);
  const own = textOf(part);
  switch (draw.below(part.sort === "expr" ? 10 : 7)) {
    case 0:
    case 1:
      return put(draw.pick(library.get(part.sort) ?? []) ?? own);
    case 2:
      return put(textOf(draw.pick(same) ?? part));
    case 3:
      return put(`${own}${part.sort === "expr" ? ", " : "\n"}${own}`);
    case 4:
      return put("");
    case 5:
      return put(`${own}\n${draw.pick(library.get(part.sort) ?? []) ?? ""}`);
    case 6:
      return swapped(text, part, draw.pick(same) ?? part);
    case 7:
      return put(draw.pick(numbers) ?? "");
    default:
      return put((draw.pick(wraps) ?? "$").replaceAll("$", () => own));
  }
}

/** Changes that leave most programs well-formed, so that what comes after the parser has something to do. */
export function changeTree(text: string, library: Library, draw: Draw): string {
  const parts = partsOf(text).filter(({ sort }) => sort !== "block" && sort !== "name");
  const part = draw.pick(parts);
  if (!part) return text;
  const put = (by: string): string => text.slice(0, part.start) + by + text.slice(part.end);
  const own = text.slice(part.start, part.end);
  const like = [...(library.get(part.like) ?? []), ...(draw.chance(0.1) ? (library.get(part.sort) ?? []) : [])];
  if (part.like === "expr number" && draw.chance(0.4))
    return put(own.replace(/^[\d._]+/, () => draw.pick(numbers) ?? ""));
  if (part.sort === "expr" && draw.chance(0.1)) return put((draw.pick(wraps) ?? "$").replaceAll("$", () => own));
  if (part.sort !== "expr" && part.sort !== "type" && draw.chance(0.15)) return put("");
  if (draw.chance(0.003)) return put(grown(own, part.sort, 2 + draw.below(300)));
  return put(draw.pick(like) ?? own);
}

/** A node many times, where several may stand: in a list, in a block, in the file. */
function grown(own: string, sort: Sort, count: number): string {
  if (sort !== "expr")
    return Array.from({ length: count }, (_, i) => own.replace(/^(\w+ )(\w+)/, `$1$2${i}`)).join("\n");
  const inside = /^\[(.*)\]$/s.exec(own)?.[1];
  const all = Array.from({ length: count }, () => inside ?? own).join(", ");
  return inside === undefined ? all : `[${all}]`;
}

/** Two nodes in each other's place; a node and one inside it stay as they are. */
function swapped(text: string, one: Part, other: Part): string {
  const [first, second] = one.start <= other.start ? [one, other] : [other, one];
  if (second.start < first.end) return text;
  const inner = text.slice(first.end, second.start);
  const [a, b] = [text.slice(first.start, first.end), text.slice(second.start, second.end)];
  return text.slice(0, first.start) + b + inner + a + text.slice(second.end);
}
