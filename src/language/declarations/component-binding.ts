/** A component's name in scope: a value of which all fields are open. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Binding } from "../names/scope.ts";
import type { Host } from "../source/host.ts";
import type { ExternDecl } from "../syntax/ast.ts";
import { makePoison, noParams } from "../values/make.ts";
import type { Origin, Value } from "../values/value.ts";
import { declareComponent } from "./component.ts";
import type { ComponentDeclaration } from "./declaration.ts";

export interface ComponentBinding extends Binding {
  readonly kind: "component";
  readonly node: ExternDecl;
  /** Made on first use; undefined where its kind is none, reported. */
  declaration(): ComponentDeclaration | undefined;
}

export function componentBinding(
  node: ExternDecl,
  host: Host,
  report: (diagnostic: Diagnostic) => void,
): ComponentBinding {
  let made: { readonly declaration: ComponentDeclaration | undefined } | undefined;
  const declaration = () => {
    made ??= { declaration: declareComponent(node, host, report) };
    return made.declaration;
  };
  const value = (): Value => {
    const declared = declaration();
    const origin: Origin = { span: node.name.span, how: "set" };
    if (declared === undefined) return makePoison(origin);
    return {
      kind: "component",
      declaration: declared,
      settings: new Map(),
      heads: new Map(),
      origin,
      params: noParams,
    };
  };
  return {
    kind: "component",
    name: node.name.name,
    nameSpan: node.name.span,
    docs: node.docs,
    file: node.span.file,
    node,
    declaration,
    value,
  };
}
