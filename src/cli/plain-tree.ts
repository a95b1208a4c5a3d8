/**
 * Trees of the standard library as JSON: made when vcl is built, so that no start has to parse them. Each span names its
 * file, which is the same one throughout a tree: that is left out, and put back.
 */
import type { SourceFile } from "../language/source/source-file.ts";
import type { FileNode } from "../language/syntax/ast.ts";

export function treeToJson(tree: FileNode): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === "file" && value === tree.file ? undefined : value));
}

/** The tree that `treeToJson` was given, with `file` as its file. */
export function treeFromJson(json: string, file: SourceFile): FileNode {
  const tree: Plain = JSON.parse(json);
  putFileBack(tree, file);
  tree.file = file;
  return tree as unknown as FileNode;
}

interface Plain {
  [key: string]: unknown;
}

function putFileBack(node: Plain, file: SourceFile): void {
  if (typeof node.start === "number" && typeof node.end === "number") {
    node.file = file;
    return;
  }
  for (const key in node) {
    const value = node[key];
    if (typeof value === "object" && value !== null) putFileBack(value as Plain, file);
  }
}
