/** `--set path=value` and a param's flag: the same changes that an amending file would make, on top of all files. */
import type { Argument } from "../checked.ts";
import { experimentFields } from "../declarations/experiment-record.ts";
import { diagnose } from "../diagnostics/catalogue.ts";
import { suggest } from "../diagnostics/suggest.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Block, Expr, Ident } from "../syntax/ast.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { slotNamed, slotsOf } from "./amendments.ts";
import type { Module } from "./module.ts";
import type { Slot } from "./slot.ts";

interface Target {
  readonly module: Module;
  /** The program's params by name. */
  readonly params: ReadonlyMap<string, Slot>;
  /** The chosen experiment; undefined where there is none or the choice is open. */
  readonly experiment: Slot | undefined;
  readonly session: Evaluator;
}

/** Attaches each argument to what it changes; reports those that change nothing there is. */
export function applyArguments(args: readonly Argument[], target: Target): void {
  const seen = new Map<string, Span>();
  for (const argument of args) {
    const written = asWritten(argument);
    const first = seen.get(argument.name);
    if (first) {
      target.session.report(
        diagnose(
          "V0105",
          { name: argument.name, how: "set twice" },
          {
            primary: { span: written.nameSpan, text: "and here again" },
            secondary: [{ span: first, text: "first here" }],
          },
        ),
      );
      continue;
    }
    seen.set(argument.name, written.nameSpan);
    if (argument.kind === "param") giveParam(argument, written, target);
    else set(argument, written, target);
  }
}

interface Written {
  readonly nameSpan: Span;
  /** Where the name's own characters begin. */
  readonly nameStart: number;
  readonly valueSpan: Span;
  readonly span: Span;
}

/** The argument as a text that diagnostics can point into. */
function asWritten({ kind, name, text }: Argument): Written {
  const front = kind === "set" ? "--set " : "--";
  const between = kind === "set" ? "=" : " ";
  const file: SourceFile = { path: "command line", text: `${front}${name}${between}${text}`, origin: "argument" };
  const nameStart = front.length;
  const nameEnd = nameStart + name.length;
  return {
    nameSpan: { file, start: kind === "set" ? nameStart : 0, end: nameEnd },
    nameStart,
    valueSpan: { file, start: nameEnd + 1, end: file.text.length },
    span: { file, start: 0, end: file.text.length },
  };
}

function giveParam(argument: Argument, written: Written, target: Target): void {
  const { session, params } = target;
  const slot = params.get(argument.name) ?? params.get(argument.name.replaceAll("-", "_"));
  if (slot) {
    give(slot, { name: slot.name, span: written.nameSpan }, session.addArgument(written.valueSpan), target);
    return;
  }
  const [close] = suggest(argument.name, [...params.keys()]);
  session.report(
    diagnose(
      "V0109",
      { name: argument.name },
      {
        primary: { span: written.nameSpan, text: close ? `did you mean --${close}?` : "" },
        why: params.size === 0 ? "this file has no parameters" : `parameters: ${[...params.keys()].join(", ")}`,
      },
    ),
  );
}

function give(slot: Slot, name: Ident, value: Expr, { module }: Target): void {
  slot.changes.push({ kind: "value", value, name, scope: module.top.scope });
}

function set(argument: Argument, written: Written, target: Target): void {
  const { module, params, experiment, session } = target;
  const path = pathOf(argument.name, written);
  const [first, ...rest] = path;
  if (first === undefined || path.some((each) => each.name === "")) {
    session.report(
      diagnose(
        "V0101",
        { name: argument.name },
        { primary: { span: written.nameSpan, text: "a path is written `train.clip=…`" } },
      ),
    );
    return;
  }
  const value = session.addArgument(written.valueSpan);
  const slot = slotNamed(module.top, first.name) ?? params.get(first.name);
  if (slot && rest.length === 0) give(slot, first, value, target);
  else if (slot) amendWith(slot, first, rest, value, written, target);
  else if (experimentFields().has(first.name)) {
    if (experiment) amendWith(experiment, first, path, value, written, target);
    else noExperiment(first, module, session);
  } else unknown(first, target);
}

/** `train.clip` as its names, each with its place in the argument. */
function pathOf(name: string, { nameSpan, nameStart }: Written): readonly Ident[] {
  let start = nameStart;
  return name.split(".").map((part) => {
    const span = { file: nameSpan.file, start, end: start + part.length };
    start = span.end + 1;
    return { name: part.trim(), span };
  });
}

function amendWith(
  slot: Slot,
  name: Ident,
  path: readonly Ident[],
  value: Expr,
  written: Written,
  target: Target,
): void {
  const { span } = written;
  const block: Block = { span, entries: [{ kind: "set", path, value, docs: [], span }] };
  slot.changes.push({ kind: "block", block, name, span, scope: target.module.top.scope });
}

function noExperiment(first: Ident, module: Module, session: Evaluator): void {
  const experiments = slotsOf(module.top).filter((each) => each.kind === "experiment");
  session.report(
    diagnose(
      "V0101",
      { name: first.name },
      {
        primary: { span: first.span, text: experiments.length === 0 ? "" : "a field, but of which experiment?" },
        why:
          experiments.length === 0
            ? "this file has no experiment"
            : `experiments: ${experiments.map((each) => each.name).join(", ")}`,
        ...(experiments[0] ? { helps: [`--experiment ${experiments[0].name}`] } : {}),
      },
    ),
  );
}

function unknown(first: Ident, { module, params, session }: Target): void {
  const names = new Set([
    ...slotsOf(module.top).map((each) => each.name),
    ...params.keys(),
    ...experimentFields().keys(),
  ]);
  const [close] = suggest(first.name, [...names]);
  session.report(
    diagnose(
      "V0101",
      { name: first.name },
      {
        primary: { span: first.span, text: close ? `did you mean \`${close}\`?` : "" },
        why: `there is: ${[...names].join(", ")}`,
      },
    ),
  );
}
