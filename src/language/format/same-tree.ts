import type { FileNode } from "../syntax/ast.ts";

/** Whether two files say the same: their trees are equal apart from where things stand. */
export function isSameTree(a: FileNode, b: FileNode): boolean {
  return meaningOf(a) === meaningOf(b);
}

/** The tree as text, without places. */
export function meaningOf(tree: FileNode): string {
  return JSON.stringify(tree, (key, value) => (key === "span" || key === "file" ? undefined : value));
}
