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
  const tree: object = JSON.parse(json);
  putFileBack(tree, file);
  return { ...tree, file } as FileNode;
}

function putFileBack(node: object, file: SourceFile): void {
  for (const value of Object.values(node)) if (typeof value === "object" && value !== null) putFileBack(value, file);
  if ("start" in node && typeof node.start === "number" && "end" in node) Object.assign(node, { file });
}
