/** What was seen of a component against what its declaration says. */
import { camelCase } from "../../compiler/plan/names.ts";
import type { ComponentDeclaration, Field } from "../../language/declarations/declaration.ts";
import type { Span } from "../../language/source/source-file.ts";
import type { Expr } from "../../language/syntax/ast.ts";
import type { Observation, Output } from "../../runtime/tools.ts";
import { keeps, outputText, type Promised, promiseText } from "./declared.ts";

export interface Broken {
  /** Lower case, no full stop. */
  readonly title: string;
  readonly span: Span;
  /** What the declaration says there. */
  readonly label: string;
  readonly why?: string;
  readonly help?: string;
}

/** Everything in which the two differ; nothing where the component keeps its word. */
export function compare(
  declaration: ComponentDeclaration,
  promised: readonly Promised[],
  seen: Observation,
): readonly Broken[] {
  const faults = seen.faults.map(
    ({ title, why, help, about }): Broken => ({
      title,
      span: (about && itemOf(declaration, about)) ?? declaration.node.name.span,
      label: "",
      ...(why === undefined ? {} : { why }),
      ...(help === undefined ? {} : { help }),
    }),
  );
  if (faults.length > 0) return faults;
  return [...compareOutputs(declaration, promised, seen.outputs), ...compareDescription(declaration, seen)];
}

function compareOutputs(
  declaration: ComponentDeclaration,
  promised: readonly Promised[],
  outputs: readonly Output[],
): readonly Broken[] {
  const places = promised.map(({ of }) => of);
  const other = declaration.kind === "model" && String(outputs.map(({ of }) => of)) !== String(places);
  if (other) {
    const names = (all: readonly string[]): string => [...new Set(all)].join(", ");
    const why = `declared are ${names(places)}; it has ${names(outputs.map(({ of }) => of))}`;
    return [
      {
        title: "its blocks are not those that it declares",
        span: itemOf(declaration, "blocks") ?? declaration.node.name.span,
        label: "",
        why,
      },
    ];
  }
  for (const [i, output] of outputs.entries()) {
    const promise = promised[Math.min(i, promised.length - 1)];
    if (promise === undefined || keeps(promise, output)) continue;
    const where = [
      output.of === "" ? "" : ` at ${output.of}`,
      output.mode === undefined ? "" : ` in ${output.mode}`,
    ].join("");
    return [
      {
        title: "it gives something else than it declares",
        span:
          itemOf(declaration, declaration.kind === "model" ? "blocks" : "yields", promise) ??
          declaration.node.name.span,
        label: `${promiseText(promise, output)}${where}`,
        why: `it gave ${outputText(output)}${where}`,
      },
    ];
  }
  return [];
}

/** `describe()` is the run's record: the name, every field, and the values that hold. */
function compareDescription(
  { name, node, kind, fields }: ComponentDeclaration,
  { described, given }: Observation,
): readonly Broken[] {
  const { component, options } = described;
  if (component !== name) {
    return [
      {
        title: `describe() calls it \`${component}\``,
        span: node.name.span,
        label: "is its name",
        help: `component: "${name}"`,
      },
    ];
  }
  const names = new Set([...[...fields.keys()].map(camelCase), ...(kind === "head" ? ["name"] : [])]);
  const stranger = Object.keys(options).find((each) => !names.has(each));
  if (stranger !== undefined) {
    return [
      {
        title: `describe() gives an option \`${stranger}\``,
        span: node.name.span,
        label: "declares none of that name",
      },
    ];
  }
  for (const field of fields.values()) {
    const option = camelCase(field.name);
    const span = field.node.name.span;
    if (!(option in options)) {
      return [
        {
          title: `describe() leaves out \`${option}\``,
          span,
          label: "",
          help: "a checkpoint is compared by what describe() gives",
        },
      ];
    }
    const expected = option in given ? { value: given[option] } : literalDefault(field);
    if (expected !== undefined && JSON.stringify(expected.value) !== JSON.stringify(options[option])) {
      const what = option in given ? "it was told" : "is the default";
      return [
        {
          title: `\`${option}\` is another one than declared`,
          span,
          label: `${JSON.stringify(expected.value)} ${what}`,
          why: `describe() gives ${JSON.stringify(options[option])}`,
        },
      ];
    }
  }
  return [];
}

/** What a plain default becomes; undefined where it is computed. */
export function literalDefault({
  default: rule,
  derived,
}: Pick<Field, "default" | "derived">): { readonly value: unknown } | undefined {
  return rule === undefined || derived ? undefined : literal(rule);
}

function literal(expr: Expr): { readonly value: unknown } | undefined {
  switch (expr.kind) {
    case "number":
      return { value: expr.percent ? expr.value / 100 : expr.value };
    case "bool":
    case "string":
      return { value: expr.value };
    case "none":
      return { value: null };
    case "member-literal":
      return { value: expr.name.name };
    case "dims":
      return { value: expr.values };
    case "list": {
      const items = expr.items.map(literal);
      return items.every((item) => item !== undefined) ? { value: items.map((item) => item.value) } : undefined;
    }
    default:
      return undefined;
  }
}

/** The item of a declaration; of several `yields` the one of this phase. */
function itemOf({ node }: ComponentDeclaration, kind: string, promise?: Promised): Span | undefined {
  const items = node.items.filter((item) => item.kind === kind);
  const ofPhase = items.find(
    (item) => "phase" in item && item.phase !== undefined && item.phase.name === promise?.mode,
  );
  return (ofPhase ?? items[0])?.span;
}
