/** TypeScript to JavaScript that Node runs: types stripped, nothing else changed but the endings of relative imports. */
import { ts } from "ts-morph";
import type { SourceMap } from "./source-map.ts";

export interface Transpiled {
  /** Ends in a reference to its map. */
  readonly code: string;
  /** From the JavaScript to the TypeScript. */
  readonly map: SourceMap;
}

/** `name` without its ending: `experiment` of `experiment.ts`, which becomes `experiment.mjs`. */
export function transpile(name: string, text: string): Transpiled {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName: `${name}.mts`,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      sourceMap: true,
    },
    transformers: { before: [toModuleEndings] },
  });
  if (sourceMapText === undefined) throw new Error(`no source map was made for ${name}`);
  const map: SourceMap = JSON.parse(sourceMapText);
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  return {
    code: `${code}//# sourceMappingURL=${lastPart(name)}.mjs.map\n`,
    map: { ...map, file: `${lastPart(name)}.mjs`, sources: [`${lastPart(name)}.ts`], sourcesContent: [text] },
  };
}

/** `./pool.ts` and `./pool.js` are `./pool.mjs` here, so that Node takes them as modules wherever they lie. */
export function moduleEnding(specifier: string): string {
  return /^\.{1,2}\//.test(specifier) ? specifier.replace(/\.[mc]?[tj]s$/, ".mjs") : specifier;
}

function toModuleEndings(context: ts.TransformationContext): ts.Transformer<ts.SourceFile> {
  const { factory } = context;
  const changed = (specifier: ts.Expression | undefined): ts.StringLiteral | undefined =>
    specifier && ts.isStringLiteral(specifier) && moduleEnding(specifier.text) !== specifier.text
      ? ts.setTextRange(factory.createStringLiteral(moduleEnding(specifier.text)), specifier)
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
