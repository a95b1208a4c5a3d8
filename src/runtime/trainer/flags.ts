/** The command line of a program that is started by hand: `node experiment.mjs --videos ~/ucf101`. */
import type { RunOptions } from "../experiment.ts";
import type { Flag, Flags, FlagValue } from "./flag.ts";
import { plain, readValue } from "./flag_values.ts";
import { type RunFlag, runFlags, runOption } from "./run_flags.ts";
import { quoted } from "./shell.ts";
import { UsageError } from "./usage_error.ts";

export type Parsed =
  | { readonly kind: "help" }
  | { readonly kind: "run"; readonly params: { readonly [name: string]: FlagValue }; readonly run: RunOptions };

/** Reads `argv` (without node and the script). UsageError where something is unknown, missing or out of range. */
export function parseFlags(argv: readonly string[], flags: Flags<object>): Parsed {
  const declared = new Map(
    Object.entries<Flag>({ ...flags.params }).map(([key, flag]) => [flag.name ?? key, { key, flag }]),
  );
  const given = splitArguments(argv, (name) => declared.get(name)?.flag.type === "bool");
  if (given.some(([name]) => name === "help" || name === "h")) return { kind: "help" };
  refuseFixed(given, flags);
  const params: { [name: string]: FlagValue } = {};
  for (const { key, flag } of declared.values()) if (flag.default !== undefined) params[key] = flag.default;
  let run: RunOptions = {};
  for (const [name, text] of given) {
    const param = declared.get(name);
    if (param) params[param.key] = readValue(name, text, param.flag);
    else if (name in runFlags) run = { ...run, ...runOption(name as RunFlag, text) };
    else if (!isFixed(name, flags))
      throw new UsageError(`there is no flag --${name}`, `flags: ${allNames(flags).join(", ")}`);
  }
  const missing = [...declared].filter(([, { key }]) => !(key in params)).map(([name]) => `--${name}`);
  if (missing.length > 0) throw new UsageError(`${missing.join(" and ")} must be given`, "--help says what it is");
  const out = params.out;
  return { kind: "run", params, run: run.out === undefined && typeof out === "string" ? { ...run, out } : run };
}

/** `--name value`, `--name=value`, and a bare `--name` where no value follows or none is taken. */
function splitArguments(
  argv: readonly string[],
  isSwitch: (name: string) => boolean,
): (readonly [string, string | undefined])[] {
  const found: (readonly [string, string | undefined])[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    const [, name, , inline] = /^--?([A-Za-z][\w-]*)(=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) throw new UsageError(`what is \`${word}\`?`, "flags are written as --name value");
    const next = argv[i + 1];
    const isValue = next !== undefined && (!/^--?[A-Za-z]/.test(next) || next.includes(" "));
    const takes = inline === undefined && isValue && (!isSwitch(name) || /^(true|false)$/.test(next));
    found.push([name, inline ?? (takes ? next : undefined)]);
    if (takes) i++;
  }
  return found;
}

function refuseFixed(given: readonly (readonly [string, string | undefined])[], flags: Flags<object>): void {
  for (const [key, flag] of Object.entries(flags.fixed ?? {})) {
    const name = flag.name ?? key;
    const wrong = given.find(
      ([other, text]) => other === name && text !== flag.text && plain(text ?? "") !== plain(flag.text),
    );
    if (!wrong) continue;
    const rest = given.map(([other, text]) => (text === undefined ? `--${other}` : `--${other} ${quoted(text)}`));
    throw new UsageError(
      `this program was compiled for --${name} ${flag.text}; some of its numbers follow from that`,
      `compile it for the other value: vcl train ${flags.source} ${rest.join(" ")}`,
    );
  }
}

function isFixed(name: string, flags: Flags<object>): boolean {
  return Object.entries(flags.fixed ?? {}).some(([key, flag]) => (flag.name ?? key) === name);
}

function allNames(flags: Flags<object>): string[] {
  const params = Object.entries<Flag>({ ...flags.params }).map(([key, flag]) => flag.name ?? key);
  return [...new Set([...params, ...Object.keys(runFlags)])].map((name) => `--${name}`);
}
