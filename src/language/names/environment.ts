/**
 * What an instance of a file is given from outside: values for its params by `with`, and for those that it leaves open, the
 * importer's params of the same names. A param that nobody gives becomes a param of the program.
 */

import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { Span } from "../source/source-file.ts";
import type { Block, Entry, Expr, Ident } from "../syntax/ast.ts";
import { entryName } from "../syntax/entry-name.ts";
import type { Evaluator } from "../values/evaluator.ts";
import type { Module } from "./module.ts";
import { layersOf } from "./module.ts";
import type { Scope } from "./scope.ts";
import type { Slot } from "./slot.ts";

interface Site {
  readonly span: Span;
  readonly with: Block | undefined;
  readonly scope: Scope;
}

interface Given {
  readonly name: Ident;
  readonly value: Expr;
}

export class Environment {
  /** Params that imported files left open and that are this instance's now. */
  readonly inherited = new Map<string, Slot>();
  /** What the importer supplied for params that were open here. */
  private readonly supplied = new Map<string, { readonly slot: Slot; readonly by: Slot }>();
  private readonly own = new Map<string, Slot>();
  private readonly given = new Map<string, Given>();
  private readonly importer: Environment | undefined;
  private readonly site: Site | undefined;
  private readonly session: Evaluator;

  constructor(importer: Environment | undefined, site: Site | undefined, session: Evaluator) {
    this.importer = importer;
    this.site = site;
    this.session = session;
    for (const entry of site?.with?.entries ?? []) this.take(entry);
  }

  /** An entry of `with { … }`. */
  private take(entry: Entry): void {
    const name = entryName(entry);
    if (name === undefined) {
      this.session.report(
        diagnose(
          "V0201",
          { wanted: "a parameter's value is", found: "this is something else" },
          { primary: { span: entry.span, text: "`with` sets parameters: `name: value`" } },
        ),
      );
      return;
    }
    const first = this.given.get(name.name);
    if (first) {
      this.session.report(
        diagnose(
          "V0105",
          { name: name.name, how: "set twice" },
          {
            primary: { span: name.span, text: "and here again" },
            secondary: [{ span: first.name.span, text: "first here" }],
          },
        ),
      );
      return;
    }
    const value: Expr = entry.kind === "set" ? entry.value : { kind: "name", name: name.name, span: name.span };
    this.given.set(name.name, { name, value });
  }

  /** The binding behind a param that this file declares: its own, or the one of whoever supplies it. */
  param(slot: Slot): Slot {
    const binding = this.supply(slot) ?? slot;
    this.own.set(slot.name, binding);
    const adopted = this.inherited.get(slot.name);
    if (adopted && adopted !== binding) this.hand(adopted, binding);
    return binding;
  }

  /** A file below had taken a param over before this one turned out to declare it: that one follows it now. */
  private hand(adopted: Slot, binding: Slot): void {
    this.checkAgreement(binding, adopted, binding.nameSpan);
    this.inherited.delete(adopted.name);
    adopted.isProgramParam = false;
    const name: Ident = { name: binding.name, span: binding.nameSpan };
    adopted.changes.push({ kind: "value", value: { kind: "name", ...name }, name, scope: binding.scope });
  }

  private supply(slot: Slot): Slot | undefined {
    const given = this.given.get(slot.name);
    if (given && this.site) {
      slot.changes.push({ kind: "value", value: given.value, name: given.name, scope: this.site.scope });
      return undefined;
    }
    if (this.importer === undefined || this.site === undefined) {
      slot.isProgramParam = true;
      return undefined;
    }
    if (!slot.open) return undefined;
    const by = this.importer.adopt(slot, this.site.span);
    this.supplied.set(slot.name, { slot, by });
    return by;
  }

  /** Takes over a param that an imported file leaves open. */
  private adopt(slot: Slot, site: Span): Slot {
    const here = this.own.get(slot.name) ?? this.inherited.get(slot.name);
    if (here) {
      this.checkAgreement(here, slot, site);
      return here;
    }
    const by = this.supply(slot) ?? slot;
    this.inherited.set(slot.name, by);
    return by;
  }

  private checkAgreement(here: Slot, slot: Slot, site: Span): void {
    if (here === slot || typeText(here) === typeText(slot)) return;
    this.session.report(
      diagnose(
        "V0105",
        { name: slot.name, how: "left open with two types" },
        {
          primary: { span: site, text: `wants \`${typeText(slot)}\`` },
          secondary: [
            { span: typeSpan(here), text: "one type" },
            { span: typeSpan(slot), text: "the other" },
          ],
          helps: [`give one of them a value: with { ${slot.name}: … }`],
        },
      ),
    );
  }

  /** Whether an import without `with` by this importer would be given just what this instance was given. */
  wouldGet(importer: Environment, site: Span): boolean {
    return [...this.supplied.values()].every(({ slot, by }) => importer.adopt(slot, site) === by);
  }

  /** Reports what `with` sets and the file does not have. */
  checkWith(module: Module): void {
    const params = new Set(this.inherited.keys());
    for (const layer of layersOf(module.top)) {
      for (const decl of layer.tree.decls) if (decl.kind === "param") params.add(decl.name.name);
    }
    for (const { name } of this.given.values()) {
      if (params.has(name.name)) continue;
      const [close] = suggest(name.name, [...params]);
      this.session.report(
        diagnose(
          "V0109",
          { name: name.name },
          {
            primary: { span: name.span, text: close ? `did you mean \`${close}\`?` : "" },
            why: `parameters: ${params.size === 0 ? "none" : [...params].join(", ")}`,
            ...(close ? { fixes: [{ title: close, edits: [{ span: name.span, newText: close }] }] } : {}),
          },
        ),
      );
    }
  }
}

function typeSpan(slot: Slot): Span {
  return slot.node.kind === "param" ? slot.node.type.span : slot.nameSpan;
}

/** The type as written, without blanks: two that read the same are the same. */
function typeText(slot: Slot): string {
  const { file, start, end } = typeSpan(slot);
  return file.text.slice(start, end).replace(/\s+/g, " ");
}
