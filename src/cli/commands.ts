/** The commands of `vcl`. Each is a file of its own, loaded when it is called. */
import type { Command } from "commander";
import type { Argument } from "../language/checked.ts";
import type { ExitCode } from "./problem.ts";

/** What was typed after the command's name. */
export interface Given {
  /** Arguments that are no flags: files, a field, a code. */
  readonly words: readonly string[];
  /** Values of the command's own options, by their camelCase names. */
  readonly options: Readonly<Record<string, unknown>>;
  /** `--set path=value`, and flags that may be the file's params. */
  readonly args: readonly Argument[];
  readonly cwd: string;
}

export interface CommandFile {
  /** Declares options and help. */
  readonly define: (command: Command) => void;
  readonly run: (given: Given) => Promise<ExitCode>;
  /** More help for a given file: its params. */
  readonly moreHelp?: (given: Given) => Promise<string>;
}

export interface CommandEntry {
  /** Name and arguments. */
  readonly signature: string;
  readonly summary: string;
  /** Whether unknown flags are the file's params. */
  readonly params: boolean;
  readonly load: () => Promise<CommandFile>;
}

export const commands: { readonly [name: string]: CommandEntry } = {
  train: {
    signature: "train <file>",
    summary: "check, compile and run an experiment",
    params: true,
    load: () => import("./train.ts"),
  },
  check: {
    signature: "check <files...>",
    summary: "find mistakes before they cost time; opens no video",
    params: true,
    load: () => import("./check.ts"),
  },
  emit: {
    signature: "emit <file>",
    summary: "print the TypeScript program that an experiment becomes",
    params: true,
    load: () => import("./emit.ts"),
  },
  shapes: {
    signature: "shapes <file>",
    summary: "show every block's tensor, parameters and cost, phase by phase",
    params: true,
    load: () => import("./shapes.ts"),
  },
  bench: {
    signature: "bench <what> <file>",
    summary: "time a step of an experiment: `vcl bench step exp.vcl`",
    params: true,
    load: () => import("./bench.ts"),
  },
  show: {
    signature: "show <file> [field]",
    summary: "show the resolved experiment and where each value was set",
    params: true,
    load: () => import("./show.ts"),
  },
  diff: {
    signature: "diff <file> [other]",
    summary: "show how two resolved experiments differ, and why",
    params: true,
    load: () => import("./diff.ts"),
  },
  new: {
    signature: "new [what] [name]",
    summary: "write a new experiment, or a component of one's own",
    params: false,
    load: () => import("./new.ts"),
  },
  types: {
    signature: "types <files...>",
    summary: "write the TypeScript contracts of a file's own components",
    params: false,
    load: () => import("./types.ts"),
  },
  fmt: {
    signature: "fmt <paths...>",
    summary: "lay .vcl files out in the one layout there is",
    params: false,
    load: () => import("./fmt.ts"),
  },
  doctor: {
    signature: "doctor",
    summary: "say what this machine has: ffmpeg, compute engines, cores",
    params: false,
    load: () => import("./doctor.ts"),
  },
  doc: {
    signature: "doc [name] [file]",
    summary: "show how a component is used; without a name, which there are",
    params: false,
    load: () => import("./doc.ts"),
  },
  explain: {
    signature: "explain [code]",
    summary: "explain a diagnostic, such as V0603; without a code, list them all",
    params: false,
    load: () => import("./explain.ts"),
  },
};
