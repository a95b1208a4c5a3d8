/** Whether every name in a declaration's own expressions is one that it has: fields, `let`s, dims, counters. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { mentions } from "../names/mentions.ts";
import type { Expr } from "../syntax/ast.ts";
import type { TensorType, Type } from "../types/type.ts";
import type { ComponentDeclaration } from "./declaration.ts";

/** What shape runs add to a declaration's own names. */
const given = ["data", "frame", "facts"];

/** Reports V0101 for each name that means nothing there. Components, which a default may name, are not asked for here. */
export function checkNames(declaration: ComponentDeclaration, report: (diagnostic: Diagnostic) => void): void {
  const { fields, lets, shapes, blocks, requires, unused } = declaration;
  const names = new Set([...given, ...fields.keys(), ...lets.map((each) => each.name.name), ...dimNames(declaration)]);
  const counters = blocks.flatMap((rule) => rule.path.flatMap((segment) => segment.counter?.variable.name ?? []));
  const check = (expr: Expr | undefined, more: readonly string[] = []) => {
    for (const { name, span } of expr ? mentions(expr) : []) {
      if (names.has(name) || more.includes(name)) continue;
      const [close] = suggest(name, [...names, ...more]);
      report(
        diagnose(
          "V0101",
          { name },
          {
            primary: { span, text: close ? `did you mean \`${close}\`?` : `not a name of ${declaration.name}` },
            ...(close ? { fixes: [{ title: close, edits: [{ span, newText: close }] }] } : {}),
            why: `here are: ${[...names].join(", ")}`,
          },
        ),
      );
    }
  };
  for (const field of fields.values()) checkType(field.type, check);
  for (const each of lets) check(each.value);
  for (const each of requires) check(each.condition);
  for (const each of unused) check(each.when);
  for (const rule of shapes) {
    check(rule.when);
    checkTensor(rule.type, check);
  }
  for (const rule of blocks) {
    for (const segment of rule.path) check(segment.counter?.range, counters);
    checkTensor(rule.type, (expr) => check(expr, counters));
  }
}

/** Dims are named by standing alone: `takes tensor [N, C, T]`, and by a label: `C: 3`. */
function dimNames(declaration: ComponentDeclaration): readonly string[] {
  const takes = declaration.shapes.filter((rule) => rule.direction === "takes").flatMap((rule) => rule.type.dims);
  const all = [...declaration.shapes, ...declaration.blocks].flatMap((rule) => rule.type.dims);
  const labels = all.flatMap((dim) => dim.name?.name ?? []);
  const alone = takes.flatMap((dim) => (dim.value.kind === "name" ? dim.value.name : []));
  const of = declaration.shapes.flatMap((rule) =>
    rule.direction === "takes" && rule.type.of?.kind === "name" ? rule.type.of.name : [],
  );
  return ["N", ...labels, ...alone, ...of];
}

function checkTensor(type: TensorType, check: (expr: Expr | undefined) => void): void {
  for (const dim of type.dims) check(dim.value);
  check(type.of);
}

function checkType(type: Type, check: (expr: Expr | undefined) => void): void {
  switch (type.kind) {
    case "refined":
      check(type.bound);
      checkType(type.base, check);
      return;
    case "list":
      check(type.length);
      checkType(type.of, check);
      return;
    case "optional":
    case "range":
      checkType(type.of, check);
      return;
    case "union":
      for (const each of type.of) checkType(each, check);
      return;
    default:
  }
}
