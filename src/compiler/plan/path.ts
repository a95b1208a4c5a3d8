/** Paths: relative ones hang on the folder of the `.vcl` file, whatever folder the program is run from. */
import { posix } from "node:path";
import type { Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Value } from "../../language/values/value.ts";
import { type Draft, type Later, spanOf, useImport } from "./draft.ts";
import { folderOf } from "./heading.ts";
import type { Expression } from "./program.ts";
import { isBinding, isDeclaredValue, namedBy, refer } from "./reference.ts";

type Path = Value & { readonly kind: "path" };

/** `join(here, "runs/ucf101")` for a path that is written in a file, else the path itself. */
export function pathLiteral({ value, written, origin }: Path, draft: Draft): Expression {
  const isRelative = origin.span.file.origin === "file" && !isAbsolute(written);
  if (!isRelative) return { kind: "literal", value, ...spanOf(origin) };
  draft.usesHere = true;
  const rest = posix.relative(folderOf(draft), value);
  const here: Expression = { kind: "name", name: "here" };
  return rest === "" ? here : join([here, { kind: "literal", value: rest }], draft, origin);
}

/** Makes `join(params.out, "frames.json")`; undefined where a part is not known by name. */
export function lowerJoin(expr: Expr, scope: Scope, draft: Draft, what: string): Later | undefined {
  const parts = lowerParts(expr, scope, draft, what);
  if (!parts) return undefined;
  return () => {
    const [first, ...rest] = parts.map((part) => part());
    if (!first) throw new Error("a path has at least one part");
    return rest.length === 0 ? first : join([first, ...rest], draft, expr);
  };
}

/** What stands between the slashes, from left to right; the first is a path, the others are texts. */
function lowerParts(expr: Expr, scope: Scope, draft: Draft, what: string): readonly Later[] | undefined {
  if (expr.kind === "paren") return lowerParts(expr.inner, scope, draft, what);
  if (expr.kind !== "binary" || expr.op !== "/") {
    const folder = lowerName(expr, isPath, scope, draft, what);
    return folder && [folder];
  }
  const left = lowerParts(expr.left, scope, draft, what);
  const right = lowerPart(expr.right, scope, draft, what);
  return left && right && [...left, right];
}

function lowerPart(expr: Expr, scope: Scope, draft: Draft, what: string): Later | undefined {
  if (expr.kind === "string") return () => ({ kind: "literal", value: expr.value, ...spanOf(expr) });
  return lowerName(expr, isText, scope, draft, what);
}

function lowerName(
  expr: Expr,
  fits: (value: Value) => boolean,
  scope: Scope,
  draft: Draft,
  what: string,
): Later | undefined {
  const named = namedBy(expr, scope);
  if (!named || named.kind === "namespace") return undefined;
  if (!isBinding(named)) return fits(named) ? () => draft.lower(named, what).expression : undefined;
  if (!isDeclaredValue(named) || !fits(named.value())) return undefined;
  return () => ({ ...refer(named, draft), ...spanOf(expr) });
}

function isPath(value: Value): boolean {
  if (value.kind === "unknown") return value.type.kind === "dir" || value.type.kind === "file";
  return value.kind === "path";
}

function isText(value: Value): boolean {
  return value.kind === "text" || (value.kind === "unknown" && value.type.kind === "text");
}

function join(args: readonly Expression[], draft: Draft, { span }: Pick<Expr, "span">): Expression {
  return { kind: "call", callee: useImport(draft, "node:path", "join"), args, ...spanOf({ span }) };
}

/** Of any system: what is written may come from another one. */
export function isAbsolute(path: string): boolean {
  return posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path);
}
