/** From a type as written to a type: names are looked up, refinements keep their expressions. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Expr, NamedType, TypeNode } from "../syntax/ast.ts";
import { isKind, kinds, type TensorType, type Type } from "./type.ts";
import { unitNamed, unitNames } from "./units.ts";

type Report = (diagnostic: Diagnostic) => void;

const plain = ["bool", "int", "real", "text", "dir", "file", "clip_type", "experiment"] as const;
const tensors = ["tensor", "logits", "probabilities", "multi_probabilities", "labels", "multi_labels", "soft_labels"];
const references = { head: "head", phase: "phase", meter_path: "meter", path: "meter" } as const;

/** Every name that a type may begin with. */
export const typeNames: readonly string[] = [
  ...plain,
  ...unitNames,
  "dims2",
  "dims3",
  "range",
  "phase",
  "meter_path",
  ...kinds,
  ...tensors,
];

/** Undefined where the type names nothing that exists; that is reported. */
export function resolveType(node: TypeNode, report: Report): Type | undefined {
  switch (node.kind) {
    case "optional": {
      const of = resolveType(node.of, report);
      return of && { kind: "optional", of };
    }
    case "member":
      return { kind: "members", members: [node.name.name] };
    case "list": {
      const of = resolveType(node.of, report);
      return of && { kind: "list", of, ...(node.length ? { length: node.length } : {}), declared: node.span };
    }
    case "union":
      return resolveUnion(node.alternatives, report);
    case "named":
      return resolveNamed(node, report);
  }
}

/** `.a | .b` is one set of members; everything else stays apart. */
function resolveUnion(nodes: readonly TypeNode[], report: Report): Type | undefined {
  const members: string[] = [];
  const others: Type[] = [];
  for (const node of nodes) {
    const type = resolveType(node, report);
    if (type === undefined) return undefined;
    if (type.kind === "members") members.push(...type.members);
    else others.push(type);
  }
  const all: readonly Type[] = members.length > 0 ? [{ kind: "members", members }, ...others] : others;
  const [only] = all;
  return all.length === 1 ? only : { kind: "union", of: all };
}

function resolveNamed(node: NamedType, report: Report): Type | undefined {
  const base = resolveBase(node, report);
  if (base === undefined || node.refinement === undefined) return base;
  const bound = "within" in node.refinement ? node.refinement.within : node.refinement.bound;
  const op = "within" in node.refinement ? "in" : node.refinement.op;
  return { kind: "refined", base, op, bound, declared: node.span };
}

function resolveBase(node: NamedType, report: Report): Type | undefined {
  const { name } = node.name;
  if (node.per) {
    const unit = unitNamed(name);
    const per = unitNamed(node.per.name);
    if (unit && per) return { kind: "rate", unit, per };
    return unknownType(unit ? node.per : node.name, report);
  }
  const unit = unitNamed(name);
  if (unit) return { kind: "unit", unit };
  const simple = plain.find((each) => each === name);
  if (simple) return { kind: simple };
  if (name === "dims2" || name === "dims3") return { kind: "dims", count: name === "dims2" ? 2 : 3 };
  if (name === "range") return resolveRange(node, report);
  if (Object.hasOwn(references, name)) return { kind: "reference", to: references[name as keyof typeof references] };
  if (isKind(name)) return { kind: "component", component: name };
  if (tensors.includes(name)) return resolveTensor(node);
  return unknownType(node.name, report);
}

function resolveRange(node: NamedType, report: Report): Type | undefined {
  if (node.of && "type" in node.of) {
    const of = resolveType(node.of.type, report);
    return of && { kind: "range", of };
  }
  return { kind: "range", of: { kind: "real" } };
}

function resolveTensor(node: NamedType): TensorType {
  const scale = node.second?.name;
  const of = node.of === undefined ? undefined : "expr" in node.of ? node.of.expr : asExpr(node.of.type);
  return {
    kind: "tensor",
    meaning: node.name.name,
    ...(scale === "u8" || scale === "f32" ? { scale } : {}),
    dims: node.dims ?? [],
    ...(of ? { of } : {}),
  };
}

/** `labels [N] of classes`: after `of` the grammar reads a lone name as a type; here it is a number's name. */
function asExpr(node: TypeNode): Expr | undefined {
  return node.kind === "named" ? { kind: "name", name: node.name.name, span: node.name.span } : undefined;
}

function unknownType(name: { readonly name: string; readonly span: NamedType["span"] }, report: Report): undefined {
  const [close] = suggest(name.name, typeNames);
  report(
    diagnose(
      "V0101",
      { name: name.name, what: "type" },
      {
        primary: { span: name.span, text: close ? `did you mean \`${close}\`?` : "no such type" },
        ...(close ? { fixes: [{ title: close, edits: [{ span: name.span, newText: close }] }] } : {}),
        ...(close ? {} : { why: `types: ${typeNames.join(", ")}` }),
      },
    ),
  );
  return undefined;
}
