/** The components that a `.vcl` file declares itself. */
import type { CheckResult } from "../language/checked.ts";
import type { ComponentDeclaration } from "../language/declarations/declaration.ts";
import { kinds } from "../language/types/type.ts";

/** Those of the file at `path` (absolute), in the order in which they stand there. */
export function ownDeclarations({ evaluation }: CheckResult, path: string): readonly ComponentDeclaration[] {
  return kinds
    .flatMap((kind) => evaluation.components(kind))
    .filter(({ file }) => file.path === path)
    .toSorted((a, b) => a.node.span.start - b.node.span.start);
}
