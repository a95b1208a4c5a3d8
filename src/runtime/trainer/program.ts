/**
 * How an emitted program is started: by hand, or by `vcl train`. It is shaped like this:
 *
 *     export interface Params { videos: string; fold: 1 | 2 | 3; out: string }
 *
 *     export const flags: Flags<Params> = {
 *       source: "ucf101.vcl",
 *       params: {
 *         videos: { type: "dir", doc: "Folder with one sub-folder of videos per class." },
 *         fold: { type: "int", min: 1, max: 3, default: 1, doc: "Which of the three official splits." },
 *         out: { type: "dir", default: "runs/ucf101" },
 *       },
 *       fixed: { crop: { text: "112x112" } },
 *     };
 *
 *     export async function main(params: Params, run: RunOptions = {}): Promise<RunResult> {
 *       …
 *       return await runExperiment({ … }, run);
 *     }
 *
 *     await runByHand(import.meta, main, flags);
 *
 * `params` has a flag for each field of `Params`; `fixed` lists the params that are constants of the program because other
 * literals were computed from them: another value by hand is refused with the `vcl` command to type. The program says
 * `return await`, not `return`: only then its frame stands in the stack of an error of the run.
 */
import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { RunError } from "../error.ts";
import type { RunOptions, RunResult } from "../experiment.ts";
import { explainError } from "./explain_error.ts";
import type { Flags } from "./flag.ts";
import { helpText } from "./flag_help.ts";
import { parseFlags } from "./flags.ts";
import { resumeCommand } from "./shell.ts";

export type { FixedFlag, Flag, Flags } from "./flag.ts";

export type Main<Params> = (params: Params, run?: RunOptions) => Promise<RunResult>;

/**
 * Runs the program if it is the one that Node was started with; does nothing where it is imported. Sets the process's exit
 * code: 0, 1 for a failed run, 2 for a wrong command line, 130 where it was interrupted. A user's mistake is printed as one
 * message; a bug with its stack, whose frames point into the `.vcl` file.
 */
export async function runByHand<Params extends object>(
  meta: { readonly url: string },
  main: Main<Params>,
  flags: Flags<Params>,
): Promise<void> {
  if (!isStartedByHand(meta.url)) return;
  // Whoever reads may leave first (`… | head`): the run goes on, and its log has everything.
  process.stdout.on("error", () => undefined);
  try {
    const parsed = parseFlags(process.argv.slice(2), flags);
    if (parsed.kind === "help") {
      console.log(helpText(process.argv[1] ?? "experiment.mjs", flags));
      return;
    }
    const mapped = await withSourceMap<Params>(meta.url, main);
    // parseFlags has given every declared param a value of its declared type.
    const result = await mapped(parsed.params as Params, { resumeCommand: resumeCommand(), ...parsed.run });
    process.exitCode = exitCodeOf(result);
  } catch (error) {
    const { text, exitCode } = explainError(error);
    console.error(text);
    process.exitCode = exitCode;
  }
}

/**
 * Imports an emitted program and runs its `main`. `file` is a path or a file URL of the `.mjs`. Whatever the program throws
 * comes through unchanged (`explainError` makes text of it); its stack points into the `.vcl` file.
 */
export async function runProgram(file: string | URL, params: object, options: RunOptions = {}): Promise<RunResult> {
  process.setSourceMapsEnabled(true);
  const url = typeof file === "string" && !file.startsWith("file:") ? pathToFileURL(file).href : String(file);
  const program: { readonly main?: Main<object> } = await import(url);
  if (typeof program.main !== "function") {
    throw new RunError(`${fileURLToPath(url)} exports no \`main\``, { help: "compile the .vcl file again: vcl emit" });
  }
  return await program.main(params, options);
}

/** What the shell is told of a run that came to its end. */
export function exitCodeOf(result: RunResult): number {
  return result.status === "interrupted" ? 130 : 0;
}

function isStartedByHand(url: string): boolean {
  const script = process.argv[1];
  if (script === undefined || new URL(url).search !== "") return false;
  try {
    return realpathSync(script) === realpathSync(fileURLToPath(url));
  } catch {
    return false;
  }
}

/** Node reads a module's source map only while it loads it, so the program is loaded once more with maps switched on. */
async function withSourceMap<Params>(url: string, main: Main<Params>): Promise<Main<Params>> {
  if (process.execArgv.includes("--enable-source-maps")) return main;
  process.setSourceMapsEnabled(true);
  const again: { readonly main?: Main<Params> } = await import(`${url}?mapped`);
  return again.main ?? main;
}
