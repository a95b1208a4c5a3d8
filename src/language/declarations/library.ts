/** The standard library: components and declared transforms that are in scope everywhere, found by name and by kind. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Binding, Scope } from "../names/scope.ts";
import type { Host } from "../source/host.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { FileNode } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Kind } from "../types/type.ts";
import { type ComponentBinding, componentBinding } from "./component-binding.ts";
import type { ComponentDeclaration } from "./declaration.ts";

export interface Library {
  readonly scope: Scope;
  /** One of these kinds where there is one, else any of that name. */
  find(name: string, kinds?: readonly Kind[]): Binding | undefined;
  ofKind(kind: Kind): readonly ComponentDeclaration[];
}

/** Trees of library files, by file: a host that hands out the same files is parsed once. */
const trees = new WeakMap<SourceFile, FileNode>();

function treeOf(file: SourceFile, host: Host): FileNode {
  const known = trees.get(file);
  if (known) return known;
  const tree = host.stdlibTree?.(file) ?? parse(file).tree;
  trees.set(file, tree);
  return tree;
}

/**
 * Declarations are made when they are first asked for. `bind` makes the binding of a `let` or a `transform` that the library
 * declares in vcl itself.
 */
export function loadLibrary(
  host: Host,
  bind: (node: FileNode["decls"][number] & { readonly kind: "binding" }, scope: Scope) => Binding,
  report: (diagnostic: Diagnostic) => void,
): Library {
  const byName = new Map<string, Binding[]>();
  const components: ComponentBinding[] = [];
  const scope: Scope = {
    world: "module",
    lookup: (name, kinds) => find(name, kinds),
    names: () => byName.keys(),
  };
  const find = (name: string, kinds: readonly Kind[] = []): Binding | undefined => {
    const all = byName.get(name);
    return all?.find((each) => kinds.some((kind) => kind === kindOf(each))) ?? all?.[0];
  };
  const add = (binding: Binding) => {
    const same = byName.get(binding.name);
    if (same) same.push(binding);
    else byName.set(binding.name, [binding]);
  };
  for (const file of host.stdlib()) {
    for (const decl of treeOf(file, host).decls) {
      if (decl.kind === "binding") add(bind(decl, scope));
      if (decl.kind !== "extern") continue;
      const binding = componentBinding(decl, host, report);
      components.push(binding);
      add(binding);
    }
  }
  const ofKind = (kind: Kind) =>
    components.flatMap((each) => (each.node.component.name === kind ? (each.declaration() ?? []) : []));
  return { scope, find, ofKind };
}

function kindOf(binding: Binding): string | undefined {
  if (binding.node.kind === "extern") return binding.node.component.name;
  return binding.node.kind === "binding" && binding.node.keyword === "transform" ? "transform" : undefined;
}
