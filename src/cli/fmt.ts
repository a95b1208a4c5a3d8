/** `vcl fmt`: lays `.vcl` files out in the one layout there is. */
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { format } from "../language/format/format.ts";
import type { CommandFile, Given } from "./commands.ts";
import { withoutMark } from "./disk-host.ts";
import { formatFile, notText } from "./format-file.ts";
import { type ExitCode, Problem, printProblem } from "./problem.ts";
import { report } from "./report.ts";
import { utf8 } from "./utf8.ts";
import { vclFiles } from "./vcl-files.ts";

export const { define, run }: CommandFile = {
  define(command) {
    command
      .description(
        "Lay .vcl files out in the one layout there is, and name those that change. A folder stands for every .vcl file in it, `-` for standard input.",
      )
      .option("--check", "write nothing; name the files that would change, and fail where there are any");
  },

  async run(given) {
    const { words, cwd } = given;
    if (words.includes("-")) return standardInput(given);
    const checks = given.options.check === true;
    const { files, problems } = vclFiles(words, cwd);
    const failed = [...problems];
    const mistakes: Diagnostic[] = [];
    let changed = 0;
    let left = 0;
    for (const file of files) {
      const outcome = formatFile(file, cwd, !checks);
      if (outcome.kind === "problem") failed.push(outcome.problem);
      if (outcome.kind === "mistakes") mistakes.push(...outcome.diagnostics);
      if (outcome.kind === "problem" || outcome.kind === "mistakes") left += 1;
      if (outcome.kind !== "changed") continue;
      console.log(outcome.shown);
      changed += 1;
    }
    report(mistakes, process.stdout, cwd);
    for (const problem of failed) printProblem(problem);
    if (files.length > 0) console.error(summary({ all: files.length, changed, left, checks }));
    return failed.length > 0 || mistakes.length > 0 || (checks && changed > 0) ? 1 : 0;
  },
};

interface Counts {
  readonly all: number;
  readonly changed: number;
  /** Files with mistakes, and those that could not be read or written. */
  readonly left: number;
  readonly checks: boolean;
}

/** `2 of 7 files changed, 1 left as it is` */
function summary({ all, changed, left, checks }: Counts): string {
  const files = all === 1 ? "1 file" : `${all} files`;
  if (changed === 0 && left === 0) return `${files}, nothing to change`;
  const rest = left === 0 ? "" : `, ${left} left as ${left === 1 ? "it is" : "they are"}`;
  return `${changed} of ${files} ${checks ? "would change" : "changed"}${rest}`;
}

/** The layout of standard input goes to standard output; mistakes go to standard error. */
async function standardInput({ words, options, cwd }: Given): Promise<ExitCode> {
  if (words.length > 1)
    throw new Problem("`-` stands alone", { exitCode: 2, help: "vcl fmt -   or   vcl fmt a.vcl b.vcl" });
  const name = "standard input";
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  const written = utf8(Buffer.concat(chunks));
  if (written === undefined) throw notText(name);
  const { text, diagnostics } = format({ path: name, text: withoutMark(written), origin: "file" });
  report(diagnostics, process.stderr, cwd);
  if (diagnostics.length > 0) return 1;
  if (options.check !== true) process.stdout.write(text);
  else if (text !== written) console.log(name);
  return options.check === true && text !== written ? 1 : 0;
}
