/** Paths: `out / "frames.json"`. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Expr } from "../syntax/ast.ts";
import { describeValue } from "../types/describe.ts";
import { makePoison, type Params } from "./make.ts";
import type { Session } from "./session.ts";
import type { Origin, Value } from "./value.ts";

export function isPathLike(value: Value): boolean {
  if (value.kind === "unknown") return ["dir", "file", "text"].includes(value.type.kind);
  return value.kind === "path" || value.kind === "text";
}

/** `out / "frames.json"`. */
export function joinPath(
  left: Value,
  right: Value,
  node: Expr & { readonly kind: "binary" },
  origin: Origin,
  params: Params,
  session: Session,
): Value {
  if (right.kind !== "text" && right.kind !== "unknown") {
    session.report(
      diagnose(
        "V0201",
        { wanted: "text is", found: describeValue(right) },
        { primary: { span: node.right.span, text: "joins a path after `/`" } },
      ),
    );
    return makePoison(origin);
  }
  if (left.kind === "unknown" || right.kind === "unknown")
    return { kind: "unknown", type: { kind: "file" }, origin, params };
  if (left.kind !== "path" && left.kind !== "text") return makePoison(origin);
  const base = left.kind === "path" ? left.value : session.pathFrom(left.origin.span.file, left.value);
  const written = left.kind === "path" ? left.written : left.value;
  return { kind: "path", value: joined(base, right.value), written: joined(written, right.value), origin, params };
}

function joined(base: string, rest: string): string {
  return base.endsWith("/") ? `${base}${rest}` : `${base}/${rest}`;
}
