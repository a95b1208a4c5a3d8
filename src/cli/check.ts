/** `vcl check`: mistakes, before they cost time. */
import type { CheckResult } from "../language/checked.ts";
import { applyFixes } from "../language/diagnostics/apply-fixes.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { jsonReport } from "../language/diagnostics/json.ts";
import { countOf } from "../language/diagnostics/render.ts";
import { checkFile, experimentsOf, helpOfFile } from "./checked-file.ts";
import type { CommandFile, Given } from "./commands.ts";
import { Diagnosed } from "./diagnosed.ts";
import { Problem, printProblem } from "./problem.ts";
import { hasErrors, report } from "./report.ts";
import { saveText } from "./save-text.ts";
import { addSourceOptions } from "./source-options.ts";
import { sourcePath } from "./source-path.ts";
import { shownPath } from "./terminal.ts";

export const { define, run, moreHelp }: CommandFile = {
  define(command) {
    command
      .option("--files", "look at folders, split lists and the frame index too, as `vcl train` does")
      .option(
        "--conform",
        "also run the file's own components on small random input, and compare with what they declare",
      )
      .option("--fix", "apply the fixes that have one right answer")
      .option("--pedantic", "give advice too")
      .option("--json", "print the diagnostics for machines");
    addSourceOptions(command);
  },

  async run(given) {
    const diagnostics: Diagnostic[] = [];
    const unread: Problem[] = [];
    for (const word of given.words) {
      try {
        if (given.options.fix === true) fix(word, given);
        const found = await problemsOf(word, given);
        // Several files may import the same one.
        diagnostics.push(...found.filter((one) => !diagnostics.some((other) => isSame(one, other))));
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        unread.push(error);
      }
    }
    const [problem, ...others] = unread;
    if (problem !== undefined && given.words.length === 1) throw problem;
    if (given.options.json === true) console.log(JSON.stringify(jsonReport(diagnostics, given.cwd), null, 2));
    else if (diagnostics.length > 0) report(diagnostics, process.stdout, given.cwd);
    else if (problem === undefined) console.log(`${given.words.join(", ")}: no problems`);
    for (const other of others) printProblem(other);
    if (problem !== undefined) throw problem;
    return hasErrors(diagnostics) ? 1 : 0;
  },

  moreHelp: helpOfFile,
};

async function problemsOf(word: string, given: Given): Promise<readonly Diagnostic[]> {
  const looksAtFiles = given.options.files === true;
  // Which files those are must be known then, so params without a value are errors.
  const result = checkFile(word, given, looksAtFiles);
  if (hasErrors(result.diagnostics)) return result.diagnostics;
  return [
    ...result.diagnostics,
    ...(looksAtFiles ? await fileProblems(result, given) : []),
    ...(given.options.conform === true ? await componentProblems(result, word, given) : []),
  ];
}

/** Only loaded where it is asked for: it compiles the experiment and starts the runtime. */
async function fileProblems(result: CheckResult, given: Given): Promise<readonly Diagnostic[]> {
  const [{ compile }, { inspectFiles }] = await Promise.all([import("./compile.ts"), import("./inspect-files.ts")]);
  const found: Diagnostic[] = [];
  for (const experiment of experimentsOf(result, given)) {
    try {
      const program = await compile(experiment, result, { cwd: given.cwd, into: given.cwd });
      found.push(...(await inspectFiles(experiment, result, program, given.cwd)));
    } catch (error) {
      if (!(error instanceof Diagnosed)) throw error;
      found.push(...error.diagnostics);
    }
  }
  return found;
}

/** Only where it is asked for is code of the file's author run. */
async function componentProblems(result: CheckResult, word: string, given: Given): Promise<readonly Diagnostic[]> {
  const { conformProblems } = await import("./conform/report.ts");
  return conformProblems(result, sourcePath(word, given.cwd), given.cwd);
}

/** Rounds, since a fix may have to wait for another one; each must make fewer problems. */
function fix(word: string, given: Given): void {
  for (let round = 0, before = Number.POSITIVE_INFINITY; round < 10; round++) {
    const { diagnostics } = checkFile(word, given, false);
    if (diagnostics.length >= before) return;
    before = diagnostics.length;
    const { texts, made } = applyFixes(diagnostics);
    if (made === 0) return;
    for (const [path, text] of texts) saveText(path, text, given.cwd);
    const files = [...texts.keys()].map((path) => shownPath(path, given.cwd)).join(", ");
    console.error(`fixed ${made} of ${countOf(diagnostics)} in ${files}`);
  }
}

function isSame(a: Diagnostic, b: Diagnostic): boolean {
  const place = ({ primary: { span } }: Diagnostic): string => `${span.file.path}:${span.start}:${span.end}`;
  return a.code === b.code && a.title === b.title && place(a) === place(b);
}
