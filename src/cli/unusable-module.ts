/** A component's module that cannot be used (V0920): not there, no TypeScript, without the export, or what it imports is not there. */
import type { Emitted } from "../compiler/emit.ts";
import type { CheckResult } from "../language/checked.ts";
import type { ComponentDeclaration } from "../language/declarations/declaration.ts";
import { diagnose } from "../language/diagnostics/catalogue.ts";
import type { Diagnostic, Label } from "../language/diagnostics/diagnostic.ts";
import { suggest } from "../language/diagnostics/suggest.ts";
import { listed } from "../language/diagnostics/words.ts";
import type { Span } from "../language/source/source-file.ts";
import { kinds } from "../language/types/type.ts";
import { shownPath } from "./terminal.ts";

/** One for each file at fault. */
export function unusableModules(
  { missing, broken }: Extract<Emitted, { kind: "unusable" }>,
  result: CheckResult,
  cwd: string,
): readonly Diagnostic[] {
  const declaredAt = (path: string): ComponentDeclaration | undefined =>
    kinds.flatMap((kind) => result.evaluation.components(kind)).find(({ module }) => module === path);
  const absent = missing.flatMap(({ path, importedBy }): Diagnostic[] => {
    const declaration = declaredAt(path);
    const name = shownPath(path, cwd);
    if (importedBy === undefined) return declaration ? [noFile(declaration, name)] : [];
    const { path: importer, text, start, end } = importedBy;
    const span: Span = { file: { path: importer, text, origin: "file" }, start, end };
    return [
      diagnose(
        "V0920",
        { title: "a file that a component imports is not there" },
        {
          primary: { span, text: `there is no ${name}` },
          secondary: namedAt(declaredAt(importer)),
        },
      ),
    ];
  });
  const unreadable = broken.map(({ path, text, at, message }) =>
    diagnose(
      "V0920",
      { title: "a component's TypeScript cannot be read" },
      {
        primary: {
          span: { file: { path, text, origin: "file" }, start: at, end: Math.min(at + 1, text.length) },
          text: "",
        },
        secondary: namedAt(declaredAt(path)),
        why: message.replace(/\.$/, ""),
      },
    ),
  );
  return [...absent, ...unreadable];
}

function noFile(declaration: ComponentDeclaration, name: string): Diagnostic {
  return diagnose(
    "V0920",
    { title: `the file of ${declaration.name} is not there` },
    {
      primary: { span: moduleSpan(declaration), text: `there is no ${name}` },
    },
  );
}

/** The module is there and does not export the component's factory; `exported` are the names that it does export. */
export function noFactory(
  declaration: ComponentDeclaration,
  wanted: string,
  exported: ReadonlyMap<string, string>,
): Diagnostic {
  const kind = exported.get(wanted);
  const [close] = suggest(wanted, [...exported.keys()]);
  const names = [...exported.keys()];
  return diagnose(
    "V0920",
    { title: kind === undefined ? `the module exports no \`${wanted}\`` : `\`${wanted}\` is no function` },
    {
      primary: { span: declaration.node.name.span, text: `is made by a function called \`${wanted}\`` },
      secondary: namedAt(declaration),
      why:
        kind !== undefined
          ? `it is ${kind === "object" ? "an object" : kind === "undefined" ? "undefined" : `a ${kind}`}`
          : names.length === 0
            ? "it exports nothing"
            : `it exports ${listed(names)}`,
      helps: [
        ...(close === undefined || kind !== undefined ? [] : [`call it \`${wanted}\` instead of \`${close}\``]),
        `export function ${wanted}(options) { … }`,
      ],
    },
  );
}

/** What importing a module came to, where Node did not find something; undefined for any other error. */
export function unresolvedImport(declaration: ComponentDeclaration, error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error)) return undefined;
  const isLink = error instanceof SyntaxError && error.message.includes("does not provide an export");
  const isAbsent =
    "code" in error && String(error.code).startsWith("ERR_") && /^Cannot find |^Package /.test(error.message);
  if (!isLink && !isAbsent) return undefined;
  const why = error.message.split("\n")[0]?.replace(/ imported from .*/, "") ?? "";
  return diagnose(
    "V0920",
    { title: `${declaration.name} imports what is not there` },
    {
      primary: { span: moduleSpan(declaration), text: "" },
      why: why.replaceAll(".mjs'", "'"),
      helps: isLink ? [] : ["tfjs is `vcl/runtime/tf`; the types of components are `vcl/runtime`"],
    },
  );
}

/** What the declaration writes behind `from`, else its name. */
export function moduleSpan({ node }: ComponentDeclaration): Span {
  return node.from?.span ?? node.name.span;
}

function namedAt(declaration: ComponentDeclaration | undefined): readonly Label[] {
  return declaration ? [{ span: moduleSpan(declaration), text: `the module of ${declaration.name}` }] : [];
}
