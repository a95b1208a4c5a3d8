/** All reference pages: of the standard library, and of files. */
import { declareComponent, declareField } from "../declarations/component.ts";
import type { ComponentDeclaration } from "../declarations/declaration.ts";
import { experimentDocs, experimentFields } from "../declarations/experiment-record.ts";
import type { Host } from "../source/host.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { BindingDecl, Decl } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import { componentPage, fieldEntry, oneLine, type ReferencePage } from "./page.ts";
import { exampleOf, inPlace, type OfKind } from "./sample.ts";

/** Pages of the standard library, file by file, and that of the experiment itself. */
export function libraryPages(host: Host): readonly ReferencePage[] {
  const files = host.stdlib();
  return [...pagesOf(files, files, host), experimentPage()];
}

/** Pages of what `files` declare: components, and transforms that are made of others. What is wrong in them is left out. */
export function filePages(files: readonly SourceFile[], host: Host): readonly ReferencePage[] {
  return pagesOf(files, [...files, ...host.stdlib()], host);
}

/** `all` are the files whose components may stand in examples. */
function pagesOf(files: readonly SourceFile[], all: readonly SourceFile[], host: Host): readonly ReferencePage[] {
  const components = new Map(all.map((file) => [file, declsOf(file, host).flatMap((decl) => component(decl, host))]));
  const known = [...components.values()].flat();
  const ofKind: OfKind = (kind) => known.filter((each) => each.kind === kind);
  return files.flatMap((file) => [
    ...(components.get(file) ?? []).map((each) => componentPage(each, inPlace(each.kind, exampleOf(each, ofKind)))),
    ...declsOf(file, host).flatMap(compositePage),
  ]);
}

function declsOf(file: SourceFile, host: Host): readonly Decl[] {
  return (host.stdlibTree?.(file) ?? parse(file).tree).decls;
}

function component(decl: Decl, host: Host): ComponentDeclaration[] {
  const declaration = decl.kind === "extern" ? declareComponent(decl, host, () => undefined) : undefined;
  return declaration ? [declaration] : [];
}

function compositePage(decl: Decl): ReferencePage[] {
  if (decl.kind !== "binding" || decl.keyword !== "transform" || decl.parameters === undefined) return [];
  const fields = decl.parameters.map((node, position) => declareField(node, position, () => undefined));
  return [
    {
      kind: "transform",
      name: decl.name.name,
      docs: decl.docs,
      example: inPlace("transform", callOf(decl)),
      fields: fields.map(fieldEntry),
      facts: [],
      shapes: [],
      conditions: [],
      unused: [],
      is: oneLine(decl.value),
      declaredIn: decl.span.file.path,
    },
  ];
}

/** A call with the defaults of its parameters, or their names. */
function callOf({ name, parameters = [] }: BindingDecl): string {
  const args = parameters.map((each) => (each.default ? oneLine(each.default) : each.name.name));
  return `${name.name}(${args.join(", ")})`;
}

function experimentPage(): ReferencePage {
  return {
    kind: "experiment",
    name: "experiment",
    docs: experimentDocs(),
    example:
      "experiment run { phases: [train, test], model: net, loss: cross_entropy, optimizer: sgd { lr: 0.1 }, epochs: 30 epochs }",
    fields: [...experimentFields().values()].map(fieldEntry),
    facts: [],
    shapes: [],
    conditions: [],
    unused: [],
  };
}
