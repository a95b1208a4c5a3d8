/** Mistakes on the command line and with files: one message each, with an exit code. */
import { colorsOf } from "./terminal.ts";

/** 0 fine · 1 errors in an experiment, or a failed run · 2 a command that cannot be followed · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Ends a command with one message. Whatever else is thrown is a bug of vcl. */
export class Problem extends Error {
  readonly exitCode: ExitCode;
  readonly help: string | undefined;

  constructor(message: string, options: { readonly exitCode?: ExitCode; readonly help?: string } = {}) {
    super(message);
    this.exitCode = options.exitCode ?? 1;
    this.help = options.help;
  }
}

/** `error: …` on standard error, and below it what to do. */
export function printProblem({ message, help }: Problem): void {
  const { bold, red, green } = colorsOf(process.stderr);
  const lines = help === undefined ? [] : help.split("\n").map((line) => `   ${green("help:")} ${line}`);
  console.error([`${bold(red("error"))}${bold(`: ${message}`)}`, ...lines].join("\n"));
}
