import type { Flag, Flags, FlagValue } from "./flag.ts";
import { runFlags } from "./run_flags.ts";

/** The text of `--help`. */
export function helpText(program: string, flags: Flags<object>): string {
  const rows = Object.entries<Flag>({ ...flags.params }).map(([key, flag]) => [
    `--${flag.name ?? key} ${hint(flag)}`.trimEnd(),
    [flag.doc ?? "", flag.default === undefined ? "(required)" : `(default: ${show(flag.default)})`].join(" ").trim(),
  ]);
  const fixed = Object.entries(flags.fixed ?? {}).map(([key, flag]) => [
    `--${flag.name ?? key} ${flag.text}`,
    `${flag.doc ?? ""} Compiled in; to change it: vcl train ${flags.source} --${flag.name ?? key} …`.trim(),
  ]);
  const own = Object.entries(runFlags).filter(([name]) => !(name in flags.params));
  const run = own.map(([name, { value, doc }]) => [`--${name} ${value}`, doc]);
  const width = Math.max(...[...rows, ...fixed, ...run].map(([left = ""]) => left.length)) + 2;
  const table = (title: string, lines: readonly (readonly string[])[]): string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.map(([left = "", right = ""]) => `  ${left.padEnd(width)}${right}`)];
  return [
    `Trains the experiment of ${flags.source}.`,
    "",
    `  node ${program} [flags]`,
    ...table("Params:", rows),
    ...table("Compiled in:", fixed),
    ...table("The run:", run),
  ].join("\n");
}

function hint(flag: Flag): string {
  if (flag.type === "enum") return (flag.members ?? []).join("|");
  return {
    bool: "",
    int: "N",
    real: "X",
    text: "TEXT",
    dir: "FOLDER",
    file: "FILE",
    dims: "HxW",
    range: "A..B",
    numbers: "X,Y",
  }[flag.type];
}

function show(value: FlagValue): string {
  if (value === null) return "none";
  return Array.isArray(value) ? value.join(",") : String(value);
}
