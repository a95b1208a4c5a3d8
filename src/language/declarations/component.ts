/** From an `extern` as written to a component's declaration: types are resolved, items are sorted into their places. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Host } from "../source/host.ts";
import type { Expr, ExternDecl, ExternItem, FieldDecl, Ident, RequireItem, TypeNode } from "../syntax/ast.ts";
import { resolveType } from "../types/resolve.ts";
import { isKind, kinds, type TensorType, type Type } from "../types/type.ts";
import { checkNames } from "./check-names.ts";
import type { BlocksRule, ComponentDeclaration, Field, ShapeRule } from "./declaration.ts";

type Report = (diagnostic: Diagnostic) => void;

/** What a field takes whose type could not be read, which is reported: everything. */
const anyType: Type = { kind: "union", of: [] };

/** Undefined where the kind is none; whatever else is wrong is reported and left out. */
export function declareComponent(node: ExternDecl, host: Host, report: Report): ComponentDeclaration | undefined {
  const kind = node.component.name;
  if (!isKind(kind)) {
    unknownKind(node.component, report);
    return undefined;
  }
  const declaration: ComponentDeclaration = {
    kind,
    name: node.name.name,
    docs: node.docs,
    file: node.span.file,
    node,
    module: moduleOf(node, host),
    fields: fieldsIn(node, report),
    facts: node.items.flatMap((item) => (item.kind === "facts" ? item.block.entries : [])),
    shapes: node.items.flatMap((item) => shapeRule(item, report)),
    blocks: node.items.flatMap((item) => blocksRule(item, report)),
    lets: node.items.flatMap((item) => (item.kind === "let" ? [{ name: item.name, value: item.value }] : [])),
    random: node.items.some((item) => item.kind === "random"),
    unused: node.items.flatMap((item) => (item.kind === "unused" ? [{ name: item.name, when: item.when }] : [])),
    requires: node.items.filter((item): item is RequireItem => item.kind === "require"),
  };
  if (node.span.file.origin === "file") checkNames(declaration, report);
  return declaration;
}

function unknownKind(kind: Ident, report: Report): void {
  const [close] = suggest(kind.name, kinds);
  report(
    diagnose(
      "V0101",
      { name: kind.name, what: "kind" },
      {
        primary: { span: kind.span, text: close ? `did you mean \`${close}\`?` : "" },
        why: `kinds: ${kinds.join(", ")}`,
        ...(close ? { fixes: [{ title: close, edits: [{ span: kind.span, newText: close }] }] } : {}),
      },
    ),
  );
}

/** A relative module is looked for beside the file that declares the component. */
function moduleOf(node: ExternDecl, host: Host): string {
  const written = node.from?.value ?? "";
  return /^\.{0,2}\//.test(written) ? host.resolve(node.span.file.path, written) : written;
}

function fieldsIn(node: ExternDecl, report: Report): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  const add = (field: FieldDecl, position?: number) => {
    const first = fields.get(field.name.name);
    if (first) declaredTwice(field.name, first.node.name, report);
    else fields.set(field.name.name, declareField(field, position, report));
  };
  for (const [position, field] of node.positional.entries()) add(field, position);
  for (const item of node.items) if (item.kind === "field") add(item);
  const lets = new Map<string, Ident>();
  for (const item of node.items) {
    if (item.kind !== "let") continue;
    const first = lets.get(item.name.name) ?? fields.get(item.name.name)?.node.name;
    if (first) declaredTwice(item.name, first, report);
    else lets.set(item.name.name, item.name);
  }
  return fields;
}

function declaredTwice(name: Ident, first: Ident, report: Report): void {
  report(
    diagnose(
      "V0105",
      { name: name.name, how: "declared twice" },
      { primary: { span: name.span, text: "and here again" }, secondary: [{ span: first.span, text: "first here" }] },
    ),
  );
}

export function declareField(node: FieldDecl, position: number | undefined, report: Report): Field {
  const phase = phaseOf(node.phase);
  return {
    name: node.name.name,
    docs: node.docs,
    type: resolveType(node.type, report) ?? anyType,
    ...(node.default ? { default: node.default } : {}),
    derived: node.derived,
    ...(phase ? { phase } : {}),
    ...(position === undefined ? {} : { position }),
    node,
  };
}

function phaseOf(ident: Ident | undefined): "train" | "test" | undefined {
  return ident?.name === "train" || ident?.name === "test" ? ident.name : undefined;
}

function shapeRule(item: ExternItem, report: Report): readonly ShapeRule[] {
  if (item.kind !== "takes" && item.kind !== "yields") return [];
  const type = tensorType(item.type, report);
  const phase = phaseOf(item.phase);
  if (type === undefined) return [];
  const when: { when?: Expr } = item.when ? { when: item.when } : {};
  return [{ direction: item.kind, type, ...(phase ? { phase } : {}), ...when }];
}

function blocksRule(item: ExternItem, report: Report): readonly BlocksRule[] {
  if (item.kind !== "blocks") return [];
  const type = tensorType(item.type, report);
  return type ? [{ path: item.path, type }] : [];
}

function tensorType(node: TypeNode, report: Report): TensorType | undefined {
  const type = resolveType(node, report);
  if (type === undefined || type.kind === "tensor") return type;
  report(
    diagnose(
      "V0201",
      { wanted: "a tensor is", found: "this is another type" },
      { primary: { span: node.span, text: "such as `tensor f32 [N, C, T, H, W]`" } },
    ),
  );
  return undefined;
}
