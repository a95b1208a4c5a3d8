/** Chains: `a |> b` is `pipe([a, b])`, `a then b` is `chain([a, b])`. A declared part keeps its name. */
import type { Scope } from "../../language/names/scope.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import { partsOf } from "../../language/values/compose.ts";
import type { ComponentValue, Value } from "../../language/values/value.ts";
import { type Draft, fixShape, spanOf, useImport } from "./draft.ts";
import type { Expression } from "./program.ts";
import { constantNamed, refer } from "./reference.ts";
import { formOf } from "./written.ts";

type Composed = Value & { readonly kind: "composed" };

export function lowerComposed(value: Composed, what: string, draft: Draft): Expression {
  const [module, name] =
    value.how === "pipe" ? ["vcl/runtime/transforms/pipe", "pipe"] : ["vcl/runtime/schedules/chain", "chain"];
  fixShape(draft, value, partsOf(value), what);
  const items = namedStages(value, draft) ?? partsOf(value).map((part) => draft.lower(part, what).expression);
  const list: Expression = { kind: "list", items };
  return { kind: "call", callee: useImport(draft, module, name), args: [list], ...spanOf(value.origin) };
}

/**
 * The stages as they were written, the names among them kept. A chain's value is flat, so the parts are dealt out to the
 * stages again; undefined where that cannot be done for certain, as with two calls of composites.
 */
function namedStages(value: Composed, draft: Draft): Expression[] | undefined {
  const form = formOf(value, value.how);
  if (!form) return undefined;
  const { expr, scope } = form;
  const stages = expr.kind === "pipe" ? expr.stages : expr.parts;
  const parts = partsOf(value);
  const counts = countParts(stages, scope, parts.length);
  if (!counts) return undefined;
  let next = 0;
  return stages.flatMap((stage, i): Expression[] => {
    const own = parts.slice(next, next + (counts[i] ?? 0));
    next += own.length;
    return isNamed(stage, scope, own)
      ? [reference(stage, scope, draft)]
      : own.map((part) => draft.lower(part, "").expression);
  });
}

/** How many parts each stage became; at most one of them may be unknown. */
function countParts(stages: readonly Expr[], scope: Scope, total: number): number[] | undefined {
  const known = stages.map((stage) => {
    const binding = constantNamed(stage, scope);
    if (binding) return partsOf(binding.value()).length;
    return stage.kind === "name" || stage.kind === "amended" ? 1 : undefined;
  });
  const open = known.filter((count) => count === undefined).length;
  const rest = total - known.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  if (rest === open) return known.map((count) => count ?? 1);
  return open === 1 ? known.map((count) => count ?? rest) : undefined;
}

function isNamed(stage: Expr, scope: Scope, own: readonly ComponentValue[]): boolean {
  const binding = constantNamed(stage, scope);
  if (!binding || binding.kind === "param") return binding !== undefined;
  const meant = partsOf(binding.value());
  return meant.length === own.length && meant.every((part, i) => part.declaration === own[i]?.declaration);
}

function reference(stage: Expr, scope: Scope, draft: Draft): Expression {
  const binding = constantNamed(stage, scope);
  if (!binding) throw new Error("a stage of a chain has lost its name");
  const value = binding.value();
  if (value.kind === "component") return { ...draft.lower(value, "").expression, ...spanOf(stage) };
  return { ...refer(binding, draft), ...spanOf(stage) };
}
