/** One file of the disk, laid out. */
import { readFileSync } from "node:fs";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { format } from "../language/format/format.ts";
import { withoutMark } from "./disk-host.ts";
import { Problem } from "./problem.ts";
import { saveText } from "./save-text.ts";
import { sourcePath } from "./source-path.ts";
import { shownPath } from "./terminal.ts";
import { utf8 } from "./utf8.ts";

export type Outcome =
  | { readonly kind: "same" }
  /** It was written anew, or would be; `shown` is what messages call it. */
  | { readonly kind: "changed"; readonly shown: string }
  /** Mistakes of syntax; the file was left as it is. */
  | { readonly kind: "mistakes"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Writes the file at `path` if its layout changes and `writes`. */
export function formatFile(path: string, cwd: string, writes: boolean): Outcome {
  try {
    const shown = shownPath(path, cwd);
    const written = textAt(sourcePath(shown, cwd), shown);
    const { text, diagnostics } = format({ path, text: withoutMark(written), origin: "file" });
    if (diagnostics.length > 0) return { kind: "mistakes", diagnostics };
    if (text === written) return { kind: "same" };
    if (writes) saveText(path, text, cwd, "without mark");
    return { kind: "changed", shown };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: "problem", problem: error };
  }
}

function textAt(path: string, shown: string): string {
  const text = utf8(readFileSync(path));
  if (text === undefined) throw notText(shown);
  return text;
}

export function notText(shown: string): Problem {
  return new Problem(`${shown} is not UTF-8 text`, { help: "it is left as it is: save it as UTF-8 first" });
}
