/** `name(…)`: a component's positional fields, or a declared transform with parameters of its own. */

import { diagnose } from "../diagnostics/catalogue.ts";
import { plural } from "../diagnostics/words.ts";
import type { Binding, Named, Scope } from "../names/scope.ts";
import type { BindingDecl, Block, Expr, FieldDecl } from "../syntax/ast.ts";
import { entryName } from "../syntax/entry-name.ts";
import { describeValue } from "../types/describe.ts";
import { resolveType } from "../types/resolve.ts";
import { draftOf, finished, placed } from "./amend.ts";
import { makePoison, setBy } from "./make.ts";
import type { Session } from "./session.ts";
import { unknownArgument } from "./strangers.ts";
import type { ComponentValue, Value } from "./value.ts";

type Call = Expr & { readonly kind: "call" };

/** A component with the fields in parentheses filled in by their order. */
export function callComponent(callee: ComponentValue, expr: Call, scope: Scope, session: Session): Value {
  const { declaration } = callee;
  const origin = setBy(expr, scope);
  const fields = [...declaration.fields.values()]
    .filter((field) => field.position !== undefined)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  if (expr.args.length > fields.length) return tooMany(declaration.name, fields.length, expr, scope, session);
  const draft = draftOf(callee);
  for (const [index, arg] of expr.args.entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    const value = session.evaluate(arg, scope, field.type, { name: field.name, declared: field.node.type.span });
    draft.settings.set(
      field.name,
      placed(value, { name: field.name, span: arg.span }, arg, draft.settings.get(field.name), scope),
    );
  }
  return finished(callee, draft, origin);
}

function tooMany(name: string, most: number, expr: Call, scope: Scope, session: Session): Value {
  const extra = expr.args[most] ?? expr;
  session.report(
    diagnose(
      "V0201",
      {
        wanted:
          most === 0
            ? `nothing in parentheses is`
            : `${plural(most, "value")} in parentheses ${most === 1 ? "is" : "are"}`,
        found: `there ${expr.args.length === 1 ? "is" : "are"} ${expr.args.length}`,
      },
      {
        primary: {
          span: extra.span,
          text: `${name} takes ${most === 0 ? "its fields in braces" : `only ${most} there`}`,
        },
      },
    ),
  );
  return makePoison(setBy(expr, scope));
}

/** What is no component and no declared transform cannot be called. */
export function notCallable(value: Value, expr: Call, scope: Scope, session: Session): Value {
  if (value.kind !== "poison") {
    session.report(
      diagnose(
        "V0201",
        { wanted: "a component or a function is", found: describeValue(value) },
        { primary: { span: expr.callee.span, text: "before `(`" } },
      ),
    );
  }
  return makePoison(setBy(expr, scope));
}

/**
 * `clip_augment(96x96 px)`, `clip_augment { crop: 96x96 px }`: the body of `transform clip_augment(crop: …) = …` with its
 * parameters given by place, by name or by default. Defaults and body see the names of the file that declares it.
 */
export function callComposite(
  composite: Binding & { readonly kind: "composite"; readonly node: BindingDecl; readonly scope: Scope },
  expr: Expr,
  args: readonly Expr[],
  block: Block | undefined,
  scope: Scope,
  session: Session,
): Value {
  const origin = setBy(expr, scope);
  const parameters = composite.node.parameters ?? [];
  const given = new Map<string, Expr>();
  for (const [index, arg] of args.entries()) {
    const parameter = parameters[index];
    if (parameter === undefined) {
      return expr.kind === "call"
        ? tooMany(composite.name, parameters.length, expr, scope, session)
        : makePoison(origin);
    }
    given.set(parameter.name.name, arg);
  }
  if (block && !takeNamed(block, parameters, given, composite.name, session)) return makePoison(origin);
  const values = valuesOf(composite, given, expr, scope, session);
  if (values === undefined) return makePoison(origin);
  const inner: Scope = {
    world: "module",
    lookup: (name, kinds): Named | undefined => values.get(name) ?? composite.scope.lookup(name, kinds),
    names: () => [...values.keys(), ...composite.scope.names()],
  };
  const type = composite.node.type ? resolveType(composite.node.type, session.report) : undefined;
  const expected =
    type ??
    (composite.node.keyword === "transform" ? ({ kind: "component", component: "transform" } as const) : undefined);
  if (session.hasFailed(composite)) return makePoison(origin);
  const value = session.within(
    { owner: composite, name: composite.name, nameSpan: composite.nameSpan },
    expr.span,
    () => session.evaluate(composite.node.value, inner, expected),
  );
  if (value !== undefined && value.kind !== "poison") return { ...value, origin: { ...origin, source: value.origin } };
  session.fail(composite);
  return makePoison(origin);
}

/** The block's fields as arguments; false where one is not a parameter or given twice, reported. */
function takeNamed(
  block: Block,
  parameters: readonly FieldDecl[],
  given: Map<string, Expr>,
  composite: string,
  session: Session,
): boolean {
  let isRight = true;
  for (const entry of block.entries) {
    const name = entryName(entry);
    if (name === undefined || !parameters.some((each) => each.name.name === name.name)) {
      unknownArgument(composite, name ?? { name: "this", span: entry.span }, parameters, session);
      isRight = false;
      continue;
    }
    const first = given.get(name.name);
    if (first) {
      session.report(
        diagnose(
          "V0105",
          { name: name.name, how: "set twice" },
          {
            primary: { span: name.span, text: "and here again" },
            secondary: [{ span: first.span, text: "first here" }],
          },
        ),
      );
      isRight = false;
    } else if (entry.kind === "set") given.set(name.name, entry.value);
    else given.set(name.name, { kind: "name", name: name.name, span: name.span });
  }
  return isRight;
}

/** The value of every parameter; undefined where one is missing, reported. */
function valuesOf(
  composite: Binding & { readonly node: BindingDecl; readonly scope: Scope },
  given: ReadonlyMap<string, Expr>,
  expr: Expr,
  scope: Scope,
  session: Session,
): ReadonlyMap<string, Value> | undefined {
  const values = new Map<string, Value>();
  const open: string[] = [];
  for (const { name, type: node, default: otherwise } of composite.node.parameters ?? []) {
    const type = resolveType(node, session.report);
    const arg = given.get(name.name);
    const wanted = { name: name.name, declared: node.span };
    if (arg) values.set(name.name, session.evaluate(arg, scope, type, wanted));
    else if (otherwise) values.set(name.name, session.evaluate(otherwise, composite.scope, type, wanted));
    else open.push(name.name);
  }
  if (open.length === 0) return values;
  session.report(
    diagnose(
      "V0206",
      { open },
      {
        primary: { span: expr.span, text: "used here" },
        secondary:
          composite.nameSpan.file.origin === "stdlib" ? [] : [{ span: composite.nameSpan, text: "declared here" }],
      },
    ),
  );
  return undefined;
}
