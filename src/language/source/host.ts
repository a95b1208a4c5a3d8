import type { FileNode } from "../syntax/ast.ts";
import type { SourceFile } from "./source-file.ts";

/**
 * All that the front end may ask of the outside: texts of `.vcl` files and path arithmetic. The command line answers from
 * the disk, tests from a map.
 */
export interface Host {
  /** The file's text, or undefined where there is none that can be read. `path` is absolute. */
  readText(path: string): string | undefined;
  /** Names in a folder, for "did you mean ./common.vcl?"; empty where there is no such folder. */
  list(folder: string): readonly string[];
  /** The standard library's files, in a fixed order; `origin` is `stdlib`. */
  stdlib(): readonly SourceFile[];
  /** The tree of one of these files, where it was made beforehand and need not be parsed. */
  stdlibTree?(file: SourceFile): FileNode | undefined;
  /** `specifier` seen from the folder of the file `from`; absolute, normalised, with `/` between the parts. */
  resolve(from: string, specifier: string): string;
}
