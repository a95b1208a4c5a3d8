/**
 * TypeScript to JavaScript that Node runs: types stripped, nothing else changed but the endings of relative imports and the
 * name under which tfjs is imported.
 */
import { ts } from "ts-morph";
import type { SourceMap } from "./source-map.ts";

export interface Transpiled {
  /** Ends in a reference to its map. */
  readonly code: string;
  /** From the JavaScript to the TypeScript. */
  readonly map: SourceMap;
  /** The first place that cannot be read, and why: an offset into the TypeScript. */
  readonly broken?: { readonly at: number; readonly message: string };
}

export interface TranspileOptions {
  /** Imports of which only types are used are left out, with or without the word `type`. */
  readonly dropsTypes?: boolean;
}

/** `name` without its ending: `experiment` of `experiment.ts`, which becomes `experiment.mjs`. */
export function transpile(name: string, text: string, { dropsTypes = false }: TranspileOptions = {}): Transpiled {
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName: `${name}.mts`,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: !dropsTypes,
      isolatedModules: true,
      sourceMap: true,
    },
    transformers: { before: [renamingImports] },
  });
  if (sourceMapText === undefined) throw new Error(`no source map was made for ${name}`);
  const map: SourceMap = JSON.parse(sourceMapText);
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const first = diagnostics?.find(
    ({ category, file }) => category === ts.DiagnosticCategory.Error && file !== undefined,
  );
  return {
    code: `${code}//# sourceMappingURL=${lastPart(name)}.mjs.map\n`,
    map: { ...map, file: `${lastPart(name)}.mjs`, sources: [`${lastPart(name)}.ts`], sourcesContent: [text] },
    ...(first
      ? { broken: { at: first.start ?? 0, message: ts.flattenDiagnosticMessageText(first.messageText, " ") } }
      : {}),
  };
}

/**
 * What a specifier is in JavaScript. `./pool.ts`, `./pool.js` and `./pool` are `./pool.mjs`, so that Node takes them as modules wherever
 * they lie; tfjs is always the runtime's own, since another copy of it would know neither the engine nor its tensors.
 */
export function moduleName(specifier: string): string {
  if (specifier === "@tensorflow/tfjs-core" || specifier === "@tensorflow/tfjs") return "vcl/runtime/tf";
  return /^\.{1,2}\//.test(specifier) ? `${specifier.replace(/\.[mc]?[tj]s$/, "")}.mjs` : specifier;
}

function renamingImports(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const changed = (specifier: ts.Expression | undefined): ts.StringLiteral | undefined =>
    specifier && ts.isStringLiteral(specifier) && moduleName(specifier.text) !== specifier.text
      ? ts.setTextRange(factory.createStringLiteral(moduleName(specifier.text)), specifier)
      : undefined;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isImportDeclaration(node)) {
      const to = changed(node.moduleSpecifier);
      return to ? factory.updateImportDeclaration(node, node.modifiers, node.importClause, to, node.attributes) : node;
    }
    if (ts.isExportDeclaration(node)) {
      const to = changed(node.moduleSpecifier);
      const { modifiers, isTypeOnly, exportClause, attributes } = node;
      return to ? factory.updateExportDeclaration(node, modifiers, isTypeOnly, exportClause, to, attributes) : node;
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const to = changed(node.arguments[0]);
      if (to)
        return factory.updateCallExpression(node, node.expression, node.typeArguments, [
          to,
          ...node.arguments.slice(1),
        ]);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return (file) => ts.visitEachChild(file, visit, context);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
