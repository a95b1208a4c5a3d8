/** Declarations of texts in memory, and their contracts. */
import { posix } from "node:path";
import { contractsText } from "../../src/compiler/contracts.ts";
import { check } from "../../src/language/check.ts";
import type { ComponentDeclaration } from "../../src/language/declarations/declaration.ts";
import type { SourceFile } from "../../src/language/source/source-file.ts";
import { kinds } from "../../src/language/types/type.ts";
import { checkFiles, folder, stdlib } from "../emit/check-file.ts";

/** The components that a text declares; throws where it has errors. */
export function declared(text: string): readonly ComponentDeclaration[] {
  const { evaluation, diagnostics } = checkFiles({ "own.vcl": text }, "own.vcl");
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ code, title }) => `${code} ${title}`).join("\n"));
  return componentsOf(evaluation, posix.join(folder, "own.vcl"));
}

export function contractOf(text: string): string {
  return contractsText(declared(text), { source: "own.vcl" });
}

/** The standard library's components, by the file that declares them. */
export function stdlibDeclarations(): ReadonlyMap<SourceFile, readonly ComponentDeclaration[]> {
  const host = { readText: () => "", list: () => [], stdlib: () => stdlib, resolve: (_: string, to: string) => to };
  const { evaluation } = check("/none.vcl", host, { args: [], closed: false, cwd: "/", pedantic: false });
  return new Map(stdlib.map((file) => [file, componentsOf(evaluation, file.path)]));
}

function componentsOf(
  evaluation: ReturnType<typeof checkFiles>["evaluation"],
  path: string,
): readonly ComponentDeclaration[] {
  const all = kinds.flatMap((kind) => evaluation.components(kind));
  return all.filter(({ file }) => file.path === path).toSorted((a, b) => a.node.span.start - b.node.span.start);
}
