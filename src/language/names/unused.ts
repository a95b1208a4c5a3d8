/** V0107: names that nothing uses. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Decl, FileNode, Ident, TypeNode } from "../syntax/ast.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { referenceIn } from "../values/expected.ts";
import type { ComponentValue, ExperimentValue } from "../values/value.ts";
import { slotsOf } from "./amendments.ts";
import { mentions, mentionsInBlock } from "./mentions.ts";
import type { Module } from "./module.ts";
import { namesIn } from "./order.ts";

/**
 * Warns about what the program's own file declares or imports in vain. Files without an experiment are there to be imported,
 * so their names are not asked.
 */
export function reportUnused(module: Module, session: Evaluator): void {
  if (!slotsOf(module.top).some((each) => each.kind === "experiment")) return;
  const { tree } = module.top;
  const used = usedNames(tree);
  const isUnused = ({ name }: Ident) => !used.has(name) && !session.wasSuggested(name);
  for (const node of tree.imports) {
    if (node.star && isUnused(node.star)) report(node.star, "the import", lineOf(node.span), session);
    const unused = node.names.filter(isUnused);
    const isAll = unused.length === node.names.length;
    for (const name of unused)
      report(name, "the import", isAll ? lineOf(node.span) : inList(name, node.names), session);
  }
  for (const decl of tree.decls) {
    if (decl.kind !== "param" && decl.kind !== "binding") continue;
    if (module.top.own.get(decl.name.name)?.node !== decl || !isUnused(decl.name)) continue;
    const what =
      decl.kind === "param" ? "the parameter" : decl.keyword === "data" ? "the data set" : `the ${decl.keyword}`;
    report(decl.name, what === "the let" ? "" : what, lineOf(withDocs(decl)), session);
  }
}

/**
 * Warns about heads of an experiment's model that neither its loss nor a meter names, where it has several: nothing is
 * learnt or measured there. Only heads that `file` itself writes.
 */
export function reportUnusedHeads(experiment: ExperimentValue, file: SourceFile, session: Evaluator): void {
  const model = experiment.settings.get("model");
  if (model?.kind !== "component" || model.heads.size < 2) return;
  const meters = experiment.settings.get("meters");
  const values = [experiment.settings.get("loss"), ...(meters?.kind === "list" ? meters.items : [])];
  const users = values.flatMap((each) => (each?.kind === "component" && takesHead(each) ? [headsNamed(each)] : []));
  const named = new Set(users.flat());
  // One that names no head, or one that is not there, may mean any: which one is asked elsewhere.
  if (named.size === 0 || users.some((each) => each.length === 0 || each.some((name) => !model.heads.has(name))))
    return;
  for (const { name } of model.heads.values()) {
    if (name.span.file !== file || named.has(name.name)) continue;
    session.report(
      diagnose(
        "V0107",
        { name: name.name, what: "the head" },
        { primary: { span: name.span, text: "neither the loss nor a meter names it" } },
      ),
    );
  }
}

function takesHead({ declaration }: ComponentValue): boolean {
  return [...declaration.fields.values()].some(({ type }) => type !== undefined && referenceIn(type) === "head");
}

/** The heads that a component's fields refer to. */
function headsNamed({ declaration, settings }: ComponentValue): readonly string[] {
  return [...settings].flatMap(([name, value]) => {
    const type = declaration.fields.get(name)?.type;
    return type && value.kind === "member" && referenceIn(type) === "head" ? [value.name] : [];
  });
}

function report(name: Ident, what: string, remove: Span, session: Evaluator): void {
  const fix: Fix = { title: "remove it", edits: [{ span: remove, newText: "" }] };
  session.report(
    diagnose("V0107", { name: name.name, what }, { primary: { span: name.span, text: "" }, fixes: [fix] }),
  );
}

/** Every name that the file mentions, but for what a declaration says of itself. */
function usedNames(tree: FileNode): ReadonlySet<string> {
  const used = new Set<string>();
  const add = (names: readonly Ident[], but?: string) => {
    for (const { name } of names) if (name !== but) used.add(name);
  };
  for (const node of tree.imports) if (node.with) add(mentionsInBlock(node.with));
  for (const decl of tree.decls) add(mentionsOf(decl), "name" in decl ? decl.name.name : undefined);
  return used;
}

function mentionsOf(decl: Decl): readonly Ident[] {
  switch (decl.kind) {
    case "param":
      return [...namesIn({ node: decl }), ...mentionsInType(decl.type)];
    case "binding":
    case "experiment":
      return namesIn({ node: decl });
    case "check":
      return mentions(decl.condition);
    case "amendment":
      return [...(decl.block ? mentionsInBlock(decl.block) : []), ...(decl.value ? mentions(decl.value) : [])];
    case "extern":
      return [];
  }
}

function mentionsInType(node: TypeNode): readonly Ident[] {
  switch (node.kind) {
    case "union":
      return node.alternatives.flatMap(mentionsInType);
    case "optional":
      return mentionsInType(node.of);
    case "list":
      return [...mentionsInType(node.of), ...(node.length ? mentions(node.length) : [])];
    case "named": {
      const { refinement } = node;
      return refinement ? mentions("within" in refinement ? refinement.within : refinement.bound) : [];
    }
    default:
      return [];
  }
}

/** A declaration with the lines of documentation above it. */
function withDocs(decl: Decl): Span {
  const { file, end } = decl.span;
  let { start } = decl.span;
  for (let line = 0; line < decl.docs.length; line++) {
    const before = file.text.lastIndexOf("\n", file.text.lastIndexOf("\n", start - 1) - 1) + 1;
    if (!/^[ \t]*\/\/\//.test(file.text.slice(before, start))) break;
    start = before;
  }
  return { file, start, end };
}

/** With the end of its line, where nothing else stands there, and with one of two blank lines around it. */
function lineOf(span: Span): Span {
  const { text } = span.file;
  const rest = /^[ \t]*(\/\/[^\n\r]*)?(\r\n|\n|\r|$)/.exec(text.slice(span.end));
  const end = span.end + (rest?.[0].length ?? 0);
  const isAfterBlank = /(^|[\n\r][ \t]*(\r\n|\n|\r))$/.test(text.slice(0, span.start));
  const blank = isAfterBlank ? /^[ \t]*(\r\n|\n|\r)/.exec(text.slice(end)) : null;
  return { ...span, end: end + (blank?.[0].length ?? 0) };
}

/** A name of a list, with the comma that its absence would leave. */
function inList(name: Ident, names: readonly Ident[]): Span {
  const index = names.indexOf(name);
  const next = names[index + 1];
  const before = names[index - 1];
  if (next) return { ...name.span, end: next.span.start };
  return before ? { ...name.span, start: before.span.end } : name.span;
}
