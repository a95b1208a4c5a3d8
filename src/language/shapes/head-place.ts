/** Which block a head hangs on; V0601 where the trunk has none of that name. */
import { diagnose } from "../diagnostics/catalogue.ts";
import type { Label } from "../diagnostics/diagnostic.ts";
import { writtenAt } from "../diagnostics/edits.ts";
import { suggest } from "../diagnostics/suggest.ts";
import { listed } from "../diagnostics/words.ts";
import { mentions } from "../names/mentions.ts";
import { cover, type Span } from "../source/source-file.ts";
import { textOfValue } from "../values/print.ts";
import type { ComponentValue, HeadValue } from "../values/value.ts";
import type { Checking } from "./requires.ts";
import { type Block, findBlock } from "./trunk.ts";

/** The full name of the block, or undefined, reported: the trunk has no such block. */
export function placeHead(
  head: HeadValue,
  model: ComponentValue,
  blocks: readonly Block[],
  checking: Checking,
): string | undefined {
  const names = blocks.map((each) => each.name);
  const path = head.at.path.map((each) => each.name);
  const found = findBlock(path, names);
  if (found === undefined) reportNoBlock(head, model, names, checking);
  return found;
}

function reportNoBlock(head: HeadValue, model: ComponentValue, names: readonly string[], { findings }: Checking): void {
  const { path } = head.at;
  const written = path.map((each) => each.name).join(".");
  const [first] = path;
  const last = path.at(-1);
  const groups = [...new Set(names.map((name) => name.split(".")[0] ?? name))];
  const group = groups.find((each) => each === first?.name);
  const within = names
    .filter((name) => name.startsWith(`${group}.`))
    .map((name) => name.slice((group ?? "").length + 1));
  const named = model.binding?.name ?? model.base?.binding?.name ?? model.declaration.name;
  const intended = group !== undefined && within.length > 0 ? `${group}.last` : closest(written, groups, names);
  const whole = spanOfPath(head);
  const span = group !== undefined && path.length > 1 && last ? last.span : whole;
  const text =
    groups.length === 0
      ? `${model.declaration.name} declares no blocks`
      : group === undefined
        ? `${named} has ${briefly(groups, first?.name ?? "")}`
        : within.length > 0
          ? `${group} has ${within.length > 4 ? `${within[0]} … ${within.at(-1)}` : within.join(", ")}; did you mean \`last\`?`
          : `${group} is one block`;
  const mine = whole.file.origin === "file" && intended !== undefined;
  findings.report(
    diagnose(
      "V0601",
      { model: named, block: written },
      {
        primary: { span, text },
        secondary: countsOf(model),
        ...(mine ? { fixes: [{ title: `at ${intended}`, edits: [{ span: whole, newText: intended }] }] } : {}),
        ...(mine || intended === undefined ? {} : { helps: [`at ${intended}`] }),
      },
    ),
  );
}

/** What the program sets of how many blocks there are. */
export function countsOf(model: ComponentValue): readonly Label[] {
  const { blocks, fields } = model.declaration;
  const ranges = blocks.flatMap((rule) => rule.path.flatMap((segment) => segment.counter?.range ?? []));
  const names = new Set(ranges.flatMap((range) => mentions(range).map((each) => each.name)));
  return [...names].flatMap((name) => {
    const value = fields.has(name) ? model.settings.get(name) : undefined;
    const span = value && writtenAt(value);
    return value && span ? [{ span, text: `\`${name}\` is ${textOfValue(value)}` }] : [];
  });
}

function stemOf(name: string): string {
  return name.replace(/\d+$/, "");
}

/** `stage1 … stage4` where `stage5` was written, else all groups, runs of more than three shortened. */
function briefly(groups: readonly string[], written: string): string {
  const alike = groups.filter((name) => stemOf(name) === stemOf(written));
  const shown = alike.length > 0 ? alike : groups;
  const parts: string[] = [];
  for (const stem of new Set(shown.map(stemOf))) {
    const run = shown.filter((name) => stemOf(name) === stem);
    parts.push(...(run.length > 2 ? [`${run[0]} … ${run.at(-1)}`] : run));
  }
  return listed(parts);
}

/** The block that was meant: the nearest of a numbered run, else by spelling, else the last one. */
function closest(written: string, groups: readonly string[], names: readonly string[]): string | undefined {
  const [group = written] = written.split(".");
  const alike = groups.filter((name) => stemOf(name) === stemOf(group));
  const number = (name: string): number => Number(name.slice(stemOf(name).length));
  const near = alike.toSorted((a, b) => Math.abs(number(a) - number(group)) - Math.abs(number(b) - number(group)));
  const meant = near[0] ?? suggest(group, groups)[0] ?? groups.at(-1);
  if (meant === undefined) return undefined;
  return names.includes(meant) ? meant : `${meant}.last`;
}

/** The reference as it is written. */
export function spanOfPath(head: HeadValue): Span {
  const [first] = head.at.path;
  const last = head.at.path.at(-1);
  return first && last ? cover(first.span, last.span) : head.at.origin.span;
}
