/** `tsc --strict` over emitted programs, against the runtime's own sources. */
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  types: ["node"],
  typeRoots: [`${root}node_modules/@types`],
  paths: { "vcl/runtime": [`${root}src/runtime/index.ts`], "vcl/runtime/*": [`${root}src/runtime/*.ts`] },
};

/**
 * What the compiler says of these files, each `name:line: message`; empty where all is well. `files` are names and texts;
 * they are thought to lie beside the repository's own files.
 */
export function strictErrors(files: { readonly [name: string]: string }): string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${root}emitted/${name}`, text]));
  const host = ts.createCompilerHost(options, true);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists.call(host, path);
  const folders = new Set(
    [...texts.keys()].flatMap((path) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index))),
  );
  const { directoryExists } = host;
  host.directoryExists = (path) => folders.has(path) || directoryExists?.call(host, path) === true;
  host.readFile = (path) => texts.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, version, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile.call(host, path, version, ...rest)
      : ts.createSourceFile(path, text, version, true);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...program.getOptionsDiagnostics(), ...[...texts.keys()].flatMap((path) => diagnosticsOf(program, path))].map(
    textOf,
  );
}

function diagnosticsOf(program: ts.Program, path: string): readonly ts.Diagnostic[] {
  const file = program.getSourceFile(path);
  return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
}

function textOf({ file, start = 0, messageText }: ts.Diagnostic): string {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (!file) return message;
  return `${file.fileName.slice(file.fileName.lastIndexOf("/") + 1)}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${message}`;
}
