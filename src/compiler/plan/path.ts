/** Paths: relative ones hang on the folder of the `.vcl` file, whatever folder the program is run from. */
import { posix } from "node:path";
import type { Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Value } from "../../language/values/value.ts";
import { type Draft, spanOf, useImport } from "./draft.ts";
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

/** `join(params.out, "frames.json")`; undefined where a part is not known by name. */
export function lowerJoin(expr: Expr, scope: Scope, draft: Draft, what: string): Expression | undefined {
  if (expr.kind === "paren") return lowerJoin(expr.inner, scope, draft, what);
  if (expr.kind !== "binary" || expr.op !== "/") return lowerFolder(expr, scope, draft, what);
  const left = lowerJoin(expr.left, scope, draft, what);
  const right = left && lowerPart(expr.right, scope, draft, what);
  if (!left || !right) return undefined;
  const isJoin = left.kind === "call" && expr.left.kind !== "name" && expr.left.kind !== "member";
  return join([...(isJoin ? left.args : [left]), right], draft, expr);
}

function join(args: readonly Expression[], draft: Draft, { span }: Pick<Expr, "span">): Expression {
  return { kind: "call", callee: useImport(draft, "node:path", "join"), args, ...spanOf({ span }) };
}

function lowerFolder(expr: Expr, scope: Scope, draft: Draft, what: string): Expression | undefined {
  const value = valueNamed(expr, scope);
  if (value?.kind !== "path" && !isOpenPath(value)) return undefined;
  return lowerName(expr, scope, draft, what);
}

function lowerPart(expr: Expr, scope: Scope, draft: Draft, what: string): Expression | undefined {
  if (expr.kind === "string") return { kind: "literal", value: expr.value, ...spanOf(expr) };
  const value = valueNamed(expr, scope);
  const isText = value?.kind === "text" || (value?.kind === "unknown" && value.type.kind === "text");
  return isText ? lowerName(expr, scope, draft, what) : undefined;
}

function lowerName(expr: Expr, scope: Scope, draft: Draft, what: string): Expression | undefined {
  const named = namedBy(expr, scope);
  if (!named || named.kind === "namespace") return undefined;
  if (isBinding(named)) return isDeclaredValue(named) ? { ...refer(named, draft), ...spanOf(expr) } : undefined;
  return draft.lower(named, what).expression;
}

function valueNamed(expr: Expr, scope: Scope): Value | undefined {
  const named = namedBy(expr, scope);
  if (!named || named.kind === "namespace") return undefined;
  return isBinding(named) ? (isDeclaredValue(named) ? named.value() : undefined) : named;
}

function isOpenPath(value: Value | undefined): boolean {
  return value?.kind === "unknown" && (value.type.kind === "dir" || value.type.kind === "file");
}

/** Of any system: what is written may come from another one. */
export function isAbsolute(path: string): boolean {
  return posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path);
}
