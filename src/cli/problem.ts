/** Mistakes on the command line and with files: one message each, with an exit code. */

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

/** `error: …`, and below it what to do. */
export function problemText(title: string, message: string, help: string | undefined): string {
  return [
    `${title}: ${message}`,
    ...(help === undefined ? [] : help.split("\n").map((line) => `   help: ${line}`)),
  ].join("\n");
}
