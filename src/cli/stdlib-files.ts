/** The standard library's texts and trees. In the bundle the build puts them in place of this module. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../language/source/source-file.ts";
import type { FileNode } from "../language/syntax/ast.ts";

/** Every `.vcl` file of `stdlib/`, by path. */
export function stdlibFiles(): readonly SourceFile[] {
  const folder = fileURLToPath(new URL("../../stdlib/", import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".vcl"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort()
    .map((name) => ({ path: `stdlib/${name}`, text: readFileSync(folder + name, "utf8"), origin: "stdlib" as const }));
}

/** Only the bundle has trees; here the front end parses the texts. */
export function stdlibTree(_file: SourceFile): FileNode | undefined {
  return undefined;
}
