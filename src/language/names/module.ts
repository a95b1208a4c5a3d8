/**
 * One instance of a file: its own declarations as a layer on those of the file that it amends, and what it imports. A file
 * that is imported with other `with` has another instance.
 */
import type { ComponentBinding } from "../declarations/component-binding.ts";
import type { Library } from "../declarations/library.ts";
import type { FileNode } from "../syntax/ast.ts";
import { isKind, type Kind } from "../types/type.ts";
import type { Named, Scope } from "./scope.ts";
import type { Slot } from "./slot.ts";

export interface Layer {
  readonly tree: FileNode;
  /** Declarations of this file. */
  readonly own: Map<string, Slot | ComponentBinding>;
  readonly imported: Map<string, Named>;
  /** The file that this one amends. */
  readonly below: Layer | undefined;
  readonly scope: Scope;
}

export interface Module {
  readonly path: string;
  /** From the file itself down to the one that amends nothing. */
  readonly top: Layer;
  /** Params that imported files leave open, by name. */
  readonly inherited: ReadonlyMap<string, Slot>;
  /** What other files may import. */
  readonly exports: Scope;
}

/** From the top layer down. */
export function layersOf(top: Layer): readonly Layer[] {
  const all: Layer[] = [];
  for (let layer: Layer | undefined = top; layer; layer = layer.below) all.push(layer);
  return all;
}

/** What a layer's own expressions see: its names, those of the files below, inherited params, the library. */
export function layerScope(layer: Omit<Layer, "scope">, inherited: ReadonlyMap<string, Slot>, library: Library): Scope {
  return {
    world: "module",
    lookup: (name, kinds = []) => {
      const own =
        layer.own.get(name) ?? layer.imported.get(name) ?? (layer.below ? declaredIn(layer.below, name) : undefined);
      const found = own ?? inherited.get(name);
      if (found === undefined) return library.find(name, kinds);
      return kinds.length > 0 && cannotBe(found, kinds) ? (componentOf(library, name, kinds) ?? found) : found;
    },
    names: () => new Set([...namesIn(layer), ...inherited.keys(), ...library.scope.names()]),
  };
}

function declaredIn(top: Layer, name: string): Named | undefined {
  for (const layer of layersOf(top)) {
    const found = layer.own.get(name) ?? layer.imported.get(name);
    if (found) return found;
  }
  return undefined;
}

function namesIn(layer: Omit<Layer, "scope">): readonly string[] {
  const below = layer.below
    ? layersOf(layer.below).flatMap((each) => [...each.own.keys(), ...each.imported.keys()])
    : [];
  return [...layer.own.keys(), ...layer.imported.keys(), ...below];
}

/** A declaration that says what it is, and it is none of these kinds: a component of that name is meant. */
function cannotBe(found: Named, kinds: readonly Kind[]): boolean {
  const is = {
    data: "dataset",
    model: "model",
    transform: "transform",
    composite: "transform",
    experiment: "",
  } as const;
  if (found.kind === "component" && "node" in found && found.node.kind === "extern") {
    const kind = found.node.component.name;
    return isKind(kind) && !kinds.includes(kind);
  }
  if (!("nameSpan" in found) || !Object.hasOwn(is, found.kind)) return false;
  const kind = is[found.kind as keyof typeof is];
  return kind === "" || !kinds.includes(kind);
}

function componentOf(library: Library, name: string, kinds: readonly Kind[]): Named | undefined {
  const found = library.find(name, kinds);
  return found && !cannotBe(found, kinds) ? found : undefined;
}

/** What a file offers to those that import it: what it and the files below declare, and the params it inherits. */
export function exportsOf(top: Layer, inherited: ReadonlyMap<string, Slot>): Scope {
  const layers = layersOf(top);
  const lookup = (name: string): Named | undefined => {
    for (const layer of layers) {
      const found = layer.own.get(name);
      if (found) return found;
    }
    return inherited.get(name);
  };
  return {
    world: "module",
    lookup,
    names: () => new Set([...layers.flatMap((layer) => [...layer.own.keys()]), ...inherited.keys()]),
  };
}
