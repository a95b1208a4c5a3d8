/** The front end in one call: text in, checked experiments and diagnostics out. Reads nothing but what `host` gives. */
import type { CheckedExperiment, CheckOptions, CheckResult } from "./checked.ts";
import { loadLibrary } from "./declarations/library.ts";
import { allowancesOf, applyAllowances } from "./diagnostics/allow.ts";
import { withoutCascades } from "./diagnostics/cascades.ts";
import { diagnose } from "./diagnostics/catalogue.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { suggest } from "./diagnostics/suggest.ts";
import { reportAbsolutePaths } from "./names/absolute-paths.ts";
import { slotsOf } from "./names/amendments.ts";
import { applyArguments } from "./names/arguments.ts";
import { Instances } from "./names/instances.ts";
import { Loader } from "./names/loader.ts";
import { layersOf, type Module } from "./names/module.ts";
import { evaluationOrder } from "./names/order.ts";
import { Slot } from "./names/slot.ts";
import { reportUnused, reportUnusedHeads } from "./names/unused.ts";
import { checkExperiment } from "./rules/check-experiment.ts";
import type { Evaluation } from "./shapes/evaluation.ts";
import type { Host } from "./source/host.ts";
import type { SourceFile } from "./source/source-file.ts";
import type { FileNode } from "./syntax/ast.ts";
import { runCheck } from "./values/checks.ts";
import { Evaluator } from "./values/evaluator.ts";
import { finish } from "./values/finish.ts";

export type { CheckOptions, CheckResult } from "./checked.ts";

/** Checks the file at `path` (absolute) and all that it imports. Never throws for anything a file may contain. */
export function check(path: string, host: Host, options: CheckOptions): CheckResult {
  const session = new Evaluator(host, options.cwd);
  const loader = new Loader(host, session.report);
  const library = loadLibrary(host, (node, scope) => new Slot(node, scope, session), session.report);
  session.library = library;
  const tree = loader.load(path);
  if (tree === undefined) return noFile(path, session);

  const instances = new Instances(session, loader, library);
  const { module, environment } = instances.root(tree);
  const params = paramsOf(module, environment.inherited);
  const slots = slotsOf(module.top);
  const experiments = slots.filter((slot) => slot.kind === "experiment");
  const chosen = chooseExperiment(experiments, options.experiment, session);
  applyArguments(options.args, { module, params, experiment: chosen, session });

  evaluateAll(instances.modules, session);
  if (options.closed) for (const slot of params.values()) reportOpenParam(slot, session);
  const checked = experiments.flatMap((slot) => checkedExperiment(slot, tree, options, session) ?? []);
  if (!layersOf(module.top).some((layer) => loader.isBroken(layer.tree))) reportUnused(module, session);

  const trees = loader.all();
  if (options.pedantic) reportAbsolutePaths(instances.modules, tree, trees, session);
  return {
    diagnostics: settled(session.diagnostics(), tree, trees, options),
    experiments: checked,
    params: [...params.values()],
    files: trees.map((each) => each.file),
    allowances: allowancesOf(trees),
    names: slots,
    evaluation: session,
  };
}

/** Params of the file and of those that it amends, then those that imports leave open. */
function paramsOf(module: Module, inherited: ReadonlyMap<string, Slot>): ReadonlyMap<string, Slot> {
  const own = slotsOf(module.top).filter((slot) => slot.kind === "param");
  return new Map([...own, ...inherited.values()].map((slot) => [slot.name, slot]));
}

function chooseExperiment(all: readonly Slot[], name: string | undefined, session: Evaluator): Slot | undefined {
  if (name === undefined) return all.length === 1 ? all[0] : undefined;
  const chosen = all.find((slot) => slot.name === name);
  if (chosen) return chosen;
  const front = "--experiment ";
  const file: SourceFile = { path: "command line", text: `${front}${name}`, origin: "argument" };
  const span = { file, start: front.length, end: file.text.length };
  const names = all.map((slot) => slot.name);
  const [close] = suggest(name, names);
  session.report(
    diagnose(
      "V0101",
      { name, what: "experiment" },
      {
        primary: { span, text: close ? `did you mean \`${close}\`?` : "" },
        why: names.length === 0 ? "this file has no experiment" : `experiments: ${names.join(", ")}`,
      },
    ),
  );
  return undefined;
}

/** Every name and every `check` of every file: a mistake is one whether or not anything uses it. */
function evaluateAll(modules: readonly Module[], session: Evaluator): void {
  for (const module of modules) {
    for (const binding of layersOf(module.top).flatMap((layer) => [...layer.own.values()])) {
      if (!(binding instanceof Slot)) binding.declaration();
    }
    for (const slot of evaluationOrder(module)) if (slot.kind !== "composite" || takesNothing(slot)) slot.value();
    for (const layer of layersOf(module.top)) {
      for (const decl of layer.tree.decls) if (decl.kind === "check") runCheck(decl, layer.scope, session);
    }
  }
}

/** Whether a declared transform can be called as it is: every parameter has a default. */
function takesNothing({ node }: Slot): boolean {
  return node.kind === "binding" && (node.parameters ?? []).every((each) => each.default !== undefined);
}

/** Before a run, a param that nobody gave a value is a mistake; until then it is an unknown. */
function reportOpenParam(slot: Slot, session: Evaluator): void {
  if (!slot.open || slot.node.kind !== "param") return;
  const { file, start, end } = slot.node.type.span;
  session.report(
    diagnose(
      "V0206",
      { open: [slot.name] },
      {
        primary: { span: slot.nameSpan, text: "has no value" },
        ...(slot.docs.length === 0 ? {} : { why: slot.docs.join(" ") }),
        helps: [`--${slot.name} <${file.text.slice(start, end)}>`],
      },
    ),
  );
}

function checkedExperiment(
  slot: Slot,
  tree: FileNode,
  options: CheckOptions,
  session: Evaluator,
): CheckedExperiment | undefined {
  const value = slot.value();
  if (value.kind !== "experiment") return undefined;
  session.refill();
  const whole = finish(value, undefined, session);
  reportUnusedHeads(whole, tree.file, session);
  return checkExperiment(whole, session, { pedantic: options.pedantic });
}

/** The file's own findings first. What is unused in another file is for whoever checks that one. */
function settled(
  all: readonly Diagnostic[],
  tree: FileNode,
  trees: readonly FileNode[],
  options: CheckOptions,
): readonly Diagnostic[] {
  const isOwn = ({ primary }: Diagnostic) => primary.span.file === tree.file;
  const allowed = applyAllowances(withoutCascades(all), trees, options).filter(
    (each) => each.code !== "V0107" || isOwn(each),
  );
  return sortDiagnostics([...allowed.filter(isOwn), ...allowed.filter((each) => !isOwn(each))]);
}

function noFile(path: string, evaluation: Evaluation): CheckResult {
  const file: SourceFile = { path, text: "", origin: "file" };
  const primary = { span: { file, start: 0, end: 0 }, text: "" };
  const diagnostics = [diagnose("V0104", { problem: "no such file" }, { primary, why: `looked for ${path}` })];
  return { diagnostics, experiments: [], params: [], files: [], allowances: [], names: [], evaluation };
}
