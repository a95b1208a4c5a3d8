/** The `.vcl` files that words of a command line stand for: files themselves, and all those below a folder. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Problem } from "./problem.ts";
import { sourcePath } from "./source-path.ts";
import { shownPath } from "./terminal.ts";

export interface VclFiles {
  /** Absolute paths, each file once, in the order of the words and of their names. */
  readonly files: readonly string[];
  /** Words that stand for nothing. */
  readonly problems: readonly Problem[];
}

export function vclFiles(words: readonly string[], cwd: string): VclFiles {
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const word of words) {
    try {
      for (const path of pathsOf(word, cwd)) {
        const real = realpathSync(path);
        if (!files.has(real)) files.set(real, path);
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
    }
  }
  return { files: [...files.values()], problems };
}

function pathsOf(word: string, cwd: string): readonly string[] {
  const path = resolve(cwd, word);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [sourcePath(word, cwd)];
  const found = below(path, cwd);
  if (found.length === 0) throw new Problem(`there is no .vcl file in ${word}`);
  return found;
}

/** Packages, folders that begin with a dot and links are left out. */
function below(folder: string, cwd: string): string[] {
  return entriesOf(folder, cwd).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^\.|^node_modules$/.test(entry.name) ? [] : below(path, cwd);
    return entry.isFile() && entry.name.endsWith(".vcl") ? [path] : [];
  });
}

function entriesOf(folder: string, cwd: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Problem(`the folder ${shownPath(folder, cwd)} cannot be read (${code})`);
  }
}
