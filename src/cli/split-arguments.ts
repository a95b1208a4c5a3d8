/** Tells a command's own options from the params of its file: `vcl train exp.vcl --engine wasm --fold 2 --set model.planes=32`. */
import type { Option } from "commander";
import type { Argument } from "../language/checked.ts";

export interface Split {
  /** Options that the command knows (or that nobody knows), then `--`, then words: for commander. */
  readonly own: readonly string[];
  readonly args: readonly Argument[];
  /** An option that needs a value and has none. */
  readonly missing?: string;
}

/**
 * A long flag that is none of `options` is taken for a param. Its value is what follows, unless that is a flag too; a flag
 * without a value is `true`. A word that ends in `.vcl` is never the value of an option that may stand alone.
 */
export function splitArguments(argv: readonly string[], options: readonly Option[]): Split {
  const flags: string[] = [];
  const words: string[] = [];
  const args: Argument[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (word === "--") {
      words.push(...argv.slice(i + 1));
      break;
    }
    if (!isFlag(word)) {
      words.push(word);
      continue;
    }
    const [, flag = word, inline] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
    const option = options.find((known) => known.long === flag || known.short === flag);
    const next = inline ?? valueAfter(argv[i + 1], flag, option);
    if (inline === undefined && next !== undefined) i++;
    if (option?.required && next === undefined) return { own: [], args, missing: flag };
    if (flag === "--set") args.push(settingOf(next ?? ""));
    else if (option === undefined && flag.startsWith("--")) args.push(paramOf(flag, next));
    else flags.push(word, ...(inline === undefined && next !== undefined ? [next] : []));
  }
  return { own: [...flags, "--", ...words], args };
}

function valueAfter(next: string | undefined, flag: string, option: Option | undefined): string | undefined {
  if (next === undefined || option?.required) return next;
  const mayTakeOne = option === undefined ? flag.startsWith("--") : option.optional && !next.endsWith(".vcl");
  return mayTakeOne && !isFlag(next) ? next : undefined;
}

/** `-1` and `-.5` are numbers, `-` alone is a word. */
function isFlag(word: string): boolean {
  return /^-[^\d.]/.test(word);
}

function paramOf(flag: string, value: string | undefined): Argument {
  return { kind: "param", name: flag.slice(2), text: value ?? "true" };
}

/** `optimizer.lr=0.1`: everything behind the first `=` is the value. */
function settingOf(text: string): Argument {
  const equals = text.indexOf("=");
  return equals < 0
    ? { kind: "set", name: text.trim(), text: "" }
    : { kind: "set", name: text.slice(0, equals).trim(), text: text.slice(equals + 1) };
}
