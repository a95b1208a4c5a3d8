/**
 * Builds module instances: a file, the files that it amends, and all that they import. Nothing is evaluated here; names are
 * connected to declarations, amendments to what they change, open params to whoever supplies them.
 */
import { componentBinding } from "../declarations/component-binding.ts";
import type { Library } from "../declarations/library.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source-file.ts";
import type { Decl, FileNode, Ident, ImportNode, StringLiteral } from "../syntax/ast.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { makePoison } from "../values/make.ts";
import { attachAmendments } from "./amendments.ts";
import { Environment } from "./environment.ts";
import { type Chain, isImportable, reportCycle, reportMissing } from "./import-problems.ts";
import type { Loader } from "./loader.ts";
import { exportsOf, type Layer, layerScope, layersOf, type Module } from "./module.ts";
import type { Named, Namespace, Scope } from "./scope.ts";
import { Slot } from "./slot.ts";

/** Instances of one program; more come only from files that import each other's copies over and over. */
const mostInstances = 500;
const longestChain = 100;

export class Instances {
  /** Every instance, those that others import first. */
  readonly modules: Module[] = [];
  private readonly shared = new Map<string, { readonly module: Module; readonly environment: Environment }[]>();
  private readonly session: Evaluator;
  private readonly loader: Loader;
  private readonly library: Library;

  constructor(session: Evaluator, loader: Loader, library: Library) {
    this.session = session;
    this.loader = loader;
    this.library = library;
  }

  /** The program's own file. */
  root(tree: FileNode): { readonly module: Module; readonly environment: Environment } {
    const environment = new Environment(undefined, undefined, this.session);
    return { module: this.build(tree, environment, [{ path: tree.file.path }]), environment };
  }

  private build(tree: FileNode, environment: Environment, chain: Chain): Module {
    const top = this.layer(tree, environment, chain);
    const { inherited } = environment;
    const module = { path: tree.file.path, top, inherited, exports: exportsOf(top, inherited) };
    this.modules.push(module);
    return module;
  }

  private layer(tree: FileNode, environment: Environment, chain: Chain): Layer {
    const below = tree.amends ? this.base(tree.amends, environment, chain) : undefined;
    const parts = { tree, own: new Map(), imported: new Map<string, Named>(), below };
    const layer: Layer = { ...parts, scope: layerScope(parts, environment.inherited, this.library) };
    for (const decl of tree.decls) this.declare(decl, layer, environment);
    for (const node of tree.imports) this.import(node, layer, environment, chain);
    attachAmendments(layer, this.session);
    return layer;
  }

  /** The file that this one amends, as a layer of the same instance; undefined where it cannot be had, reported. */
  private base(from: StringLiteral, environment: Environment, chain: Chain): Layer | undefined {
    const path = this.session.host.resolve(from.span.file.path, from.value);
    const tree = this.reach(path, from, chain);
    return tree && this.layer(tree, environment, [...chain, { path, span: from.span }]);
  }

  /** The tree of an imported or amended file; undefined where there is none or where it leads back here, reported. */
  private reach(path: string, from: StringLiteral, chain: Chain): FileNode | undefined {
    if (chain.some((each) => each.path === path)) {
      reportCycle(path, from.span, chain, this.session.report);
      return undefined;
    }
    if (!isImportable(from, path, this.session)) return undefined;
    const tree = this.loader.load(path);
    if (tree === undefined) {
      reportMissing(path, from, this.session);
      return undefined;
    }
    if (chain.length < longestChain && this.modules.length < mostInstances) return tree;
    this.session.report(
      diagnose(
        "V0104",
        { problem: "the imports go too far" },
        { primary: { span: from.span, text: "this one is not read" } },
      ),
    );
    return undefined;
  }

  private declare(decl: Decl, layer: Layer, environment: Environment): void {
    if (decl.kind === "check" || decl.kind === "amendment") return;
    if (decl.kind === "experiment" && layer.tree.amends && decl.base === undefined) return;
    if (!this.isFree(decl.name, layer)) return;
    if (decl.kind === "extern") {
      const binding = componentBinding(decl, this.session.host, this.session.report);
      if (!this.session.own.some((each) => each.node === decl)) this.session.own.push(binding);
      layer.own.set(decl.name.name, binding);
      return;
    }
    const slot = new Slot(decl, layer.scope, this.session);
    layer.own.set(decl.name.name, decl.kind === "param" ? environment.param(slot) : slot);
  }

  /** Whether a name may be given here; where it is taken, that is reported. */
  private isFree(name: Ident, layer: Layer): boolean {
    for (const each of layersOf(layer)) {
      const taken = each.own.get(name.name) ?? each.imported.get(name.name);
      if (taken === undefined) continue;
      const first = "nameSpan" in taken ? taken.nameSpan : undefined;
      const isOwn = each === layer;
      this.session.report(
        diagnose(
          "V0105",
          { name: name.name, how: "declared twice" },
          {
            primary: { span: name.span, text: "and here again" },
            secondary: first ? [{ span: first, text: "first here" }] : [],
            helps: isOwn || !("node" in taken) ? [] : [`to change it: ${taken.kind} ${name.name} { … }`],
          },
        ),
      );
      return false;
    }
    return true;
  }

  private import(node: ImportNode, layer: Layer, environment: Environment, chain: Chain): void {
    const path = this.session.host.resolve(node.from.span.file.path, node.from.value);
    const tree = this.reach(path, node.from, chain);
    const module = tree && this.instance(tree, node, layer, environment, [...chain, { path, span: node.from.span }]);
    if (node.star && this.isFree(node.star, layer)) {
      layer.imported.set(node.star.name, namespaceOf(node.star, module));
    }
    for (const name of node.names) {
      if (module === undefined) {
        if (!layer.own.has(name.name)) layer.imported.set(name.name, broken(name.span));
      } else if (this.isFree(name, layer)) layer.imported.set(name.name, this.exported(name, module));
    }
  }

  private exported(name: Ident, module: Module): Named {
    const found = module.exports.lookup(name.name);
    if (found) return found;
    const [close] = suggest(name.name, [...module.exports.names()]);
    const file = module.path.split("/").at(-1) ?? module.path;
    if (close) this.session.suggested(close);
    this.session.report(
      diagnose(
        "V0101",
        { name: name.name, what: `declaration of ${file}` },
        {
          primary: { span: name.span, text: close ? `did you mean \`${close}\`?` : "" },
          why: `${file} declares: ${[...module.exports.names()].join(", ")}`,
          ...(close ? { fixes: [{ title: close, edits: [{ span: name.span, newText: close }] }] } : {}),
        },
      ),
    );
    return broken(name.span);
  }

  /** An instance of an imported file: the same one where nothing that it is given differs. */
  private instance(tree: FileNode, node: ImportNode, layer: Layer, importer: Environment, chain: Chain): Module {
    const site = { span: node.from.span, with: node.with, scope: layer.scope };
    if (node.with === undefined) {
      const same = this.shared.get(tree.file.path)?.find((each) => each.environment.wouldGet(importer, node.from.span));
      if (same) return same.module;
    }
    const environment = new Environment(importer, site, this.session);
    const module = this.build(tree, environment, chain);
    environment.checkWith(module);
    if (node.with === undefined) {
      this.shared.set(tree.file.path, [...(this.shared.get(tree.file.path) ?? []), { module, environment }]);
    }
    return module;
  }
}

function broken(span: Span): Named {
  return makePoison({ span, how: "set" });
}

function namespaceOf(star: Ident, module: Module | undefined): Namespace {
  const nothing: Scope = { world: "module", lookup: () => broken(star.span), names: () => [] };
  return { kind: "namespace", name: star.name, nameSpan: star.span, members: module?.exports ?? nothing };
}
