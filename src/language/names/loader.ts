/** Files by path, each read and parsed once; what is wrong with their syntax is reported then. */
import { losesParts } from "../diagnostics/cascades.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Host } from "../source/host.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { FileNode } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";

export class Loader {
  private readonly trees = new Map<string, FileNode | undefined>();
  private readonly broken = new Set<FileNode>();
  private readonly host: Host;
  private readonly report: (diagnostic: Diagnostic) => void;

  constructor(host: Host, report: (diagnostic: Diagnostic) => void) {
    this.host = host;
    this.report = report;
  }

  /** Undefined where there is no such file. `path` is absolute. */
  load(path: string): FileNode | undefined {
    if (this.trees.has(path)) return this.trees.get(path);
    const text = this.host.readText(path);
    const tree = text === undefined ? undefined : this.read({ path, text, origin: "file" });
    this.trees.set(path, tree);
    return tree;
  }

  private read(file: SourceFile): FileNode {
    const { tree, diagnostics } = parse(file);
    for (const diagnostic of diagnostics) this.report(diagnostic);
    if (diagnostics.some(losesParts)) this.broken.add(tree);
    return tree;
  }

  /** Whether parts of the file could not be read: then nobody can say what nothing uses. */
  isBroken(tree: FileNode): boolean {
    return this.broken.has(tree);
  }

  all(): readonly FileNode[] {
    return [...this.trees.values()].filter((each) => each !== undefined);
  }
}
