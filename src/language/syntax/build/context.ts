import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Comments } from "./comments.ts";

/** What every part of the tree's building needs. */
export interface Context {
  readonly file: SourceFile;
  readonly comments: Comments;
  /** The file begins with `amends`. */
  readonly amending: boolean;
  readonly report: (diagnostic: Diagnostic) => void;
  /** A form that only such a file may have was met and reported: more of them are one and the same mistake. */
  misplaced: boolean;
  /** How many operators, suffixes and brackets are around what is being built. */
  depth: number;
}
